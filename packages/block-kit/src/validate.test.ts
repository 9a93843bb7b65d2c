import { describe, expect, test } from "vitest";
import { messageOf, modalOf, mrkdwn, plain, problemsIn, warningsIn } from "./findings.fixture.ts";
import { validate } from "./validate.ts";

const section = { type: "section", text: mrkdwn("a") };
const button = { type: "button", text: plain("a") };

describe("a verdict", () => {
  test("is good, with nothing to say, for a message without fault", () => {
    expect(validate(messageOf(section))).toEqual({ ok: true, problems: [], warnings: [] });
  });

  test("is good where there are only warnings", () => {
    const { ok, warnings } = validate({ blocks: [section] });

    expect(ok).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  test("says what, where, how much and what to do, without the text that is wrong", () => {
    const { ok, problems } = validate(messageOf({ type: "header", text: plain("secret".repeat(30)) }));

    expect(ok).toBe(false);
    expect(problems).toEqual([
      {
        rule: "header.text.max_length",
        path: "/blocks/0/text/text",
        message: "Header text has 180 characters; at most 150 are allowed",
        limit: 150,
        actual: 180,
        fix: "Shorten it or split it.",
      },
    ]);
  });

  test("lists problems in the order of the payload", () => {
    const payload = messageOf({ type: "header", text: plain("") }, { type: "section", text: mrkdwn("") });

    expect(problemsIn(payload)).toEqual([
      "header.text.min_length at /blocks/0/text/text",
      "section.text.min_length at /blocks/1/text/text",
    ]);
  });

  test("stops at 1,000 problems", () => {
    const { problems } = validate(messageOf(...Array.from({ length: 2000 }, () => null)));

    expect(problems).toHaveLength(1000);
  });

  test("is not good when a thousand warnings come before the one problem", () => {
    const elements = Array.from({ length: 2000 }, () => ({ type: "newer_than_us" }));
    const quote = { type: "rich_text", elements: [{ type: "rich_text_quote", elements }] };
    const { ok, problems, warnings } = validate(messageOf(quote, { type: "header", text: plain("") }));

    expect(ok).toBe(false);
    expect(problems).toHaveLength(1);
    expect(warnings).toHaveLength(1000);
  });
});

describe("a pointer", () => {
  test("of a missing key leads to the object that lacks it", () => {
    expect(problemsIn(messageOf({ type: "header" }))).toEqual(["header.text.required at /blocks/0"]);
  });

  test("of an unknown key leads to the object that has it", () => {
    const payload = messageOf({ ...section, text: { ...mrkdwn("a"), colour: "red" }, disabled: true });

    expect(problemsIn(payload)).toEqual([
      "section.text.unknown_key at /blocks/0/text",
      "section.unknown_key at /blocks/0",
    ]);
  });

  test("of a part out of place leads to its type", () => {
    expect(problemsIn(messageOf({ type: "actions", elements: [{ type: "plain_text_input" }] }))).toEqual([
      "actions.elements.unsupported at /blocks/0/elements/0/type",
    ]);
  });

  test("into a view begins with the view", () => {
    expect(problemsIn(modalOf({ type: "header", text: plain("") }))).toEqual([
      "header.text.min_length at /view/blocks/0/text/text",
    ]);
  });

  test("leads through attachments", () => {
    const payload = { text: "a", attachments: [{ color: "#ff0000", blocks: [{ type: "header", text: plain("") }] }] };

    expect(problemsIn(payload)).toEqual(["header.text.min_length at /attachments/0/blocks/0/text/text"]);
  });
});

describe("a value", () => {
  test.each([
    ["block_id", null, "section.block_id.type at /blocks/0/block_id"],
    ["expand", null, "section.expand.type at /blocks/0/expand"],
    ["text", null, "section.text.type at /blocks/0/text"],
    ["text", "words", "section.text.type at /blocks/0/text"],
    ["text", ["words"], "section.text.type at /blocks/0/text"],
    ["fields", {}, "section.fields.type at /blocks/0/fields"],
    ["accessory", "button", "section.accessory.type at /blocks/0/accessory"],
    ["text", mrkdwn(1), "section.text.type at /blocks/0/text/text"],
    ["text", { ...mrkdwn("a"), verbatim: "yes" }, "section.text.verbatim.type at /blocks/0/text/verbatim"],
  ])("of %s in the wrong type is told: %j", (key, value, line) => {
    expect(problemsIn(messageOf({ ...section, [key]: value }))).toEqual([line]);
  });

  test("that is undefined is not there, as in JSON", () => {
    expect(problemsIn(messageOf({ ...section, accessory: undefined, disabled: undefined }))).toEqual([]);
  });

  test("that is null passes only where it stands for a column without settings", () => {
    const table = { type: "table", rows: [[{ type: "raw_text", text: "a" }]] };

    expect(problemsIn(messageOf({ ...table, column_settings: [null, { align: "right" }] }))).toEqual([]);
    expect(problemsIn(messageOf({ ...table, rows: [null] }))).toEqual(["table.rows.cells.type at /blocks/0/rows/0"]);
  });

  test("that is inherited is not sent", () => {
    const payload = messageOf({ ...section, text: Object.assign(Object.create({ colour: "red" }), mrkdwn("a")) });

    expect(problemsIn(payload)).toEqual([]);
  });

  test.each([1.5, "1", Number.NaN, null])("that is no integer is told where one is wanted: %s", (indent) => {
    const list = { type: "rich_text_list", style: "bullet", indent, elements: [{ type: "rich_text_section" }] };
    const [line] = problemsIn(messageOf({ type: "rich_text", elements: [list] }));

    expect(line).toBe("rich_text_list.indent.type at /blocks/0/elements/0/indent");
  });

  test("of an enumeration must be one of it", () => {
    const payload = messageOf({ type: "actions", elements: [{ ...button, style: "default" }] });
    const [problem] = validate(payload).problems;

    expect(problem).toMatchObject({ rule: "button.style.enum", path: "/blocks/0/elements/0/style" });
    expect(problem?.message).toBe("Button style must be `primary` or `danger`");
    expect(problem?.fix).toBe("Write `primary` or `danger`.");
  });

  test.each([
    [{ type: "datepicker", initial_date: "2026-13-01" }, "Datepicker initial date must be a date as YYYY-MM-DD"],
    [{ type: "timepicker", initial_time: "24:00" }, "Timepicker initial time must be a time of 24 hours as HH:mm"],
  ])("in another form is told with the form: %j", (element, message) => {
    const [problem] = validate(messageOf({ type: "actions", elements: [element] })).problems;

    expect(problem?.message).toBe(message);
  });
});

test("a segment of a pie must be greater than nothing", () => {
  const chart = { type: "pie", segments: [{ label: "a", value: 0 }] };
  const [problem] = validate(messageOf({ type: "data_visualization", title: "a", chart })).problems;

  expect(problem).toMatchObject({
    rule: "segment.value.min",
    message: "Segment value is 0; the least allowed is just above 0",
  });
});

describe("a text object", () => {
  test.each(["text", "markdown", "", "Plain_Text"])("of the type %j is refused", (type) => {
    expect(problemsIn(messageOf({ type: "section", text: { type, text: "a" } }))).toEqual([
      "section.text.text_type at /blocks/0/text/type",
    ]);
  });

  test("must be plain where Slack shows no markup", () => {
    expect(problemsIn(messageOf({ type: "header", text: mrkdwn("a") }))).toEqual([
      "header.text.text_type at /blocks/0/text/type",
    ]);
  });

  test("has verbatim only as mrkdwn and emoji only as plain text", () => {
    const fields = [
      { ...mrkdwn("a"), verbatim: true },
      { ...plain("a"), emoji: true },
      { ...mrkdwn("a"), emoji: true },
      { ...plain("a"), verbatim: true },
    ];

    expect(problemsIn(messageOf({ type: "section", fields }))).toEqual([
      "section.fields.unknown_key at /blocks/0/fields/2",
      "section.fields.unknown_key at /blocks/0/fields/3",
    ]);
  });

  test("needs a type and a text", () => {
    expect(problemsIn(messageOf({ type: "section", text: {} }))).toEqual([
      "section.text.required at /blocks/0/text",
      "section.text.required at /blocks/0/text",
    ]);
  });

  test.each([null, 1, {}, Object.create(null)])("with something else than a name for its type is refused", (type) => {
    expect(problemsIn(messageOf({ type: "section", text: { type, text: "a" } }))).toEqual([
      "section.text.text_type at /blocks/0/text/type",
    ]);
  });
});

describe("a type", () => {
  test("of block that is not known draws only a warning, whatever is in it", () => {
    const payload = messageOf({ type: "newer_than_us", anything: null });

    expect(problemsIn(payload)).toEqual([]);
    expect(warningsIn(payload)).toEqual(["message.blocks.unknown_type at /blocks/0/type"]);
  });

  test("of element that is not known draws only a warning", () => {
    const payload = messageOf({ type: "actions", elements: [{ type: "newer_than_us" }] });

    expect(problemsIn(payload)).toEqual([]);
    expect(warningsIn(payload)).toEqual(["actions.elements.unknown_type at /blocks/0/elements/0/type"]);
  });

  test("of rich text leaf that is not known draws only a warning", () => {
    const payload = messageOf({
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "newer_than_us", id: 1 }] }],
    });

    expect(problemsIn(payload)).toEqual([]);
    expect(warningsIn(payload)).toEqual([
      "rich_text_section.elements.unknown_type at /blocks/0/elements/0/elements/0/type",
    ]);
  });

  test.each([null, 1, ["section"], {}])("of block that is no name is refused: %j", (type) => {
    expect(problemsIn(messageOf({ type }))).toEqual(["message.blocks.type.type at /blocks/0/type"]);
  });

  test("of block must be there", () => {
    expect(problemsIn(messageOf({ text: mrkdwn("a") }))).toEqual(["message.blocks.required at /blocks/0"]);
  });

  test.each(["__proto__", "constructor", "toString"])("named like part of the language is unknown: %s", (type) => {
    expect(warningsIn(messageOf({ type }))).toEqual(["message.blocks.unknown_type at /blocks/0/type"]);
  });
});

