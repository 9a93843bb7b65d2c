/** Lines of JSON: collectors' envelopes around a line, and the loggers' own entries. */

import { translateTrace } from "../traces/begin-trace.ts";
import { completeJson } from "./complete-json.ts";
import { type Draft, type Fields, firstText, isFields, levelOfSyslog, levelOfWord, textOf } from "./entry-draft.ts";
import { fromLoguru, withStack } from "./find-stack.ts";
import { readTime } from "./read-time.ts";

/** A longer piece without a line end was cut by Docker, which does so at 16 KB. */
const CUT_BY_DOCKER = 4_000;
const MESSAGES = [
  "msg",
  "message",
  "MESSAGE",
  "@message",
  "textPayload",
  "event",
  "short_message",
  "Message",
  "@m",
  "@mt",
];
const TIMES = [
  ...["time", "timestamp", "ts", "@timestamp", "t", "@t", "date", "datetime", "asctime", "Timestamp", "eventTime"],
  "observedTimestamp",
];
const SERVICES = ["service", "service_name", "app", "name", "logger", "component", "container_name", "source"];
const LEVELS = [
  "level",
  "severity",
  "levelname",
  "lvl",
  "log_level",
  "status",
  "log.level",
  "LogLevel",
  "Level",
  "@l",
  "loglevel",
];
/** What a record may carry beside the line that it wraps. */
const AROUND: ReadonlySet<string> = new Set(["level", "severity", "service", "project", "deploymentId", "replica"]);

/** What the JSON at the start of the text holds: one entry, or several in one line. */
export function unwrapJson(draft: Draft): readonly Draft[] | undefined {
  const value = parse(draft.text);
  if (value === undefined) return fromCut(draft);
  if (Array.isArray(value)) {
    const entries = value.filter(isFields);
    return entries.length === 0 || entries.length < value.length
      ? undefined
      : entries.map((one) => toDraft(draft, one));
  }
  return isFields(value) ? fromObject(draft, value) : undefined;
}

function fromObject(draft: Draft, fields: Fields): readonly Draft[] {
  return Array.isArray(fields.resourceLogs) ? fromOtlp(draft, fields.resourceLogs) : [toDraft(draft, fields)];
}

/** Shorter texts are cut by nobody: syslog takes a kilobyte (https://www.rfc-editor.org/rfc/rfc3164#section-4.1). */
const SHORTEST_CUT = 960;
/** Instead of a message that stood behind the cut. */
const CUT_OFF = "What it says stands behind the place where the line was cut";
const KNOWN = ["log", "resourceLogs", "err", "error", "exception"];

/** A line that was cut, by us or on its way, still tells what stands before the cut. */
function fromCut(draft: Draft): readonly Draft[] | undefined {
  if (draft.text.length < SHORTEST_CUT) return undefined;
  const value = completeJson(draft.text);
  if (!isFields(value)) return undefined;
  const isKnown = [...MESSAGES, ...TIMES, ...LEVELS, ...KNOWN].some((key) => key in value);
  const cut = { ...draft, isCut: true };
  return isKnown ? fromObject(cut, value) : [{ ...cut, done: true }];
}

