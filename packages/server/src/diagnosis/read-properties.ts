/** Properties as Node inspects them below a stack, by their paths: `response.data.error.type`. */

export interface PropertyReader {
  /** Answers whether the line is a property, or what closes one. */
  take(line: string): boolean;
  has(path: string): boolean;
  /** The first of these paths that has a value. */
  first(...paths: readonly string[]): string | undefined;
  /** Values of all properties whose path ends so. */
  ending(name: string): readonly string[];
}

interface Opened {
  readonly indent: number;
  readonly key: string;
}

const MOST = 400;
const LONGEST_VALUE = 4_000;
const LINE = /^(\s*)(?:'([^']{1,80})'|"([^"]{1,80})"|\[([\w$]{1,80})\]|([\w$-]{1,80})):(?: (.*)|)$/s;
const CLOSING = /^\s*[}\])]/;
const TOKEN =
  /(?:'([^'\\]{1,80})'|"([^"\\]{1,80})"|([\w$-]{1,80})): |([{[])|([}\]])|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,{}[\]'"]+)/g;

export function createPropertyReader(): PropertyReader {
  const values = new Map<string, string>();
  const opened: Opened[] = [];

  function set(path: string, value: string): void {
    if (values.size < MOST && !values.has(path)) values.set(path, value.slice(0, LONGEST_VALUE));
  }

  function take(line: string): boolean {
    const match = LINE.exec(line);
    if (match === null) return opened.length > 0 || CLOSING.test(line);
    const [, space = "", single, double, symbol, plain, value = ""] = match;
    const indent = space.length;
    const key = single ?? double ?? symbol ?? plain ?? "";
    while ((opened.at(-1)?.indent ?? -1) >= indent) opened.pop();
    const path = [...opened.map((one) => one.key), key].join(".");
    if (value === "" || /[{[]$/.test(value)) {
      opened.push({ indent, key });
      set(path, "");
    } else readValue(path, value.replace(/,$/, ""), set);
    return true;
  }

  return {
    take,
    has: (path) => values.has(path),
    first: (...paths) => paths.map((path) => values.get(path)).find((value) => value !== undefined && value !== ""),
    ending: (name) =>
      [...values].flatMap(([path, value]) => (path === name || path.endsWith(`.${name}`) ? [value] : [])),
  };
}

type SetValue = (path: string, value: string) => void;

function readValue(path: string, value: string, set: SetValue): void {
  if (value === "undefined" || value === "null") return;
  const isObject = /^[\w: \][]{0,60}[{[]/.test(value) && (value.includes("{") || value.startsWith("["));
  if (!isObject) {
    set(path, unquote(value));
    return;
  }
  set(path, "");
  readInline(path, value.slice(0, LONGEST_VALUE), set);
}

/** An object in one line: `{ type: 'error', error: { type: 'overloaded_error' } }`. */
function readInline(path: string, value: string, set: SetValue): void {
  const keys: string[] = [];
  let key = "";
  for (const [, single, double, plain, open, close, quoted, doubled, bare] of value.matchAll(TOKEN)) {
    if (open !== undefined) keys.push(key);
    else if (close !== undefined) keys.pop();
    key = single ?? double ?? plain ?? key;
    const found = quoted ?? doubled ?? bare;
    const isTold = found !== undefined && found !== "undefined" && found !== "null";
    if (isTold) set([path, ...keys, key].filter((one) => one !== "").join("."), found);
  }
}

function unquote(value: string): string {
  const match = /^(['"`])([\s\S]*?)\1(?: \+)?$/.exec(value);
  return match?.[2] ?? value;
}
