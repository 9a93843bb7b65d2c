import { describe, expect, test } from "vitest";
import { repair } from "./repair.ts";
import {
  button,
  cell,
  many,
  mrkdwn,
  option,
  plain,
  richText,
  section,
  textsOf,
  words,
} from "./repaired-blocks.fixture.ts";

/** The repaired blocks of a message that has these. */
function repairBlocks(...blocks: readonly unknown[]): readonly unknown[] {
  const { messages } = repair({ text: "Deployed", blocks });
  expect(messages).toHaveLength(1);
  return messages.flatMap((message) => message.blocks);
}

/** What was done, as `rule path: message`. */
function changesOf(payload: unknown, options?: Parameters<typeof repair>[1]): readonly string[] {
  return repair(payload, options).changes.map(({ rule, path, message }) => `${rule} ${path}: ${message}`);
}

const nothingLeft = {
  rule: "message.content.required",
  path: "",
  message: "Message is missing `text`, `blocks`, `attachments` or `markdown_text`",
  fix: "Add `text`, `blocks`, `attachments` or `markdown_text`.",
};

describe("what is not wanted", () => {
  test("nulls and unknown keys are taken away", () => {
    expect(repairBlocks({ ...section("a", { disabled: true }), block_id: null, fields: null })).toEqual([section("a")]);
  });

  test("an unknown key is told with the object that it was in", () => {
    expect(changesOf({ text: "Deployed", blocks: [section("a", { disabled: true })] })).toEqual([
      "section.unknown_key /blocks/0: removed `disabled`",
    ]);
  });

  test("a key of the prototype is taken away like any other unknown key", () => {
    const payload = JSON.parse('{"text":"a","blocks":[{"type":"divider","__proto__":{"text":"b"},"constructor":1}]}');

    expect(repair(payload).messages).toEqual([{ text: "a", blocks: [{ type: "divider" }] }]);
  });

  test("an empty section is dropped and what stands around it is kept", () => {
    expect(repairBlocks(section("a"), section(""), section("b"))).toEqual([section("a"), section("b")]);
  });

  test("what is no block is dropped", () => {
    expect(repairBlocks(null, undefined, section("a"), 5, "text", [])).toEqual([section("a")]);
  });

  test("an image without a description is dropped, for nobody knows what it shows", () => {
    expect(repairBlocks(section("a"), { type: "image", image_url: "https://example.com/a.png" })).toEqual([
      section("a"),
    ]);
  });

  test("an image that only this machine can fetch is dropped", () => {
    const image = { type: "image", image_url: "http://localhost:3000/a.png", alt_text: "Graph" };

    expect(repairBlocks(section("a", { accessory: image }))).toEqual([section("a")]);
  });

  test("an option with a value that is too long is dropped, and as the initial one too", () => {
    const long = option("v".repeat(151));
    const select = { type: "static_select", options: [long, option("b")], initial_option: long };

    expect(repairBlocks({ type: "actions", elements: [select] })).toEqual([
      { type: "actions", elements: [{ type: "static_select", options: [option("b")] }] },
    ]);
  });

  test("a menu of which no option is left is dropped, and the button beside it stays", () => {
    const select = { type: "static_select", options: [option("")] };

    expect(repairBlocks({ type: "actions", elements: [select, button("go")] })).toEqual([
      { type: "actions", elements: [button("go")] },
    ]);
  });

  test("a block that goes is told once, whatever is wrong inside of it", () => {
    const file = { type: "file", external_id: "", source: null, size: 1 };

    expect(changesOf({ text: "Deployed", blocks: [file] })).toEqual(["file.surface /blocks/0/type: removed"]);
  });
});

