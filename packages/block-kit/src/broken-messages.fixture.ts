import fc from "fast-check";
import { many, richText, section, words } from "./repaired-blocks.fixture.ts";
import { examples } from "./shape-examples.fixture.ts";

const blocks = Object.values(examples).filter(({ within, at }) => within === "message" && at?.[0] === "blocks");
const inputs = ["input", "alert"].map((name) => examples[name]?.value);
const values = (size: number) =>
  fc.array(fc.constantFrom(...blocks.map(({ value }) => value), ...inputs), { minLength: 1, maxLength: size });

const title = { type: "plain_text", text: "a" };
const messages = fc.record({
  text: fc.constantFrom("", "a", undefined),
  blocks: values(8),
  attachments: fc.option(
    values(3).map((some) => [{ blocks: some }]),
    { nil: undefined },
  ),
  ts: fc.constantFrom(undefined, undefined, "1.2"),
  replace_original: fc.constantFrom(undefined, undefined, true),
});
const views = fc.oneof(
  fc.record({ type: fc.constant("modal"), title: fc.constant(title), submit: fc.constant(title), blocks: values(8) }),
  fc.record({ type: fc.constant("home"), blocks: values(8) }),
);

/** Every block of the table, several together, as messages and updates, views and bare blocks. */
const payloads = fc.oneof(
  { weight: 4, arbitrary: messages },
  { weight: 2, arbitrary: views },
  views.map((view) => ({ trigger_id: "1.2", view })),
  values(8),
);

const mixed = "Deployed by <@U012AB3CD> :tada: <https://example.com/a|the page> 👩‍👩‍👧‍👦 ";
const shared = section("");
/** What a program may put where a block, a text or anything else belongs. */
export const junk: readonly unknown[] = [
  null,
  undefined,
  "",
  " ",
  0,
  -1,
  1e9,
  0.5,
  true,
  [],
  {},
  [[]],
  [null],
  "12",
  "x".repeat(151),
  mixed.repeat(50),
  mixed.repeat(200),
  `\`\`\`js\n${"a b\n".repeat(4000)}\`\`\``,
  "👩‍👩‍👧‍👦".repeat(400),
  "\ud800",
  "\udc00 a",
  { type: "mrkdwn", text: "hi" },
  { type: "plain_text", text: "" },
  { type: "newer_than_us" },
  { type: "section" },
  { type: "alert", text: { type: "mrkdwn", text: mixed.repeat(5) } },
  { type: "table", rows: [[{ type: "raw_text", text: words(2000) }], [{ type: "raw_text", text: "" }]] },
  { type: "plan", title: "a", tasks: many(60, () => ({ task_id: "1", title: "a", details: richText(words(30)) })) },
  richText(...many(3000, () => "abcde ")),
  richText(words(3000)),
  [shared, shared],
  JSON.parse('{"__proto__":{"type":"divider"},"type":"section","text":{"type":"mrkdwn","text":"p"}}'),
];
const keys = ["type", "text", "blocks", "block_id", "action_id", "unknown", "constructor", "elements"];

type Holder = Record<string, unknown>;

interface Mutation {
  readonly where: number;
  readonly how: "remove" | "replace" | "add" | "repeat" | "share" | "append" | "prototype";
  readonly what: unknown;
  readonly key: string;
}

const mutations: fc.Arbitrary<Mutation> = fc.record({
  where: fc.nat(10_000),
  how: fc.constantFrom("remove", "replace", "replace", "replace", "add", "repeat", "share", "append", "prototype"),
  what: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...junk) }, fc.jsonValue()),
  key: fc.constantFrom(...keys),
});

/** Payloads of sound blocks in which some places were changed, in the ways in which programs and people get them wrong. */
export const brokenPayload: fc.Arbitrary<unknown> = fc
  .tuple(payloads, fc.array(mutations, { minLength: 1, maxLength: 6 }))
  .map(([payload, changes]) => {
    const broken: unknown = structuredClone(payload);
    for (const change of changes) {
      mutate(broken, change);
    }
    return broken;
  });

function mutate(payload: unknown, { where, how, key, ...mutation }: Mutation): void {
  const what = structuredClone(mutation.what);
  const places = placesIn(payload);
  const [holder, at] = places[where % places.length] ?? [{}, ""];
  const value = holder[at];
  const list = Array.isArray(holder) ? holder : value;
  if (how === "remove") {
    delete holder[at];
  } else if (how === "prototype" && list !== holder) {
    Object.defineProperty(holder, "__proto__", { value: what, enumerable: true, configurable: true, writable: true });
  } else if (how === "add" && list !== holder) {
    holder[key] = what;
  } else if (Array.isArray(list) && how === "append") {
    list.push(what);
  } else if (Array.isArray(list) && how !== "replace") {
    const [first] = list;
    list.push(...many(how === "share" ? 3 : 130, () => (how === "share" ? first : structuredClone(first))));
  } else {
    holder[at] = what;
  }
}

function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [Holder, string], ...placesIn(holder[key])]);
}

/** Every object in it frozen, so that whoever writes to it fails. */
export function freezeAll<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freezeAll);
  }
  return value;
}
