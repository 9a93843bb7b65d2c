/** Envelopes that are written before the text of a line: by platforms, collectors, process managers and syslog. */

import { type Draft, levelOfSyslog, levelOfWord } from "./entry-draft.ts";
import { readTime, readTimeStamp, type TimeContext } from "./read-time.ts";

type Unwrap = (match: RegExpExecArray, rest: string, context: TimeContext) => Partial<Draft> | undefined;

const STAMP = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;

const ENVELOPES: readonly (readonly [RegExp, Unwrap])[] = [
  // Heroku: `2026-11-20T09:14:06.154793+00:00 app[web.1]: text`
  [
    new RegExp(String.raw`^(${STAMP}) (app|heroku)\[([\w.-]{1,60})\]: ?`),
    ([, time, source, dyno = ""]) => ({ ...at(time), service: source === "heroku" ? `heroku[${dyno}]` : dyno }),
  ],
  // RFC 5424, and Logplex drains, which leave the structured data out
  [
    /^(?:\d{1,6} )?<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32})(?: (?:-|(?:\[(?:[^\]\\"]|\\.|"[^"]{0,200}"){0,500}\]){1,8})(?= |$))? ?(?:\u{feff})?/u,
    ([, priority, time, , app, process]) => ({
      ...at(time),
      ...fromSyslog(priority),
      service: app === "heroku" ? `heroku[${process}]` : named(app, process),
    }),
  ],
  // RFC 3164 and `journalctl -o short`
  [
    /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) (\S{1,255}) ([^\s:[\]]{1,64})(?:\[\d{1,8}\])?: ?/,
    ([, priority, time = "", , app], _rest, context) => ({
      ...stamped(time, context),
      ...fromSyslog(priority),
      ...serviceOf(app),
    }),
  ],
  // `journalctl -o short-iso`
  [
    new RegExp(String.raw`^(${STAMP}) ([\w.-]{1,255}) ([\w./@-]{1,64})\[\d{1,8}\]: ?`),
    ([, time, , app]) => ({ ...at(time), ...serviceOf(app) }),
  ],
  // Kubernetes' container runtime interface
  [
    new RegExp(`^(${STAMP}) (?:stdout|stderr) ([FP]) ?`),
    ([, time, tag]) => ({ ...at(time), part: tag === "P" ? ("begun" as const) : ("ended" as const) }),
  ],
  // Fly: `2026-11-20T09:14:02Z app[148ed193b95948] fra [info]text`
  [
    new RegExp(
      String.raw`^(${STAMP}) (app|proxy|health|runner|machine)\[(\w{1,40})\] \w{2,4} ?\[(\w{1,8})\](?: (?! ))?`,
    ),
    ([, time, source, , level]) => ({
      ...at(time),
      ...fromEnvelope(level),
      service: source === "app" ? "app" : `fly[${source}]`,
    }),
  ],
  // Lambda: time, request id and level between tabs
  [
    new RegExp(String.raw`^(${STAMP})\t([0-9a-f-]{36}|undefined)\t(INFO|ERROR|WARN|DEBUG|TRACE|FATAL)\t`),
    ([, time, requestId, level]) => ({ ...at(time), ...own(level), fields: { requestId } }),
  ],
  // Render: `2026-11-23T18:46:08.964000000Z [srv-abc12] text`
  [
    new RegExp(String.raw`^(${STAMP}) \[(srv-[\w-]{1,40})\] ?`),
    ([, time, service]) => ({ ...at(time), ...serviceOf(service) }),
  ],
  // PostgreSQL's own log
  [
    new RegExp(
      String.raw`^(${STAMP}) (?:[A-Z]{2,5} )?\[\d{1,8}\](?: [\w[\]-]{1,63}@[\w[\]-]{1,63})? (LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?|DETAIL|HINT|STATEMENT|CONTEXT|QUERY):  ?`,
    ),
    ([, time, level = ""]) => ({ ...at(time), own: levelOfWord(level) ?? "info", service: "postgres", done: true }),
  ],
  // Ruby's Logger: `E, [2026-11-23T20:52:17.746358 #30961] ERROR -- : text`
  [
    new RegExp(String.raw`^[A-Z], \[(${STAMP}) #\d{1,8}\] {1,2}(\w{1,8}) -- ([^:]{0,60}): ?`),
    ([, time, level, source]) => ({ ...at(time), ...own(level), ...sourceOf(source) }),
  ],
  // klog: `E1123 20:52:17.746358       1 controller.go:114] text`
  [
    /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,6} {1,8}\d{1,8} ([\w./-]{1,100}:\d{1,6})\] /,
    ([, letter = "", source]) => ({ ...own(KLOG[letter]), ...sourceOf(source) }),
  ],
  // AWS Lambda's Python: level, time and request id between tabs
  [
    new RegExp(String.raw`^\[(\w{4,8})\]\t(${STAMP})\t([0-9a-f-]{36})\t`),
    ([, level, time, requestId]) => ({ ...at(time), ...own(level), fields: { requestId } }),
  ],
  // Level before time: Django, Dropwizard
  [
    new RegExp(
      String.raw`^\[?(DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\]?[\s:|]{1,4}\[?(${STAMP})\]?(?:\s?[:|-])?\s?`,
    ),
    ([, level, time]) => ({ ...at(time), ...own(level) }),
  ],
  // Docker Compose: `crm-bot-1   | text`
  [/^([a-zA-Z][\w.-]{0,80}?(?:[-_]\d{1,3})?) {1,40}\| ?/, ([, service]) => serviceOf(service)],
  // PM2: `0|crm-bot  | 2026-11-23T18:45:40: text`
  [
    new RegExp(String.raw`^\d{1,3}\|([\w.@/-]{1,60}) *\| ?(?:(${STAMP}): ?)?`),
    ([, service, time]) => ({ ...at(time), ...serviceOf(service) }),
  ],
  // `kubectl logs --prefix` and stern
  [/^\[pod\/([\w.-]{1,253})\/[\w.-]{1,63}\] ?/, ([, service]) => serviceOf(service)],
  [/^([a-z0-9-]{1,200}-[a-z0-9]{5,10}-[a-z0-9]{5}) [a-z0-9-]{1,63} (?=\S)/, ([, service]) => serviceOf(service)],
  // Process managers without a format of their own: `[web1]text`, `[0] text`, `bot stdout | text`
  [
    /^\[((?:web|worker|app|api|bot|slack-?bot|server|client|dyno|pod|node|proc(?:ess)?|instance|replica|scheduler|clock|backend|frontend)(?:[-_.]?\d{1,3})?|\d{1,2})\](?: (?! )|(?=\s{2}|\S))/i,
    ([, source]) => sourceOf(source),
  ],
  [/^([\w.@-]{1,60}) (?:stdout|stderr) ?[|>] ?/, ([, service]) => serviceOf(service)],
  // Railway's command line: `[err] text`
  [/^\[(inf|err|wrn|dbg)\] ?/, ([, level]) => fromEnvelope(level)],
  // Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
  [/^data: ?(?=\{)/, () => ({})],
  // Node before 15; what it adds in a second such line tells nothing
  [
    /^\(node:\d{1,8}\) UnhandledPromiseRejectionWarning: (?!Unhandled promise rejection)/,
    () => ({ own: "error" as const, source: "UnhandledPromiseRejectionWarning" }),
  ],
  // NestJS
  [
    /^\[Nest\] \d{1,8} {1,4}- ([\d/.]{6,10}, [\d:]{4,8}(?: [AP]M)?) {1,8}(LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) (?:\[[\w.:-]{1,60}\] )?/,
    ([, time, level]) => ({ ...at(time), ...own(level) }),
  ],
];