describe("a part in the wrong place", () => {
  test.each([
    ["section", "accessory", "datetimepicker"],
    ["section", "accessory", "plain_text_input"],
    ["section", "accessory", "feedback_buttons"],
  ])("is refused: %s takes as %s no %s", (type, key, element) => {
    expect(problemsIn(messageOf({ ...section, type, [key]: { type: element } }))).toEqual([
      `${type}.${key}.unsupported at /blocks/0/${key}/type`,
    ]);
  });

  test("is refused: an element among the blocks, a block among the elements", () => {
    const payload = messageOf(button, { type: "actions", elements: [section] });

    expect(problemsIn(payload)).toEqual([
      "message.blocks.unsupported at /blocks/0/type",
      "actions.elements.unsupported at /blocks/1/elements/0/type",
    ]);
  });

  test("is refused: a container in a container", () => {
    const container = { type: "container", title: plain("a"), child_blocks: [{ type: "divider" }] };
    const payload = messageOf({ ...container, child_blocks: [container] });

    expect(problemsIn(payload)).toEqual(["container.child_blocks.unsupported at /blocks/0/child_blocks/0/type"]);
  });

  test("is refused: anything but sections in a list of rich text", () => {
    const list = { type: "rich_text_list", style: "bullet", elements: [{ type: "text", text: "a" }] };

    expect(problemsIn(messageOf({ type: "rich_text", elements: [list] }))).toEqual([
      "rich_text_list.elements.unsupported at /blocks/0/elements/0/elements/0/type",
    ]);
  });
});

