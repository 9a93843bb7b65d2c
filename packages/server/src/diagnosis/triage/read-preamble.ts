/** What loggers of all languages write between the time and their own words: a level, a logger's name, a thread, a place in the code. */

import type { Loudness } from "../parse-line.ts";
import { levelOfWord } from "./entry-draft.ts";

export interface Preamble {
  /** How many characters it takes. */
  readonly length: number;
  readonly own: Loudness;
  /** The logger, the thread or the place that it names. */
  readonly source?: string;
}

const WORD =
  "TRACE|DEBUG|DEBU|DBUG|VERBOSE|INFO|NOTICE|WARN(?:ING)?|ERROR|ERRO|ERR|FATAL|FATA|CRIT(?:ICAL)?|SEVERE|PANIC|DBG|INF|WRN|FTL|ALERT|EMERG(?:ENCY)?";
const ANY_LEVEL = new RegExp(`(?:${WORD}|fail|dbug|trce)`, "i");
/** How far in a level may stand. */
const WITHIN = 160;

/** Level in the first group, source in the second. */
const SHAPES: readonly RegExp[] = [
  // Python: `ERROR:slack_bolt.App:text`
  new RegExp(String.raw`^(${WORD}):([\w.$/-]{1,100}):`),
  new RegExp(String.raw`^([\w.-]{1,40}):(${WORD}): `),
  // Celery, env_logger, Serilog; the time stood in the same brackets
  new RegExp(String.raw`^(${WORD})/([\w.-]{1,60})\]:? ?`),
  new RegExp(String.raw`^(${WORD}) {1,2}([\w:.-]{1,100})\] `),
  new RegExp(String.raw`^(${WORD})\] ?`),
  // Logrus on a terminal
  /^(ERRO|WARN|INFO|DEBU|FATA|PANI|TRAC)\[\d{1,10}\] ?/,
  // .NET: the message stands in the next line
  /^(fail|crit|warn|info|dbug|trce): ([\w.]{1,200})\[\d{1,6}\]$/,
  // Monolog and Laravel
  new RegExp(String.raw`^([\w-]{1,40})\.(${WORD}): `),
  // Consola
  / (FATAL|ERROR|WARN) {1,2}(?=\S)/y,
  // Signale: a mark before the level
  /^(?:\[[^\]]{1,40}\] ){0,2}(?:› )?[^\w\s[\](){}"'`]{1,3} {1,4}(error|fatal|warning|warn|debug|info) {2,20}/,
];
const FIELD = String.raw`(?:\[[^\][]{1,80}\]|\([^()]{1,60}\)|[\w.:/<>$@-]{1,80}(?=\s{1,8}[-|]\s)|\d{1,8}(?=\s))\s{0,8}(?:[-|:]\s{1,4})?`;
const IN_BRACKETS = new RegExp(String.raw`^(?:${FIELD}){0,3}\[\s{0,4}(${WORD})\s{0,8}\]:?`, "i");
const BARE = new RegExp(String.raw`^(?:${FIELD}){0,3}[|]?(${WORD})(?=[\s|]|:\s|$)`);
/** Between the level and the words: a process, a thread, a place in the code, a logger. */
const AFTER: readonly RegExp[] = [
  /\s{0,8}(?:---|[-|:])(?=\s)/y,
  /\s{0,8}\|/y,
  /\s{0,8}\[([^\][]{1,80})\](?=[\s:])/y,
  /\s{0,8}\(\d{1,8}\)(?=[\s:])/y,
  /\s{0,8}\d{1,8}(?=\s{1,2}---)/y,
  /\s{0,8}\d{1,8}#\d{1,8}: (?:\*\d{1,10} )?/y,
  /\s{0,8}---(?=\s)/y,
  /\s{0,8}\[([^\][]{1,80})\](?=[\s:])/y,
  /\s{1,8}([\w./-]{1,100}\.(?:go|py|[cm]?[jt]s|rs|java|kt|cs|rb):\d{1,6}):?(?=\s)/y,
  /\s{0,8}([\w.$/<>@-]{1,100}(?:\.\[[^\s]{1,80})?(?::[\w<>.]{1,80}){0,2}) {0,40}(?:[-|](?=\s)|:(?=\s)|\|)/y,
];
/** These are what it says, not who says it. */
const NO_LOGGER =
  /(?:[Ee]rror|[Ee]xception|[Ww]arning|Rejection|[Ff]ail(?:ed|ure)?|[Tt]imeout|refused|denied|fatal|panic)$|^[A-Z][a-z]{2,20}$|^[a-z]{2,20}(?:\.[a-z]{2,20}){0,2}\.[a-z]{2,12}[A-Z]\w*$/;

/** `undefined` where the line says no level by these ways of writing it. */
export function readPreamble(text: string): Preamble | undefined {
  const start = text.slice(0, WITHIN);
  if (!ANY_LEVEL.test(start)) return undefined;
  for (const shape of SHAPES) {
    const match = shape.exec(start);
    if (match === null) continue;
    const [whole, one, other] = match;
    const own = levelOfWord(one) ?? levelOfWord(other);
    const source = levelOfWord(one) === undefined ? one : other;
    if (own !== undefined) return { length: whole.length, own, ...(source === undefined ? {} : { source }) };
  }
  const match = IN_BRACKETS.exec(start) ?? BARE.exec(start);
  const own = levelOfWord(match?.[1]);
  return match === null || own === undefined ? undefined : readAfter(text, match, own);
}

function readAfter(text: string, match: RegExpExecArray, own: Loudness): Preamble {
  const [whole, word = ""] = match;
  let length = whole.length;
  const sources = [whole.slice(0, whole.lastIndexOf(word))];
  for (const shape of AFTER) {
    shape.lastIndex = length;
    const found = shape.exec(text);
    if (found === null || (found[1] !== undefined && NO_LOGGER.test(found[1]))) continue;
    length = shape.lastIndex;
    sources.push(found[1] ?? "");
  }
  const source = sources
    .map((one) => one.replace(/[^\w.$:/@-]+/g, " ").trim())
    .filter((one) => one !== "")
    .join(" ");
  return { length, own, ...(source === "" ? {} : { source }) };
}
