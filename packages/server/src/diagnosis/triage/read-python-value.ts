/** Values as Python prints them, which is not JSON: `{'ok': False, 'error': 'invalid_auth', 'needed': None}`. */

const TOKEN =
  /\s{0,200}(?:([{}[\](),:])|(?:[bru]{0,2})'((?:[^'\\]|\\.){0,8000})'|(?:[bru]{0,2})"((?:[^"\\]|\\.){0,8000})"|([^\s{}[\](),:'"]{1,200}))/y;
const WORDS: Readonly<Record<string, unknown>> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
};
const DEEPEST = 12;
const MOST_TOKENS = 5_000;

interface Reader {
  readonly text: string;
  at: number;
  tokens: number;
}

interface Token {
  readonly mark?: string;
  readonly value?: unknown;
}

/** The value that begins at the start of the text; what is cut or no value ends it early. */
export function readPythonValue(text: string): unknown {
  return readValue({ text, at: 0, tokens: 0 }, 0);
}

function next(reader: Reader): Token | undefined {
  TOKEN.lastIndex = reader.at;
  const match = TOKEN.exec(reader.text);
  reader.tokens += 1;
  if (match === null || reader.tokens > MOST_TOKENS) return undefined;
  reader.at = TOKEN.lastIndex;
  const [, mark, single, double, bare = ""] = match;
  if (mark !== undefined) return { mark };
  const quoted = single ?? double;
  if (quoted !== undefined)
    return { value: quoted.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter)) };
  if (bare in WORDS) return { value: WORDS[bare] };
  return { value: /^-?\d{1,15}(?:\.\d{1,15})?$/.test(bare) ? Number(bare) : bare };
}

function readValue(reader: Reader, depth: number): unknown {
  const token = next(reader);
  if (token === undefined || depth > DEEPEST) return undefined;
  if (token.mark === "{") return readObject(reader, depth);
  if (token.mark === "[" || token.mark === "(") return readList(reader, depth);
  return token.value;
}

function readObject(reader: Reader, depth: number): Readonly<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (let key = next(reader); key !== undefined && key.mark !== "}"; key = next(reader)) {
    if (key.mark !== undefined) continue;
    if (next(reader)?.mark !== ":") break;
    entries.push([String(key.value), readValue(reader, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function readList(reader: Reader, depth: number): readonly unknown[] {
  const items: unknown[] = [];
  for (;;) {
    const start = reader.at;
    const token = next(reader);
    if (token === undefined || token.mark === "]" || token.mark === ")") return items;
    if (token.mark === ",") continue;
    reader.at = start;
    items.push(readValue(reader, depth + 1));
    if (reader.at === start) return items;
  }
}
