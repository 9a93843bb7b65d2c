/** What programs write before a message and no reader of envelopes knows: times, ids of processes, levels, sources. */

const CLOCK = String.raw`\d{1,2}[:.]\d{1,2}[:.]\d{1,2}(?:[.,:]\d{1,9})?`;
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const GAP = String.raw`[\])]?[\s,|:;-]{0,12}`;
const TIMES = [
  String.raw`\d{2,4}[-/.]\d\d(?:[-/.]\d{2,4})?[ T_-]{1,2}${CLOCK}(?:Z|[+-]\d\d:?\d\d)?`,
  String.raw`(?:[A-Z][a-z]{2},? {1,2})?${MONTH} {1,2}\d{1,2} ${CLOCK}(?: \d{4})?`,
  String.raw`\d{8}-${CLOCK}`,
  String.raw`\d{6} \d{6}(?= )`,
  String.raw`\d{4}[-/.]\d\d[-/.]\d\d(?= )`,
  String.raw`1\d{9}(?:\.\d{1,9})?(?= )`,
  String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?=[\s\]])`,
];
const TIME = new RegExp(`^[[(]?(?:${TIMES.join("|")})${GAP}`);
/** A dash, the name of a file or a node: only where a time comes behind it. */
const BEFORE_TIME = /^(?:- |[^\s|]{0,100}(?:[\d/]|\.log\b)[^\s|]{0,100} )/;
/** Events of clusters: a number, where, what, and then the time. */
const COUNTED = /^\d{1,9} (?:\S{1,60} ){1,4}1\d{9} \d (?=\S)/;
const NAMED = new RegExp(MONTH);
const SYSLOG = /^\S{1,255} [^\s:[\]]{1,64}(?:\[[^\]\s]{0,20}\])?: ?/;
const PIPED = /^(?:[^|\s]{1,60}\|){1,3}(?=\s?\S)/;
const PROGRAM = /^\S{1,60}\.exe(?: \*\d\d)? - /;
const LEVEL =
  "(?:TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FAILURE|FATAL|CRITICAL|CRIT|ALERT|Info|Warning|Error)";
const UNTIL_LEVEL = new RegExp(
  String.raw`^(?:(?:\d{1,10}|[A-Z]{2,12}|\[[^\]\s]{1,80}\]|[^\s"=]{0,60}\d[^\s"=]{0,60})\s{1,8}){0,4}[[(<]?${LEVEL}[\])>]?(?:\s{0,2}[:|,-])?(?=\s)\s{1,40}`,
);
const OF_ANDROID = /^(?:\d{1,6} {1,6}){2}[VDIWEFA] {1,2}[^:\n]{1,60}: ?/;
const BRACKETED = /^\[(?:[^[\]]|\[[^[\]]{0,80}\]){1,200}\](?:\s{0,2}[-:](?=\s))?\s{1,4}/;
const CLASS = /^(?:[\w$-]{1,60}\.){1,10}[\w$@-]{1,80}(?::\s{0,4}|\s{1,8}(?=[[(]))/;
const SHORT = /^[A-Z]{2,8}\s{2,20}/;
const DASH = /^- /;
const MOST_PARTS = 6;

/** The message; the text itself where nothing before it looks like a header. `timed`: its time has been taken off already. */
export function stripHeader(text: string, timed: boolean): string {
  const counted = COUNTED.exec(text);
  if (counted !== null) return text.slice(counted[0].length);
  const rest = stripTimes(text);
  if (rest === text && !timed) return text;
  const message = stripSources(rest === text ? text.replace(/^[,;|]\s{0,4}/, "") : rest);
  return message.trim() === "" ? text : message;
}

/** Some write the time more than once, and where between. */
function stripTimes(text: string): string {
  let rest = text;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const before = TIME.test(rest) ? "" : (BEFORE_TIME.exec(rest)?.[0] ?? "");
    const behind = rest.slice(before.length);
    const time = TIME.exec(behind);
    if (time === null) return rest;
    rest = behind.slice(time[0].length);
    if (NAMED.test(time[0]) && SYSLOG.test(rest)) return rest.replace(SYSLOG, "");
  }
  return rest;
}

function stripSources(text: string): string {
  for (const whole of [OF_ANDROID, PIPED, PROGRAM]) if (whole.test(text)) return text.replace(whole, "");
  let rest = text.replace(UNTIL_LEVEL, "");
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const shape = [BRACKETED, CLASS, SHORT, DASH].find((one) => one.test(rest));
    if (shape === undefined) return rest;
    rest = rest.replace(shape, "");
  }
  return rest;
}