describe("what can be written as Slack wants it", () => {
  test("a string becomes the text object of its place", () => {
    expect(repairBlocks({ type: "section", text: "a" }, { type: "header", text: "b" })).toEqual([
      section("a"),
      { type: "header", text: plain("b") },
    ]);
  });

  test("a text object becomes a string where that is wanted", () => {
    expect(repairBlocks({ type: "markdown", text: mrkdwn("*a*") })).toEqual([{ type: "markdown", text: "*a*" }]);
  });

  test("a header of mrkdwn becomes plain text", () => {
    expect(repairBlocks({ type: "header", text: { ...mrkdwn("a"), verbatim: true } })).toEqual([
      { type: "header", text: plain("a") },
    ]);
  });

  test.each([
    [{ text: "a" }, mrkdwn("a")],
    [{ type: "markdown", text: "a" }, mrkdwn("a")],
    [{ type: "mrkdwn", text: 5 }, mrkdwn("5")],
  ])("the text %j becomes one that Slack knows", (given, text) => {
    expect(repairBlocks({ type: "section", text: given })).toEqual([{ type: "section", text }]);
  });

  test("blocks in JSON text become a list", () => {
    const { messages } = repair<unknown>({ text: "a", blocks: JSON.stringify([section("a"), section("")]) });

    expect(messages).toEqual([{ text: "a", blocks: [section("a")] }]);
  });

  test("numbers and flags in strings become numbers and flags, and a number out of range the nearest one", () => {
    const dataTable = { type: "data_table", caption: "Builds", rows: [[cell("a")], [cell("1")]] };

    expect(repairBlocks({ ...dataTable, page_size: "500" }, section("a", { expand: "true" }))).toEqual([
      { ...dataTable, page_size: 100 },
      section("a", { expand: true }),
    ]);
  });

  test("an empty cell of a table gets a space, so that the columns stay", () => {
    expect(repairBlocks({ type: "table", rows: [[cell(""), cell("b")]] })).toEqual([
      { type: "table", rows: [[cell(" "), cell("b")]] },
    ]);
  });

  test("an alert in a message is shown as a section, whole even where an alert would be too long", () => {
    const text = words(40);

    expect(repairBlocks({ type: "alert", block_id: "hot", level: "error", text: mrkdwn(text) })).toEqual([
      section(text, { block_id: "hot" }),
    ]);
  });

  test("Markdown in a Home tab is shown as a section in Slack's own marks", () => {
    const { messages } = repair({ type: "home", blocks: [{ type: "markdown", text: "# Title\n**bold**" }] });

    expect(messages).toEqual([{ type: "home", blocks: [section("*Title*\n*bold*")] }]);
  });

  test("nothing of a long Markdown block is lost in a Home tab", () => {
    const { messages } = repair({ type: "home", blocks: [{ type: "markdown", text: words(2000) }] });

    expect(textsOf(messages).join(" ")).toBe(words(2000));
  });
});

describe("what is too long", () => {
  test("the title of a modal is cut with an ellipsis", () => {
    const modal = { type: "modal", title: plain("The deployment of the billing service"), blocks: [] };

    const { messages, changes } = repair(modal);

    expect(messages).toEqual([{ ...modal, title: plain("The deployment of the…") }]);
    expect(changes).toEqual([
      { rule: "modal.title.max_length", path: "/view/title/text", message: "cut to 24 characters" },
    ]);
  });

  test("an action_id is cut without an ellipsis, and a value is not half kept", () => {
    const long = { ...button("i".repeat(256)), value: "v".repeat(2001) };

    expect(repairBlocks({ type: "actions", elements: [long] })).toEqual([
      { type: "actions", elements: [button("i".repeat(255))] },
    ]);
  });

  test("a long section goes on in another one: what stands before the text stays with the first, the fields with the last", () => {
    const [first, last] = [words(380), words(80)];
    const before = { block_id: "log", accessory: button("open") };

    const blocks = repairBlocks(section(`${first}\n\n${last}`, { ...before, expand: true, fields: [mrkdwn("a")] }));

    expect(blocks).toEqual([
      section(first, { ...before, expand: true }),
      section(last, { expand: true, fields: [mrkdwn("a")] }),
    ]);
  });

  test.each([
    ["plain text", (text: string) => ({ type: "section", text: plain(text) })],
    ["rich text", (text: string) => richText(text)],
  ])("a fence is a text like any other in %s, so it is not closed and opened again where it is split", (_, create) => {
    const text = `\`\`\`\n${words(2000)}`;

    const { messages } = repair({ blocks: [create(text)] });

    const shown = textsOf(messages.map((message) => message.blocks)).join(" ");
    expect(shown.split(/\s+/)).toEqual(text.split(/\s+/));
  });

  test("twelve fields are shown by two sections", () => {
    const fields = many(12, (index) => mrkdwn(`field ${index}`));

    expect(repairBlocks(section("a", { accessory: button("go"), fields }))).toEqual([
      section("a", { accessory: button("go"), fields: fields.slice(0, 10) }),
      { type: "section", fields: fields.slice(10) },
    ]);
  });

  test("26 buttons are shown in two rows", () => {
    const elements = many(26, (index) => button(`go-${index}`));

    expect(repairBlocks({ type: "actions", block_id: "row", elements })).toEqual([
      { type: "actions", block_id: "row", elements: elements.slice(0, 25) },
      { type: "actions", elements: elements.slice(25) },
    ]);
  });

  test("more options than a menu takes are left out", () => {
    const options = many(6, (index) => option(`${index}`));

    expect(repairBlocks(section("a", { accessory: { type: "overflow", options } }))).toEqual([
      section("a", { accessory: { type: "overflow", options: options.slice(0, 5) } }),
    ]);
  });

  test("what is empty leaves a list before it is counted, so nothing is cut or split for it", () => {
    const options = many(101, (index) => option(index === 50 ? "" : `${index}`));
    const elements = many(26, (index) => (index === 20 ? { type: "static_select", options: [] } : button(`${index}`)));

    const blocks = repairBlocks(section("a", { accessory: { type: "static_select", options } }), {
      type: "actions",
      elements,
    });

    expect(blocks).toEqual([
      section("a", { accessory: { type: "static_select", options: options.toSpliced(50, 1) } }),
      { type: "actions", elements: elements.toSpliced(20, 1) },
    ]);
  });

  test("the limits of a profile are kept instead of Slack's", () => {
    const short = { name: "short", limits: { "text.max_length": 10, "message.blocks.max_items": 1 } };

    const { messages } = repair({ text: "Deployed", blocks: [section("one two three")] }, { profile: short });

    expect(messages).toEqual([
      { text: "Deployed", blocks: [section("one two")] },
      { text: "three", blocks: [section("three")] },
    ]);
  });
});

