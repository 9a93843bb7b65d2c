/** The files of a case folder → a case, or what is wrong with them. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Case, CaseAlert, CaseCheck, CaseLog, Span } from "./case.ts";
import { attributesOfSpan } from "./read-attributes.ts";
import { readChange } from "./read-change.ts";
import { type Fields, isFields, readNumber, readText, readTime, writeRest } from "./read-fields.ts";
import { type MetricsReading, readMetricRows, readMetrics } from "./read-metrics.ts";

/** Decoded text by its path in the folder. */
export type CaseFiles = ReadonlyMap<string, string>;

export type CaseReading =
  | { readonly ok: true; readonly case: Case }
  | { readonly ok: false; readonly problems: readonly string[] };

const JSON_LINES = /\.(?:jsonl|ndjson)$/;
const KNOWN = /^(?:case|traces|metrics|changes|checks|answer)\.(?:json|jsonl|ndjson)$|^metrics\.csv$|^logs\//;
const STARTS = ["start", "startTime", "start_time", "startTimeUnixNano", "timestamp"];
/** What a span is; the rest are its attributes. */
const OF_SPANS: ReadonlySet<string> = new Set(
  "traceId trace_id traceID spanId span_id spanID id parentId parentSpanId parent_id parent_span_id service serviceName service_name name operation operationName start startTime start_time startTimeUnixNano timestamp duration durationMs duration_ms elapsedMs end endTime endTimeUnixNano status error errorMessage statusMessage events links kind".split(
    " ",
  ),
);
const ALERT_KEYS = ["service", "metric", "threshold", "observed", "firedAt", "summary"];

export function readCase(files: CaseFiles, unread: readonly string[] = []): CaseReading {
  const problems: string[] = [];
  const head = readHead(files, problems);
  const spans = readRows(files, "traces", problems).flatMap(toSpan);
  const changes = readRows(files, "changes", problems).flatMap((row, index) => readChange(row, index));
  const checks = readRows(files, "checks", problems).map(toCheck);
  const metrics = readAllMetrics(files, problems);
  if (metrics.problem !== undefined) problems.push(`metrics.csv: ${metrics.problem}`);
  if (head === undefined || problems.length > 0) return { ok: false, problems };
  const logs = readLogFiles(files);
  const notes = [...head.notes, ...otherFiles(files)];
  return {
    ok: true,
    case: {
      ...head,
      logs,
      series: metrics.series,
      spans,
      changes,
      checks,
      notes,
      unseen: [...unread, ...findUnseen(files, metrics.refused)],
    },
  };
}

function readAllMetrics(files: CaseFiles, problems: string[]): MetricsReading {
  const text = files.get("metrics.csv");
  return text === undefined ? readMetricRows(readRows(files, "metrics", problems)) : readMetrics(text);
}

type Head = Pick<Case, "id" | "bot" | "alert" | "window" | "notes">;

function readHead(files: CaseFiles, problems: string[]): Head | undefined {
  const text = files.get("case.json");
  if (text === undefined) {
    problems.push("case.json: it is missing");
    return undefined;
  }
  const value = parseJson(text);
  if (!isFields(value)) {
    problems.push("case.json: it is not a JSON object");
    return undefined;
  }
  const id = readText(value, "id");
  if (id === undefined) problems.push("case.json: id is missing");
  const alert = isFields(value.alert) ? toAlert(value.alert) : undefined;
  const window = toWindow(value.window);
  const bot = isFields(value.bot) ? readText(value.bot, "name", "id") : readText(value, "bot");
  const rest = isFields(value.alert) ? writeRest(value.alert, ALERT_KEYS) : [];
  return {
    id: id ?? "",
    notes: [...writeRest(value, ["id", "bot", "alert", "window"]), ...rest],
    ...(bot === undefined ? {} : { bot }),
    ...(alert === undefined ? {} : { alert }),
    ...(window === undefined ? {} : { window }),
  };
}