describe("an identifier", () => {
  test("of a block stands only once in a payload, also between a container and what it holds", () => {
    const divider = { type: "divider", block_id: "same" };
    const container = { type: "container", title: plain("a"), child_blocks: [divider] };

    expect(problemsIn(messageOf(divider, container, { ...section, block_id: "other" }))).toEqual([
      "divider.block_id.unique at /blocks/1/child_blocks/0/block_id",
    ]);
  });

  test("of a block that is empty is refused, and two such blocks for being the same too", () => {
    const divider = { type: "divider", block_id: "" };

    expect(problemsIn(messageOf(divider, divider))).toEqual([
      "divider.block_id.min_length at /blocks/0/block_id",
      "divider.block_id.min_length at /blocks/1/block_id",
      "divider.block_id.unique at /blocks/1/block_id",
    ]);
  });

  test("of an action stands only once in one block of actions, and may come again in another", () => {
    const elements = [
      { ...button, action_id: "same" },
      { ...button, action_id: "same" },
    ];

    expect(problemsIn(messageOf({ type: "actions", elements }))).toEqual([
      "actions.elements.action_id.unique at /blocks/0/elements/1/action_id",
    ]);
    expect(problemsIn(messageOf(...elements.map((element) => ({ type: "actions", elements: [element] }))))).toEqual([]);
  });

  test("of an action may be missing, from several buttons too", () => {
    expect(problemsIn(messageOf({ type: "actions", elements: [button, button] }))).toEqual([]);
  });

  test("of rich text in a cell is no block's, and may come again", () => {
    const words = { type: "rich_text_section", elements: [{ type: "text", text: "a" }] };
    const cell = { type: "rich_text", block_id: "same", elements: [words] };

    expect(problemsIn(messageOf({ type: "table", rows: [[cell, cell]] }))).toEqual([]);
  });

  test("is not looked into: a user group may be called as Slack likes", () => {
    const leaf = { type: "usergroup", usergroup_id: "G123" };
    const payload = messageOf({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [leaf] }] });

    expect(problemsIn(payload)).toEqual([]);
  });
});