describe("what must be unique", () => {
  test("a block_id that was used before is taken away", () => {
    expect(repairBlocks(section("a", { block_id: "x" }), section("b", { block_id: "x" }))).toEqual([
      section("a", { block_id: "x" }),
      section("b"),
    ]);
  });

  test("an action_id that was used before in its list gets a number", () => {
    const elements = ["go", "go_2", "go", "go"].map(button);

    expect(repairBlocks({ type: "actions", elements })).toEqual([
      { type: "actions", elements: ["go", "go_2", "go_3", "go_4"].map(button) },
    ]);
  });

  test("an action_id of full length makes room for the number", () => {
    const long = "i".repeat(255);

    expect(repairBlocks({ type: "actions", elements: [button(long), button(long)] })).toEqual([
      { type: "actions", elements: [button(long), button(`${"i".repeat(253)}_2`)] },
    ]);
  });
});

describe("what comes back", () => {
  test("a sound payload comes back itself", () => {
    const message = { blocks: [section("a")] };

    const { messages, changes, remaining } = repair(message);

    expect(messages[0]).toBe(message);
    expect([messages.length, changes, remaining]).toEqual([1, [], []]);
  });

  test.each([
    [{ text: "", blocks: [section("")] }],
    [{ type: "modal", blocks: [section("a")] }],
    [[section("")]],
    ["text"],
    [null],
  ])("of %j nothing is left", (payload) => {
    const { messages, remaining } = repair<unknown>(payload);

    expect(messages).toEqual([]);
    expect(remaining).toEqual([nothingLeft]);
  });

  test("blocks alone come back as blocks alone", () => {
    expect(repair([section(""), section("a")]).messages).toEqual([[section("a")]]);
  });

  test("the arguments of views.open come back with the view in its place", () => {
    const modal = { type: "modal", title: plain("Deploy"), blocks: [section(""), section("a")] };

    const { messages, changes } = repair({ trigger_id: "1.2", view: modal });

    expect(messages).toEqual([{ trigger_id: "1.2", view: { ...modal, blocks: [section("a")] } }]);
    expect(changes[0]?.path).toBe("/view/blocks/0/text/text");
  });

  test("changes in a list that was split name the block as it was given, and the place in the piece", () => {
    const tasks = many(52, () => ({ type: "task_card", task_id: "1", title: "a" }));

    const changes = changesOf({ text: "a", blocks: [null, { type: "plan", title: "a", tasks }] });

    expect(changes.slice(0, 2)).toEqual([
      "message.blocks.type /blocks/0: removed",
      "plan.tasks.max_items /blocks/1/tasks: split over 2 blocks",
    ]);
    expect(changes.at(-1)).toBe("plan.tasks.task_id.unique /blocks/1/tasks/1/task_id: made unique");
  });

  test("changes name the rule, the place in the payload as it was given, and what was done", () => {
    const broken = { type: "actions", elements: [{ ...button("a"), text: plain("") }, button("b"), button("b")] };

    expect(changesOf({ text: "a", blocks: [null, section(""), broken, section("b", { disabled: 1 })] })).toEqual([
      "message.blocks.type /blocks/0: removed",
      "section.text.min_length /blocks/1/text/text: removed",
      "button.text.min_length /blocks/2/elements/0/text/text: removed",
      "section.unknown_key /blocks/3: removed `disabled`",
      "section.text.required /blocks/1/text: removed",
      "button.text.required /blocks/2/elements/0/text: removed",
      "section.content.required /blocks/1: removed",
      "button.text.required /blocks/2/elements/0: removed",
      "actions.elements.action_id.unique /blocks/2/elements/2/action_id: made unique",
    ]);
  });
});