function parse(text: string): unknown {
  const trimmed = text.trim().replace(/,$/, "");
  if (!/^(?:\{[\s\S]*\}|\[\s*\{[\s\S]*\])$/.test(trimmed)) return undefined;
  try {
    return JSON.parse(trimmed);
  } catch {
    return undefined;
  }
}

function toDraft(draft: Draft, fields: Fields): Draft {
  if (typeof fields.log === "string") return fromDocker(draft, fields, fields.log);
  if (fields.MESSAGE !== undefined) return fromJournal(draft, fields);
  if (isFields(fields.jsonPayload)) return fromCloud(draft, fields, fields.jsonPayload);
  if (isFields(fields.t) && typeof fields.s === "string" && typeof fields.msg === "string") {
    return fromMongod(draft, fields);
  }
  if (isFields(fields.attributes) || isFields(fields.tags)) return fromRailway(draft, fields);
  if (typeof fields.textPayload === "string" || onlyWraps(fields)) return fromPlain(draft, fields);
  return fromLogger(draft, fields);
}

/** Docker's json-file, and what Fluent Bit makes of it. */
function fromDocker(draft: Draft, fields: Fields, log: string): Draft {
  const text = log.replace(/\r?\n$/, "");
  const isPart = text === log && log.length >= CUT_BY_DOCKER;
  const kubernetes = isFields(fields.kubernetes) ? fields.kubernetes : {};
  return {
    ...draft,
    ...timeOf(fields),
    ...serviceOf(kubernetes, ["container_name", "pod_name"]),
    ...(fields.stream === undefined ? {} : { part: isPart ? ("begun" as const) : ("ended" as const) }),
    text,
  };
}

/** `journalctl -o json`, whose message is an array of bytes where it is no UTF-8. */
function fromJournal(draft: Draft, fields: Fields): Draft {
  const message = fields.MESSAGE;
  const text = Array.isArray(message) ? String.fromCharCode(...message.slice(0, 10_000).map(Number)) : textOf(message);
  const time = readTime(fields._SOURCE_REALTIME_TIMESTAMP) ?? readTime(fields.__REALTIME_TIMESTAMP);
  const priority = Number(fields.PRIORITY ?? Number.NaN);
  return {
    ...draft,
    ...(time === undefined ? {} : { at: time }),
    ...(Number.isNaN(priority) ? {} : { envelope: levelOfSyslog(priority) }),
    ...serviceOf(fields, ["SYSLOG_IDENTIFIER", "CONTAINER_NAME", "_COMM", "_SYSTEMD_UNIT"]),
    text: text ?? "",
  };
}

/** An entry of `journalctl -o export`, its lines put together. */
export function fromJournalExport(draft: Draft, fields: Fields): Draft {
  return fromJournal(draft, fields);
}

function fromCloud(draft: Draft, fields: Fields, payload: Fields): Draft {
  const inner = fromLogger(draft, payload);
  const envelope = levelOfWord(fields.severity);
  return { ...timeOf(fields), ...(envelope === undefined ? {} : { envelope }), ...inner };
}

/** https://www.mongodb.com/docs/manual/reference/log-messages/ */
function fromMongod(draft: Draft, fields: Fields): Draft {
  const time = readTime((fields.t as Fields).$date);
  const attributes = isFields(fields.attr) ? fields.attr : {};
  const said = textOf(attributes.error) ?? textOf(attributes.errMsg);
  const refused = /^(?:Failed|Authentication failed)\b/.test(String(fields.msg)) && said !== undefined && said !== "0";
  const own = { F: "error", E: "error", W: "warn" }[String(fields.s)] as Draft["own"];
  return {
    ...draft,
    ...(time === undefined ? {} : { at: time }),
    own: own ?? (refused ? "error" : "info"),
    service: "mongod",
    text: refused ? `${String(fields.msg)}: ${said}` : String(fields.msg),
    fields,
    done: true,
  };
}

/** Railway keeps a logger's own fields as attributes, each of them text. */
function fromRailway(draft: Draft, fields: Fields): Draft {
  const attributes = isFields(fields.attributes) ? fields.attributes : {};
  const more = Object.keys(attributes).some((key) => !AROUND.has(key));
  const envelope = levelOfWord(attributes.level) ?? levelOfWord(fields.severity) ?? levelOfWord(fields.level);
  const tags = isFields(fields.tags) ? fields.tags : {};
  const text = firstText(fields, MESSAGES) ?? "";
  return {
    ...draft,
    ...timeOf(fields),
    ...(envelope === undefined ? {} : { envelope }),
    ...serviceOf(tags, ["service", "serviceName"]),
    ...(more ? { fields: { ...parsed(attributes), message: text } } : {}),
    text,
  };
}

/** Attributes that were objects before they became text. */
function parsed(attributes: Fields): Fields {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => {
      const inner = typeof value === "string" && value.startsWith("{") ? parse(value) : undefined;
      return [key, inner ?? value];
    }),
  );
}

/** Where a collector says that a line came from. */
const PLACES: ReadonlySet<string> = new Set(
  "deployment deploymentId deployment_id environment environmentId project projectId replica replicaId serviceId instance instanceId container containerId stream".split(
    " ",
  ),
);

/** A collector's record of a plain line: no more than message, time, level and where it came from. */
function onlyWraps(fields: Fields): boolean {
  const keys = Object.keys(fields).filter((key) => !PLACES.has(key));
  if (keys.length < 2 || keys.length > 4 || typeof fields.message !== "string") return false;
  return keys.every((key) => key === "message" || TIMES.includes(key) || key === "severity");
}

