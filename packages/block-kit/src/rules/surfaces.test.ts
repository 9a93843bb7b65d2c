import { describe, expect, test } from "vitest";
import { problemsIn } from "../findings.fixture.ts";
import type { Surface } from "../problem.ts";
import { exampleOf, place, put } from "../shape-examples.fixture.ts";

const surfaces = ["message", "modal", "home"] as const;

/** Where each block may stand, by docs.slack.dev: M message, V modal view, H Home tab. */
const blocks: Readonly<Record<string, string>> = {
  section: "MVH",
  header: "MVH",
  divider: "MVH",
  context: "MVH",
  context_actions: "M",
  actions: "MVH",
  image: "MVH",
  input: "MVH",
  markdown: "M",
  rich_text: "MVH",
  table: "MH",
  data_table: "MH",
  data_visualization: "MH",
  video: "MVH",
  file: "",
  task_card: "M",
  plan: "M",
  alert: "V",
  card: "MH",
  carousel: "MH",
  container: "MH",
  call: "",
  share_shortcut: "",
};

/** The same for elements. */
const elements: Readonly<Record<string, string>> = {
  button: "MVH",
  workflow_button: "M",
  overflow: "MVH",
  static_select: "MVH",
  multi_static_select: "MVH",
  external_select: "MVH",
  multi_external_select: "MVH",
  users_select: "MVH",
  multi_users_select: "MVH",
  conversations_select: "MVH",
  multi_conversations_select: "MVH",
  channels_select: "MVH",
  multi_channels_select: "MVH",
  checkboxes: "MVH",
  radio_buttons: "MVH",
  datepicker: "MVH",
  timepicker: "MVH",
  datetimepicker: "MV",
  plain_text_input: "MVH",
  email_text_input: "V",
  url_text_input: "V",
  number_input: "V",
  file_input: "V",
  rich_text_input: "VH",
  image_element: "MVH",
  feedback_buttons: "M",
  icon_button: "M",
  url_source: "M",
};

const letters: Readonly<Record<Surface, string>> = { message: "M", modal: "V", home: "H" };

const cases = Object.entries({ ...blocks, ...elements }).flatMap(([name, places]) =>
  surfaces.map((surface) => ({ name, surface, isAllowed: places.includes(letters[surface]) })),
);

/** The example of a shape, with the block around it, on a surface. */
function show(name: string, surface: Surface): unknown {
  const { blocks: shown } = place(name) as { blocks: unknown };
  return put(exampleOf(surface), ["blocks"], shown);
}

describe("surfaces", () => {
  test.each(cases.filter(({ isAllowed }) => isAllowed))("a $name may stand in a $surface", ({ name, surface }) => {
    expect(problemsIn(show(name, surface)).join()).not.toContain(`${name}.surface`);
  });

  test.each(cases.filter(({ isAllowed }) => !isAllowed))("a $name is refused in a $surface", ({ name, surface }) => {
    expect(problemsIn(show(name, surface)).join()).toContain(`${name}.surface at `);
  });
});
