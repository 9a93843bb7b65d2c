type Shaped = Readonly<Record<string, unknown>>;

/** Ever shorter texts and lists, until the answer fits; the last step is small enough for any shape of ours. */
const STEPS: readonly Limits[] = [
  { characters: 2_000, items: 100 },
  { characters: 800, items: 40 },
  { characters: 400, items: 20 },
  { characters: 250, items: 12 },
  { characters: 160, items: 8 },
  { characters: 100, items: 6 },
  { characters: 80, items: 3 },
  { characters: 60, items: 1 },
  { characters: 30, items: 0 },
];

interface Limits {
  readonly characters: number;
  readonly items: number;
}

/** What is needed to act is kept whole: a cut digest or id is of no use. */
const WHOLE: ReadonlySet<string> = new Set(["input", "planDigest", "digest"]);

/** No action is left out, only its words are shortened. */
const WHOLE_LISTS: ReadonlySet<string> = new Set(["nextActions"]);

/** A text that is hardly longer than the limit is not worth a cut. */
const GRACE = 40;

/** The answer in at most so many characters of JSON; what was shortened says so. */
export function fitAnswer(answer: Shaped, characters: number): Shaped {
  if (sizeOf(answer) <= characters) return answer;
  const fitting = STEPS.map((limits) => withNote(shorten(answer, limits))).find((one) => sizeOf(one) <= characters);
  return fitting ?? withNote({});
}

function sizeOf(answer: unknown): number {
  return JSON.stringify(answer).length;
}

function withNote(shortened: Shaped): Shaped {
  return { ...shortened, shortened: "Texts and lists end where … stands; ask for fewer, or with full: true." };
}

function shorten(value: Shaped, limits: Limits): Shaped {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortenField(name, item, limits)]));
}

function shortenField(name: string, item: unknown, limits: Limits): unknown {
  if (WHOLE.has(name)) return item;
  return shortenValue(item, WHOLE_LISTS.has(name) ? { ...limits, items: Number.POSITIVE_INFINITY } : limits);
}

function shortenValue(value: unknown, limits: Limits): unknown {
  if (typeof value === "string") return shortenText(value, limits.characters);
  if (Array.isArray(value)) return shortenList(value, limits);
  return typeof value === "object" && value !== null ? shorten(toShaped(value), limits) : value;
}

function shortenText(text: string, characters: number): string {
  return text.length <= characters + GRACE
    ? text
    : `${text.slice(0, characters)}… (${text.length - characters} more characters)`;
}

function shortenList(list: readonly unknown[], limits: Limits): readonly unknown[] {
  const kept = list.slice(0, limits.items).map((item) => shortenValue(item, limits));
  return list.length <= limits.items ? kept : [...kept, `… ${list.length - limits.items} more`];
}

function toShaped(value: object): Shaped {
  return Object.fromEntries(Object.entries(value));
}