function fromPlain(draft: Draft, fields: Fields): Draft {
  const envelope = levelOfWord(fields.severity);
  return {
    ...draft,
    ...timeOf(fields),
    ...(envelope === undefined ? {} : { envelope }),
    text: firstText(fields, MESSAGES) ?? "",
  };
}

/** pino, bunyan, winston and their like, and those of other languages. */
function fromLogger(draft: Draft, given: Fields): Draft {
  const fields = withStack(fromLoguru(given) ?? given);
  const own = levelIn(fields);
  const logger = textOf(fields.logger);
  return {
    ...draft,
    ...timeOf(fields),
    ...(own === undefined ? {} : { own }),
    ...(draft.service === undefined ? serviceOf(fields, SERVICES) : {}),
    ...(logger === undefined ? {} : { logger }),
    text: firstText(fields, MESSAGES) ?? (draft.isCut === true ? CUT_OFF : ""),
    fields,
    done: true,
  };
}

/** A word, or the numbers of pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
function levelIn(fields: Fields): Draft["own"] {
  for (const level of LEVELS.map((key) => fields[key])) {
    if (isFields(level)) return levelOfWord(level.name);
    if (typeof level === "number" && level >= 10 && level <= 60) return loudnessOf(level);
    const word = levelOfWord(level);
    if (word !== undefined) return word;
  }
  return undefined;
}

function loudnessOf(level: number): Draft["own"] {
  if (level >= 50) return "error";
  if (level >= 40) return "warn";
  return level >= 30 ? "info" : "debug";
}

function timeOf(fields: Fields): Partial<Draft> {
  for (const key of TIMES) {
    const at = readTime(fields[key]);
    if (at !== undefined) return { at };
  }
  return {};
}

function serviceOf(fields: Fields, keys: readonly string[]): Partial<Draft> {
  const service = firstText(fields, keys);
  return service === undefined || service.length > 255 ? {} : { service };
}

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
function fromOtlp(draft: Draft, resources: readonly unknown[]): readonly Draft[] {
  return resources.filter(isFields).flatMap((resource) => {
    const about = isFields(resource.resource) ? attributesOf(resource.resource.attributes) : {};
    return listOf(resource.scopeLogs ?? resource.instrumentationLibraryLogs).flatMap((scope) =>
      listOf(scope.logRecords).map((record) => fromRecord({ ...draft, ...serviceOf(about, ["service.name"]) }, record)),
    );
  });
}

function fromRecord(draft: Draft, record: Fields): Draft {
  const attributes = attributesOf(record.attributes);
  const body = plainOf(record.body);
  const at = readTime(record.timeUnixNano) ?? readTime(record.observedTimeUnixNano);
  const number = Number(record.severityNumber ?? 0);
  const own = levelOfWord(record.severityText) ?? levelOfNumber(number);
  const text = isFields(body) ? (firstText(body, MESSAGES) ?? "") : (textOf(body) ?? "");
  const exception = {
    type: attributes["exception.type"],
    message: attributes["exception.message"],
    stack: translated(attributes["exception.stacktrace"]),
  };
  const failed = Object.values(exception).some((value) => value !== undefined);
  const fields = { ...(isFields(body) ? body : {}), ...attributes, ...(failed ? { err: exception } : {}) };
  return {
    ...draft,
    ...(at === undefined ? {} : { at }),
    ...(own === undefined ? {} : { own }),
    text,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
}

/** A stack of another language, as Node would write it. */
function translated(stack: unknown): unknown {
  return typeof stack === "string" ? (translateTrace(stack) ?? stack) : stack;
}

/** Severity numbers: from 5 debug, from 9 info, from 13 warn, from 17 error. */
function levelOfNumber(number: number): Draft["own"] {
  if (number >= 17) return "error";
  if (number >= 13) return "warn";
  if (number >= 9) return "info";
  return number >= 1 ? "debug" : undefined;
}

function attributesOf(attributes: unknown): Fields {
  return Object.fromEntries(listOf(attributes).map(({ key, value }) => [String(key), plainOf(value)]));
}

function plainOf(value: unknown): unknown {
  if (!isFields(value)) return value;
  if (isFields(value.kvlistValue)) return attributesOf(value.kvlistValue.values);
  if (isFields(value.arrayValue)) return listOf(value.arrayValue.values).map(plainOf);
  return value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
