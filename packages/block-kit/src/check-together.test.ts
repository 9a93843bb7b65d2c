import { describe, expect, test } from "vitest";
import { messageOf, modalOf, mrkdwn, plain, problemsIn } from "./findings.fixture.ts";

function option(name: string, value = name): object {
  return { text: plain(name), value };
}

function problemsInSelect(select: object): readonly string[] {
  return problemsIn(messageOf({ type: "actions", elements: [select] }));
}

const options = [option("a"), option("b")];
const at = "/blocks/0/elements/0";

describe("an initial option", () => {
  test.each([
    { type: "static_select", options, initial_option: option("b") },
    { type: "static_select", option_groups: [{ label: plain("a"), options }], initial_option: option("b") },
    { type: "radio_buttons", options, initial_option: option("a") },
    { type: "checkboxes", options: [{ ...option("a"), text: mrkdwn("a") }], initial_options: [option("a")] },
    { type: "multi_static_select", options, initial_options: options },
  ])("passes when it is offered: $type", (select) => {
    expect(problemsInSelect(select)).toEqual([]);
  });

  test.each([
    { type: "static_select", options, initial_option: option("c") },
    { type: "static_select", options, initial_option: option("a", "b") },
    { type: "radio_buttons", options, initial_option: option("b", "a") },
  ])("is refused when it is not offered, or its value belongs to another text: %j", (select) => {
    expect(problemsInSelect(select)).toEqual([`${select.type}.initial_option.not_offered at ${at}/initial_option`]);
  });

  test("among several is told by its place", () => {
    const select = { type: "checkboxes", options, initial_options: [option("a"), option("c")] };

    expect(problemsInSelect(select)).toEqual([`checkboxes.initial_options.not_offered at ${at}/initial_options/1`]);
  });

  test("of options from outside cannot be compared", () => {
    expect(problemsInSelect({ type: "external_select", initial_option: option("a") })).toEqual([]);
  });
});

describe("a select", () => {
  test("has options or groups of them, never both, never none", () => {
    const groups = [{ label: plain("a"), options }];

    expect(problemsInSelect({ type: "static_select" })).toEqual([`static_select.content.required at ${at}`]);
    expect(problemsInSelect({ type: "static_select", options, option_groups: groups })).toEqual([
      `static_select.option_groups.conflict at ${at}`,
    ]);
  });
});

describe("an image", () => {
  const image = { type: "image", alt_text: "a" };
  const [url, file] = [{ image_url: "https://example.com/a.png" }, { slack_file: { id: "F1" } }];

  test("has an address or a file of Slack's", () => {
    expect(problemsIn(messageOf({ ...image, ...url }, { ...image, ...file }))).toEqual([]);
  });

  test("with neither or both is refused, as a block and as an element", () => {
    const element = { type: "context", elements: [{ ...image, ...url, ...file }] };

    expect(problemsIn(messageOf(image, { ...image, ...url, ...file }, element))).toEqual([
      "image.content.required at /blocks/0",
      "image.slack_file.conflict at /blocks/1",
      "image_element.slack_file.conflict at /blocks/2/elements/0",
    ]);
  });

  test("names a file of Slack's by id or by address", () => {
    const both = { id: "F1", url: "https://files.slack.com/a.png" };

    expect(problemsIn(messageOf({ ...image, slack_file: {} }, { ...image, slack_file: both }))).toEqual([
      "slack_file.content.required at /blocks/0/slack_file",
      "slack_file.url.conflict at /blocks/1/slack_file",
    ]);
  });
});

test("a section needs a text or fields", () => {
  expect(problemsIn(messageOf({ type: "section" }))).toEqual(["section.content.required at /blocks/0"]);
});

test("a card needs a title, a body, an image or actions; a subtitle is not enough", () => {
  expect(problemsIn(messageOf({ type: "card", subtitle: plain("a") }))).toEqual(["card.content.required at /blocks/0"]);
  expect(problemsIn(messageOf({ type: "card", body: plain("a") }))).toEqual([]);
});

test("a container is collapsed from the start only where it can be collapsed", () => {
  const container = { type: "container", title: plain("a"), child_blocks: [{ type: "divider" }] };

  expect(problemsIn(messageOf({ ...container, default_collapsed: true, is_collapsible: true }))).toEqual([]);
  expect(problemsIn(messageOf({ ...container, default_collapsed: true }))).toEqual([
    "container.default_collapsed.needs at /blocks/0/default_collapsed",
  ]);
});