test("only one element of a payload takes the focus", () => {
  const input = { type: "input", label: plain("a"), element: { type: "plain_text_input", focus_on_load: true } };
  const other = { ...input, element: { ...input.element, focus_on_load: false } };

  expect(problemsIn(modalOf(input, other, other))).toEqual([]);
  expect(problemsIn(modalOf(input, other, input))).toEqual([
    "plain_text_input.focus_on_load.once at /view/blocks/2/element/focus_on_load",
  ]);
});

test.each([
  "http://localhost:3000/a.png",
  "https://127.0.0.1/a.png",
  "https://10.1.2.3/a.png",
  "https://192.168.0.1/a.png",
  "https://172.16.0.1/a.png",
  "https://169.254.169.254/latest",
  "https://[::1]/a.png",
  "https://[fd00::1]/a.png",
  "https://files.internal/a.png",
  "https://printer.local:8080/a.png",
])("an image that Slack cannot reach is refused: %s", (address) => {
  expect(problemsIn(messageOf({ type: "image", alt_text: "a", image_url: address }))).toEqual([
    "image.image_url.format at /blocks/0/image_url",
  ]);
});

test.each([
  "https://example.com/a.png",
  "https://10.example.com/a.png",
  "https://localhost.example.com/a.png",
  "https://172.32.0.1/a.png",
  "https://example.com/localhost/10.0.0.1/a.local",
  "https://internal.example.com/a.png",
])("an image that Slack may reach passes: %s", (address) => {
  expect(problemsIn(messageOf({ type: "image", alt_text: "a", image_url: address }))).toEqual([]);
});
