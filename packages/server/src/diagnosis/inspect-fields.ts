/** What a structured entry says of its error beside the stack, as the lines in which Node would print it. */

type Fields = Readonly<Record<string, unknown>>;

const DEEPEST = 5;
const MOST_LINES = 300;
const LONGEST_TEXT = 4_000;
/** The logger's own fields, and those that hold what people and models wrote. */
const NOT_OF_THE_ERROR =
  /^(?:stack|stacktrace|level|severity|time|timestamp|ts|pid|hostname|v|msg|message|text|prompt|messages|content|input|output|completion|query|question|requestBodyValues|body)$/i;
const HOLDERS = ["err", "error", "exception", "reason", "e"];

/** Properties two columns in, those of what it holds two more; a cause as an error of its own. */
export function inspectFields(fields: Fields): readonly string[] {
  const lines: string[] = [];
  for (const holder of [...HOLDERS.map((key) => fields[key]).filter(isFields), fields])
    write(holder, { depth: 1, lines });
  return lines;
}

interface Page {
  readonly depth: number;
  readonly lines: string[];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function write(fields: Fields, page: Page): void {
  for (const [key, value] of Object.entries(fields)) {
    const isOwn = !NOT_OF_THE_ERROR.test(key) || (key === "message" && page.depth > 1);
    if (isOwn && page.lines.length < MOST_LINES) writeProperty(key, value, page);
  }
}

function writeProperty(key: string, value: unknown, page: Page): void {
  if (isFields(value)) writeInner(key, value, page);
  else if (Array.isArray(value)) writeList(key, value, page);
  else if (typeof value === "string") writeText(key, value, page);
  else if (typeof value === "number" || typeof value === "boolean")
    page.lines.push(`${indent(page)}'${key}': ${value},`);
}

function writeText(key: string, value: string, page: Page): void {
  page.lines.push(`${indent(page)}'${key}': '${value.slice(0, LONGEST_TEXT).replace(/\n/g, " ")}',`);
}

function writeInner(key: string, value: Fields, page: Page): void {
  if (page.depth >= DEEPEST) return;
  if (key === "cause" || key === "original") writeCause(value, page);
  else {
    page.lines.push(`${indent(page)}'${key}': {`);
    write(value, { ...page, depth: page.depth + 1 });
    page.lines.push(`${indent(page)}},`);
  }
}

function writeCause(cause: Fields, page: Page): void {
  const head = `${nameOf(cause)}: ${textOf(cause.message)}`;
  const [first = head, ...frames] = textOf(cause.stack) === "" ? [head] : textOf(cause.stack).split("\n", 30);
  page.lines.push(`${indent(page)}[cause]: ${first}`, ...frames.map((frame) => `${indent(page)}${frame}`));
  write(cause, { ...page, depth: page.depth + 1 });
}

function writeList(key: string, list: readonly unknown[], page: Page): void {
  const texts = list.filter((item) => typeof item === "string").slice(0, 20);
  if (texts.length > 0) writeText(key, texts.join(" "), page);
  const [first] = list;
  if (isFields(first)) writeInner(key, first, page);
}

function indent({ depth }: Page): string {
  return "  ".repeat(depth);
}

function nameOf(cause: Fields): string {
  const name = textOf(cause.name) || textOf(cause.type);
  return /^[A-Z][\w$]{0,80}$/.test(name) ? name : "Error";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "";
}
