/** What somebody may send to keep a validator busy; none is longer than about 5 MB of JSON. */
export interface Hostile {
  readonly title: string;
  readonly create: () => unknown;
}

const option = (name: string) => ({ text: { type: "plain_text", text: name }, value: name });
const cell = { type: "raw_text", text: "a" };
const button = { type: "button", text: { type: "plain_text", text: "" }, action_id: "same" };
const line = { type: "divider", block_id: "same" };

export const hostile: readonly Hostile[] = [
  {
    title: "100,000 broken blocks",
    create: () => ({ blocks: many(100_000, () => ({ type: "section", text: null })) }),
  },
  { title: "a text of 5 MB", create: () => sectionOf("a".repeat(5_000_000)) },
  { title: "a text of 2.5 million emojis", create: () => sectionOf("\u{1f6a8}".repeat(2_500_000)) },
  { title: "a text of 5 million halves of emojis", create: () => sectionOf("\ud83d".repeat(5_000_000)) },
  { title: "a type of 5 MB", create: () => ({ blocks: [{ type: "a".repeat(5_000_000) }] }) },
  { title: "an address of 5 MB", create: () => imageOf(`https://${"a.".repeat(2_500_000)}`) },
  { title: "200,000 unknown keys", create: () => ({ blocks: [withKeys({ type: "divider" })] }) },
  { title: "200,000 unknown keys in a text", create: () => ({ blocks: [{ type: "header", text: withKeys({}) }] }) },
  { title: "200,000 unknown keys of the message", create: () => withKeys({}) },
  { title: "a key of 5 MB", create: () => ({ blocks: [{ type: "divider", ["a".repeat(5_000_000)]: 1 }] }) },
  { title: "many options, all of them initial ones", create: () => selectOf((name) => name) },
  { title: "many options, and as many initial ones that are others", create: () => selectOf((name) => `-${name}`) },
  { title: "100,000 blocks of one id", create: () => ({ blocks: many(100_000, () => line) }) },
  {
    title: "50,000 buttons of one id",
    create: () => ({ blocks: [{ type: "actions", elements: many(50_000, () => button) }] }),
  },
  {
    title: "a table of a million cells that are none",
    create: () => ({ blocks: [{ type: "table", rows: many(1000, () => many(1000, () => null)) }] }),
  },
  {
    title: "a table of 150,000 cells",
    create: () => ({ blocks: [{ type: "table", rows: many(400, () => many(400, () => cell)) }] }),
  },
  {
    title: "a row of 150,000 cells",
    create: () => ({ blocks: [{ type: "data_table", caption: "a", rows: [many(150_000, () => cell)] }] }),
  },
  { title: "a chart of many points", create: chartOf },
  { title: "300,000 unknown leaves", create: () => ({ blocks: [{ type: "rich_text", elements: [leaves()] }] }) },
  { title: "arrays 100,000 deep", create: () => ({ blocks: deep((inner) => [inner]) }) },
  {
    title: "blocks 100,000 deep",
    create: () => ({ blocks: [deep((inner) => ({ type: "container", child_blocks: [inner] }))] }),
  },
];

function many(count: number, create: (index: number) => unknown): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => create(index));
}

function sectionOf(text: string): object {
  return { blocks: [{ type: "section", text: { type: "mrkdwn", text } }] };
}

function imageOf(address: string): object {
  return { blocks: [{ type: "image", alt_text: "a", image_url: address }] };
}

function withKeys(value: object): object {
  return { ...value, ...Object.fromEntries(many(200_000, (index) => `key${index}`).map((key) => [key, null])) };
}

function selectOf(toInitial: (name: string) => string): object {
  const options = many(40_000, (index) => option(`${index}`));
  const initial = many(40_000, (index) => option(toInitial(`${index}`)));
  const select = { type: "multi_static_select", options, initial_options: initial };
  return { blocks: [{ type: "actions", elements: [select] }] };
}

function chartOf(): object {
  const data = many(1000, (index) => ({ label: `${index}`, value: index }));
  const series = many(150, (index) => ({ name: `${index}`, data }));
  const chart = { type: "line", series, axis_config: { categories: many(1000, (index) => `${index}`) } };
  return { blocks: [{ type: "data_visualization", title: "a", chart }] };
}

function leaves(): object {
  return { type: "rich_text_section", elements: many(300_000, () => ({ type: "newer" })) };
}

function deep(wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = [];
  for (let depth = 0; depth < 100_000; depth += 1) {
    value = wrap(value);
  }
  return value;
}