/** The line without the outermost envelope that was written before its text. */
export function unwrapText(draft: Draft, context: TimeContext): Draft | undefined {
  for (const [shape, unwrap] of ENVELOPES) {
    const match = shape.exec(draft.text);
    if (match === null) continue;
    const rest = draft.text.slice(match[0].length);
    const found = unwrap(match, rest, context);
    if (found !== undefined) return { ...draft, ...found, text: rest };
  }
  return undefined;
}

function at(time: string | undefined): Partial<Draft> {
  const instant = readTime(time);
  return instant === undefined ? {} : { at: instant };
}

function stamped(time: string, context: TimeContext): Partial<Draft> {
  const stamp = readTimeStamp(`${time} `, context);
  return stamp === undefined ? {} : { at: stamp.at };
}

function fromSyslog(priority: string | undefined): Partial<Draft> {
  return priority === undefined ? {} : { envelope: levelOfSyslog(Number(priority) % 8) };
}

function fromEnvelope(level: string | undefined): Partial<Draft> {
  const envelope = levelOfWord(level);
  return envelope === undefined ? {} : { envelope };
}

function own(level: string | undefined): Partial<Draft> {
  const loudness = levelOfWord(level);
  return loudness === undefined ? {} : { own: loudness };
}

/** Logplex writes `app` and the dyno beside it. */
function named(app = "", process = ""): string {
  return app === "app" && /^[a-z]/.test(process) ? process : app;
}

const KLOG: Readonly<Record<string, string>> = { I: "info", W: "warn", E: "error", F: "fatal" };

function sourceOf(source: string | undefined): Partial<Draft> {
  return source === undefined || source.trim() === "" ? {} : { source: source.trim() };
}

function serviceOf(service: string | undefined): Partial<Draft> {
  return service === undefined ? {} : { service };
}
