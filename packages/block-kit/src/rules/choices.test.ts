import { describe, expect, test } from "vitest";
import { messageOf, modalOf, mrkdwn, plain, problemsIn, warningsIn } from "../findings.fixture.ts";

const option = (value: string) => ({ text: plain("a"), value });
const button = { type: "button", text: plain("a") };
const cell = { type: "raw_text", text: "a" };

function inActions(element: object): object {
  return messageOf({ type: "actions", elements: [element] });
}

function dataTable(rows: number): object {
  return messageOf({ type: "data_table", caption: "a", rows: Array.from({ length: rows }, () => [cell]) });
}

/** What is taken where the sources do not agree. The reasons stand in the table. */
describe("where sources disagree", () => {
  test("an option value of 76 to 150 characters only draws a warning, a longer one is refused", () => {
    const select = (size: number) => inActions({ type: "static_select", options: [option("a".repeat(size))] });
    const path = "/blocks/0/elements/0/options/0/value";

    expect(warningsIn(select(75))).toEqual([]);
    expect(warningsIn(select(76))).toEqual([`option.value.advised_length at ${path}`]);
    expect(problemsIn(select(150))).toEqual([]);
    expect(problemsIn(select(151))).toEqual([`option.value.max_length at ${path}`]);
  });

  test("an overflow menu may have one option", () => {
    expect(problemsIn(inActions({ type: "overflow", options: [option("a")] }))).toEqual([]);
  });

  test("a data table has up to 201 rows with its header", () => {
    expect(problemsIn(dataTable(201))).toEqual([]);
    expect(problemsIn(dataTable(202))).toEqual(["data_table.rows.max_items at /blocks/0/rows"]);
  });

  test("data tables have up to 20,000 characters", () => {
    const table = (size: number) => {
      const long = { type: "raw_text", text: "a".repeat(size - 2) };
      return messageOf({ type: "data_table", caption: "a", rows: [[cell], [long]] });
    };

    expect(problemsIn(table(20_000))).toEqual([]);
    expect(problemsIn(table(20_001))).toEqual(["message.data_table_total.max_length at /blocks"]);
  });

  test("a card has up to three buttons", () => {
    const card = (count: number) => {
      const actions = Array.from({ length: count }, (_, index) => ({ ...button, action_id: `${index}` }));
      return messageOf({ type: "card", title: mrkdwn("a"), actions });
    };

    expect(problemsIn(card(3))).toEqual([]);
    expect(problemsIn(card(4))).toEqual(["card.actions.max_items at /blocks/0/actions"]);
  });

  test.each([plain("a"), mrkdwn("a")])("a card's title may be any text: %j", (title) => {
    expect(problemsIn(messageOf({ type: "card", title }))).toEqual([]);
  });

  test("an alert stands in modals and is refused in messages", () => {
    const alert = { type: "alert", text: mrkdwn("a") };

    expect(problemsIn(modalOf(alert))).toEqual([]);
    expect(problemsIn(messageOf(alert))).toEqual(["alert.surface at /blocks/0/type"]);
  });

  test("a confirmation needs only its text, and a warning asks for the rest", () => {
    const payload = inActions({ ...button, confirm: { text: mrkdwn("a") } });
    const at = "/blocks/0/elements/0/confirm";

    expect(problemsIn(payload)).toEqual([]);
    expect(warningsIn(payload)).toEqual([
      `confirm.title.advised at ${at}`,
      `confirm.confirm.advised at ${at}`,
      `confirm.deny.advised at ${at}`,
    ]);
  });

  test("a chart has up to six series", () => {
    const chart = (count: number) => {
      const series = Array.from({ length: count }, (_, index) => ({
        name: `${index}`,
        data: [{ label: "a", value: 1 }],
      }));
      return messageOf({
        type: "data_visualization",
        title: "a",
        chart: { type: "line", series, axis_config: { categories: ["a"] } },
      });
    };

    expect(problemsIn(chart(6))).toEqual([]);
    expect(problemsIn(chart(7))).toEqual(["line.series.max_items at /blocks/0/chart/series"]);
  });

  test("a chart is held to the written rules, which two published samples break", () => {
    const chart = (label: string, name: string) =>
      messageOf({
        type: "data_visualization",
        title: "a",
        chart: {
          type: "line",
          series: [{ name, data: [{ label, value: 1 }] }],
          axis_config: { categories: ["Thur"] },
        },
      });

    expect(problemsIn(chart("Thurs", "a"))).toEqual(["line.series.points at /blocks/0/chart/series/0"]);
    expect(problemsIn(chart("Thur", "a".repeat(31)))).toEqual([
      "series.name.max_length at /blocks/0/chart/series/0/name",
    ]);
  });

  test("a video's description has less than 200 characters", () => {
    const video = (size: number) =>
      messageOf({
        type: "video",
        title: plain("a"),
        alt_text: "a",
        thumbnail_url: "https://example.com/a.png",
        video_url: "https://example.com/a",
        description: plain("a".repeat(size)),
      });

    expect(problemsIn(video(199))).toEqual([]);
    expect(problemsIn(video(200))).toEqual(["video.description.max_length at /blocks/0/description/text"]);
  });

  test("a task card needs no status", () => {
    expect(problemsIn(messageOf({ type: "task_card", task_id: "a", title: "a" }))).toEqual([]);
  });

  test("a task in a plan may leave out its type, another type is refused", () => {
    const plan = (task: object) =>
      messageOf({ type: "plan", title: "a", tasks: [{ task_id: "a", title: "a", ...task }] });

    expect(problemsIn(plan({}))).toEqual([]);
    expect(problemsIn(plan({ type: "task_card" }))).toEqual([]);
    expect(problemsIn(plan({ type: "section" }))).toEqual(["plan.tasks.unsupported at /blocks/0/tasks/0/type"]);
  });

  test("a moment to pick has ten digits", () => {
    const picker = (moment: number) => inActions({ type: "datetimepicker", initial_date_time: moment });

    expect(problemsIn(picker(9_999_999_999))).toEqual([]);
    expect(problemsIn(picker(10_000_000_000))).toEqual([
      "datetimepicker.initial_date_time.max at /blocks/0/elements/0/initial_date_time",
    ]);
  });

  test("a button has no style called default", () => {
    expect(problemsIn(inActions({ ...button, style: "default" }))).toEqual([
      "button.style.enum at /blocks/0/elements/0/style",
    ]);
  });

  test.each(["rich_text_section", "rich_text_preformatted", "rich_text_quote"])("an empty %s is refused", (type) => {
    expect(problemsIn(messageOf({ type: "rich_text", elements: [{ type, elements: [] }] }))).toEqual([
      `${type}.elements.min_items at /blocks/0/elements/0/elements`,
    ]);
  });

  test("a link in an overflow menu may not be empty, and stands in no other menu", () => {
    const linked = (url: string) => ({ ...option("a"), url });

    expect(problemsIn(inActions({ type: "overflow", options: [linked("https://example.com")] }))).toEqual([]);
    expect(problemsIn(inActions({ type: "overflow", options: [linked("")] }))).toEqual([
      "option_url.url.min_length at /blocks/0/elements/0/options/0/url",
    ]);
    expect(problemsIn(inActions({ type: "static_select", options: [linked("https://example.com")] }))).toEqual([
      "option.unknown_key at /blocks/0/elements/0/options/0",
    ]);
  });
});