test("a filter of conversations filters by something", () => {
  const select = (filter: object) => ({ type: "conversations_select", filter });

  expect(problemsInSelect(select({}))).toEqual([`conversation_filter.content.required at ${at}/filter`]);
  expect(problemsInSelect(select({ include: [] }))).toEqual([
    `conversation_filter.include.min_items at ${at}/filter/include`,
  ]);
  expect(problemsInSelect(select({ include: ["im", "public"] }))).toEqual([]);
});

test("a number input begins below its end", () => {
  const input = (limits: object) =>
    modalOf({
      type: "input",
      label: plain("a"),
      element: { type: "number_input", is_decimal_allowed: true, ...limits },
    });

  expect(problemsIn(input({ min_value: "9", max_value: "10" }))).toEqual([]);
  expect(problemsIn(input({ min_value: "10", max_value: "10" }))).toEqual([]);
  expect(problemsIn(input({ min_value: "10.5", max_value: "9" }))).toEqual([
    "number_input.min_value.order at /view/blocks/0/element/min_value",
  ]);
});

test("an input tells of no change while a file is uploaded", () => {
  const input = { type: "input", label: plain("a"), element: { type: "file_input" } };

  expect(problemsIn(modalOf({ ...input, dispatch_action: false }))).toEqual([]);
  expect(problemsIn(modalOf({ ...input, dispatch_action: true }))).toEqual([
    "input.dispatch_action.conflict at /view/blocks/0",
  ]);
});

describe("a data table", () => {
  const cell = { type: "raw_text", text: "a" };
  const rich = {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }],
  };
  const table = (...rows: readonly unknown[]) => messageOf({ type: "data_table", caption: "a", rows });

  test("has rows as long as the first", () => {
    expect(problemsIn(table([cell, cell], [cell], [cell, cell], [cell, cell, cell]))).toEqual([
      "data_table.rows.even at /blocks/0/rows/1",
      "data_table.rows.even at /blocks/0/rows/3",
    ]);
  });

  test("has rich text below its first row only", () => {
    expect(problemsIn(table([cell], [rich]))).toEqual([]);
    expect(problemsIn(table([rich], [cell]))).toEqual(["data_table.rows.plain_header at /blocks/0/rows/0/0"]);
  });

  test("counts its rows and the cells of a row apart", () => {
    const row = Array.from({ length: 21 }, () => cell);

    expect(problemsIn(table(row))).toEqual([
      "data_table.rows.min_items at /blocks/0/rows",
      "data_table.rows.cells.max_items at /blocks/0/rows/0",
    ]);
  });
});

describe("a series of a chart", () => {
  const chart = (...labels: readonly string[]) =>
    messageOf({
      type: "data_visualization",
      title: "a",
      chart: {
        type: "bar",
        series: [{ name: "a", data: labels.map((label) => ({ label, value: 1 })) }],
        axis_config: { categories: ["Thu", "Fri"] },
      },
    });

  test("has one point for each category, in any order", () => {
    expect(problemsIn(chart("Thu", "Fri"))).toEqual([]);
    expect(problemsIn(chart("Fri", "Thu"))).toEqual([]);
  });

  test.each([[["Thu"]], [["Thu", "Thu"]], [["Thu", "Fri", "Fri"]], [["Thurs", "Fri"]]])(
    "with other points is refused: %j",
    (labels) => {
      expect(problemsIn(chart(...labels))).toEqual(["bar.series.points at /blocks/0/chart/series/0"]);
    },
  );

  test("has a name of its own", () => {
    const series = { name: "a", data: [{ label: "a", value: 1 }] };
    const line = { type: "line", series: [series, series], axis_config: { categories: ["a"] } };

    expect(problemsIn(messageOf({ type: "data_visualization", title: "a", chart: line }))).toEqual([
      "line.series.name.unique at /blocks/0/chart/series/1/name",
    ]);
  });
});

describe("a modal", () => {
  const input = { type: "input", label: plain("a"), element: { type: "plain_text_input" } };

  test("with an input has a button to submit it", () => {
    const { submit: _, ...modal } = modalOf(input) as { submit: object };

    expect(problemsIn(modal)).toEqual(["modal.submit.needs at /view/blocks/0"]);
    expect(problemsIn({ ...modal, blocks: [{ type: "divider" }] })).toEqual([]);
  });

  test("has a title", () => {
    const { title: _, ...modal } = modalOf() as { title: object };

    expect(problemsIn(modal)).toEqual(["modal.title.required at /view"]);
  });
});
