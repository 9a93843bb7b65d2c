/** One line of a log taken apart: whose format it is, how loud it is, and what is left to read. */

export type Loudness = "debug" | "info" | "warn" | "error";

export interface ParsedLine {
  /** Without colours, time stamp, level and logger name. */
  readonly body: string;
  /** Only where the line itself says so. */
  readonly loudness?: Loudness;
  /** Name that `@slack/logger` printed: `bolt-app`. */
  readonly logger?: string;
  readonly json?: Readonly<Record<string, unknown>>;
}

const ESCAPE = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]{0,20}m`, "g");
const DATE_TIME =
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?\]?[\s:|-]{0,4}/;
const CLOCK_TIME = /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?\s{1,4}/;
const SLACK_LOGGER = /^\[(ERROR|WARN|INFO|DEBUG)\] {2}(\S{1,80}) ?/;
const BRACKETED = /^[[(]\s?([A-Za-z]{3,8})\s?[\])]:?\s{0,4}/;
const BARE = /^([A-Za-z]{3,8})(:|\s)\s{0,4}/;
const LOGFMT = /\blevel="?([a-z]{3,8})"?(?:\s|$)/;

const LEVELS: ReadonlyMap<string, Loudness> = new Map([
  ["trace", "debug"],
  ["debug", "debug"],
  ["verbose", "debug"],
  ["silly", "debug"],
  ["info", "info"],
  ["notice", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["err", "error"],
  ["error", "error"],
  ["fatal", "error"],
  ["crit", "error"],
  ["critical", "error"],
]);

export function parseLine(text: string): ParsedLine {
  const plain = text.includes(ESCAPE) ? text.replace(COLOUR, "") : text;
  if (plain.startsWith("{") && plain.trimEnd().endsWith("}")) return parseJson(plain) ?? { body: plain };
  const slack = SLACK_LOGGER.exec(plain);
  if (slack !== null) return named(plain.slice(slack[0].length), slack[1], slack[2]);
  const stamp = DATE_TIME.exec(plain) ?? CLOCK_TIME.exec(plain);
  const rest = stamp === null ? plain : plain.slice(stamp[0].length);
  return parseLevel(rest, stamp !== null);
}

/** The level of JSON loggers: a word, or the numbers of pino and bunyan (30 info, 40 warn, 50 error, 60 fatal). */
function parseJson(text: string): ParsedLine | undefined {
  const json = parseObject(text);
  if (json === undefined) return undefined;
  const level = json.level ?? json.severity ?? json.levelname;
  const loudness = typeof level === "number" ? loudnessOfNumber(level) : LEVELS.get(String(level).toLowerCase());
  const message = json.msg ?? json.message;
  const body = typeof message === "string" ? message : "";
  return loudness === undefined ? { body, json } : { body, json, loudness };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function loudnessOfNumber(level: number): Loudness {
  if (level >= 50) return "error";
  if (level >= 40) return "warn";
  return level >= 30 ? "info" : "debug";
}

function named(body: string, level: string | undefined, logger: string | undefined): ParsedLine {
  const loudness = LEVELS.get(String(level).toLowerCase()) ?? "info";
  return logger === undefined ? { body, loudness } : { body, loudness, logger };
}

/** A bare lower-case word is a level only behind a time stamp or before a colon; `Error: …` names a class. */
export function parseLevel(text: string, stamped: boolean): ParsedLine {
  const bracketed = BRACKETED.exec(text);
  const inBrackets = bracketed === null ? undefined : LEVELS.get(String(bracketed[1]).toLowerCase());
  if (bracketed !== null && inBrackets !== undefined)
    return { body: text.slice(bracketed[0].length), loudness: inBrackets };
  const bare = BARE.exec(text);
  if (bare !== null) {
    const [whole, word = "", end] = bare;
    const loudness = LEVELS.get(word.toLowerCase());
    if (loudness !== undefined && isLevelWord(word, end === ":", stamped))
      return { body: text.slice(whole.length), loudness };
  }
  const pair = LOGFMT.exec(text.slice(0, 400));
  const paired = pair === null ? undefined : LEVELS.get(String(pair[1]));
  return paired === undefined ? { body: text } : { body: text, loudness: paired };
}

function isLevelWord(word: string, colon: boolean, stamped: boolean): boolean {
  if (word === word.toUpperCase()) return stamped || colon;
  return word === word.toLowerCase() && (colon || stamped);
}