function toAlert(fields: Fields): CaseAlert {
  const service = readText(fields, "service");
  const metric = readText(fields, "metric");
  const summary = readText(fields, "summary");
  const threshold = readNumber(fields, "threshold");
  const observed = readNumber(fields, "observed");
  const firedAt = readTime(fields, "firedAt");
  return {
    ...(service === undefined ? {} : { service }),
    ...(metric === undefined ? {} : { metric }),
    ...(summary === undefined ? {} : { summary }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(observed === undefined ? {} : { observed }),
    ...(firedAt === undefined ? {} : { firedAt }),
  };
}

function toWindow(value: unknown): Case["window"] {
  if (!isFields(value)) return undefined;
  const from = readTime(value, "from", "start");
  const to = readTime(value, "to", "end");
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The rows of `<name>.json` (a list, or an object that holds one) or of its JSON lines. */
function readRows(files: CaseFiles, name: string, problems: string[]): readonly Fields[] {
  const file = [`${name}.json`, `${name}.jsonl`, `${name}.ndjson`].find((path) => files.has(path));
  const text = file === undefined ? "" : (files.get(file) ?? "").trim();
  if (file === undefined || text === "") return [];
  const value = JSON_LINES.test(file) ? parseLines(text) : (parseJson(text) ?? parseLines(text));
  if (value === undefined) {
    problems.push(`${file}: it is not JSON`);
    return [];
  }
  const rows = toRows(value, name);
  if (rows === undefined) problems.push(`${file}: it holds no list of objects`);
  return rows ?? [];
}

function toRows(value: unknown, name: string): readonly Fields[] | undefined {
  if (Array.isArray(value)) return value.filter(isFields);
  if (!isFields(value)) return undefined;
  const inner = value[name] ?? Object.values(value).find(Array.isArray);
  if (Array.isArray(inner)) return inner.filter(isFields);
  // An object by name: `{"slack-status": {…}}`.
  const named = Object.entries(value).map(([key, item]) =>
    isFields(item) ? { name: key, ...item } : { name: key, result: item },
  );
  return named;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines that are broken are passed over, as long as one is not. */
function parseLines(text: string): readonly unknown[] | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const rows = lines.map((line) => parseJson(line.trim().replace(/,$/, ""))).filter(isFields);
  return rows.length === 0 ? undefined : rows;
}

function toSpan(row: Fields, index: number): readonly Span[] {
  const start = readTime(row, ...STARTS);
  if (start === undefined) return [];
  const parentId = readText(row, "parentId", "parentSpanId", "parent_id", "parent_span_id");
  const error = readText(row, "error", "errorMessage", "statusMessage") ?? toErrorText(row.error);
  const attributes = attributesOfSpan(row, OF_SPANS);
  return [
    {
      traceId: readText(row, "traceId", "trace_id", "traceID") ?? `trace-${index}`,
      id: readText(row, "spanId", "span_id", "spanID", "id") ?? `span-${index}`,
      service: readText(row, "service", "serviceName", "service_name") ?? "",
      name: readText(row, "name", "operation", "operationName") ?? "",
      start,
      durationMs: readDuration(row, start),
      failed: isFailedStatus(row.status) || error !== undefined || row.error === true,
      ...(parentId === undefined ? {} : { parentId }),
      ...(error === undefined ? {} : { error }),
      ...(attributes.length === 0 ? {} : { attributes }),
    },
  ];
}

/** Where the unit is not in the name, it is that of the start. */
function readDuration(row: Fields, start: Instant): Milliseconds {
  const ms = readNumber(row, "durationMs", "duration_ms", "elapsedMs");
  if (ms !== undefined) return ms;
  const bare = readNumber(row, "duration");
  const began = readNumber(row, ...STARTS) ?? start;
  if (bare !== undefined) return bare / Math.max(1, Math.round(began / start));
  const end = readTime(row, "end", "endTime", "endTimeUnixNano");
  return end === undefined ? 0 : Math.max(0, end - start);
}

function toErrorText(value: unknown): string | undefined {
  return isFields(value) ? JSON.stringify(value).slice(0, 2_000) : undefined;
}

/** `error`, `STATUS_CODE_ERROR`, `timeout`, an HTTP status from 500; OTLP's number for an error is 2. */
function isFailedStatus(status: unknown): boolean {
  if (isFields(status)) return isFailedStatus(status.code);
  if (typeof status === "number") return status === 2 || status >= 500;
  if (typeof status !== "string") return false;
  return /err|fail|exception|time.?out|cancel|unavailable|exceeded|exhausted|denied|internal|^5\d\d$/i.test(status);
}

function toCheck(row: Fields, index: number): CaseCheck {
  const text = writeRest(row, []).join("\n");
  const state = readText(row, "status", "result", "outcome", "state") ?? "";
  const failing =
    row.ok === false ||
    row.passed === false ||
    row.healthy === false ||
    /^(?:fail|error|down|degrad|outage|critical|unhealthy|found|major|partial|warn|timed|unreach)/i.test(state);
  return { name: readText(row, "name", "check", "id") ?? `check ${index + 1}`, failing, text };
}

function readLogFiles(files: CaseFiles): readonly CaseLog[] {
  return [...files]
    .filter(([file]) => file.startsWith("logs/"))
    .map(([file, text]) => ({ file, text }))
    .sort((one, other) => (one.file < other.file ? -1 : 1));
}

function otherFiles(files: CaseFiles): readonly string[] {
  return [...files].filter(([file]) => !KNOWN.test(file)).map(([file, text]) => `${file}: ${text.slice(0, 2_000)}`);
}

function findUnseen(files: CaseFiles, refusedMetrics: number): readonly string[] {
  const has = (shape: RegExp): boolean => [...files.keys()].some((file) => shape.test(file));
  const missing: readonly (readonly [boolean, string])[] = [
    [!has(/^logs\//), "There are no logs."],
    [!has(/^metrics\./), "There are no metrics."],
    [!has(/^traces\./), "There are no traces."],
    [!has(/^changes\./), "Nothing is known of changes."],
    [refusedMetrics > 0, `${refusedMetrics} lines of metrics.csv could not be read.`],
  ];
  return missing.flatMap(([isMissing, says]) => (isMissing ? [says] : []));
}
