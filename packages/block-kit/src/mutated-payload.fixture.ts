import fc from "fast-check";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const option = (value: string) => ({ text: plain(value), value });
const leaf = { type: "text", text: "word", style: { bold: true } };
const richText = { type: "rich_text", elements: [{ type: "rich_text_section", elements: [leaf] }] };
const button = { type: "button", action_id: "go", text: plain("Go"), value: "1", style: "danger" };
const image = { type: "image", image_url: "https://example.com/a.png", alt_text: "A" };
const select = {
  type: "static_select",
  action_id: "pick",
  options: [option("a"), option("b")],
  initial_option: option("a"),
};
const line = {
  type: "line",
  series: [{ name: "s", data: [{ label: "Mon", value: 1 }] }],
  axis_config: { categories: ["Mon"], x_label: "day" },
};

const message = {
  channel: "C1",
  text: "fallback",
  blocks: [
    {
      type: "section",
      block_id: "one",
      text: mrkdwn("text"),
      fields: [plain("a"), mrkdwn("b")],
      accessory: { ...button, confirm: { text: plain("Sure?") } },
    },
    { type: "header", block_id: "two", text: plain("title") },
    { type: "context", elements: [image, mrkdwn("note")] },
    {
      type: "actions",
      elements: [button, select, { type: "datepicker", action_id: "day", initial_date: "2026-01-31" }],
    },
    { ...image, title: plain("A") },
    { type: "markdown", text: "**bold**" },
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_list", style: "bullet", indent: 1, elements: [richText.elements[0]] },
        { type: "rich_text_quote", elements: [{ type: "link", url: "https://example.com", text: "there" }] },
      ],
    },
    { type: "table", rows: [[{ type: "raw_text", text: "cell" }, richText]] },
    { type: "data_visualization", title: "chart", chart: line },
    { type: "plan", title: "plan", tasks: [{ type: "task_card", task_id: "1", title: "task", details: richText }] },
    {
      type: "context_actions",
      elements: [{ type: "icon_button", icon: "trash", text: plain("Delete"), action_id: "delete" }],
    },
  ],
  attachments: [{ blocks: [{ type: "section", text: mrkdwn("attached") }] }],
};

const modal = {
  type: "modal",
  title: plain("title"),
  submit: plain("send"),
  blocks: [
    { type: "input", label: plain("name"), element: { type: "plain_text_input", min_length: 1, max_length: 9 } },
    {
      type: "input",
      label: plain("which"),
      element: { type: "checkboxes", options: [option("a")], initial_options: [option("a")] },
    },
    { type: "input", label: plain("file"), element: { type: "file_input", max_files: 2 } },
  ],
};

const home = { type: "home", blocks: [{ type: "section", text: mrkdwn("text"), accessory: select }] };

const examples: readonly object[] = [message, modal, home, { trigger_id: "1.2", view: modal }, message.blocks];

const strange: readonly unknown[] = [
  null,
  "",
  "x",
  "x".repeat(4000),
  "https://localhost/",
  0,
  -1,
  10_000_000_000,
  0.5,
  true,
  [],
  {},
  [null],
  { type: "divider" },
  { type: "plain_text", text: "" },
  { type: "mrkdwn", text: "x".repeat(3001), emoji: true },
  { type: "newer_than_us" },
];

/** One change to a payload: `where` chooses the place, `how` what is done there. */
interface Mutation {
  readonly where: number;
  readonly how: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({ where: fc.nat(10_000), how: fc.nat(strange.length + 4) });

/** Examples of every surface, changed in a few places. */
export const mutatedPayload: fc.Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...examples), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([example, mutations]) => {
    const payload: object = structuredClone(example);
    for (const each of mutations) {
      mutate(payload, each);
    }
    return payload;
  });

function mutate(payload: object, { where, how }: Mutation): void {
  const places = placesIn(payload);
  const place = places[where % places.length];
  if (place === undefined) {
    return;
  }
  const [holder, key] = place;
  const value = holder[key];
  switch (how - strange.length) {
    case 0:
      delete holder[key];
      break;
    case 1:
      holder[key] = Array.isArray(value) ? Array.from({ length: 101 }, () => value[0]) : [value];
      break;
    case 2:
      holder[key] = Array.isArray(value) ? [...value, ...value] : value;
      break;
    case 3:
    case 4:
      holder["a~b/c]"] = 1;
      break;
    default:
      holder[key] = structuredClone(strange[how]);
  }
}

type Holder = Record<string, unknown>;

function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [Holder, string], ...placesIn(holder[key])]);
}
