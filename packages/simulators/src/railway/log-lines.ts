import { matchesFilter } from "./log-filter.ts";
import { parseTimestamp, toTimestamp } from "./nanosecond-clock.ts";
import type { LogLine, Severity } from "./railway-types.ts";

export type OutputStream = "stdout" | "stderr";

export interface StoredLine extends LogLine {
  readonly at: bigint;
}

export interface LogQuery {
  readonly limit?: number | null | undefined;
  readonly startDate?: string | null | undefined;
  readonly endDate?: string | null | undefined;
  readonly filter?: string | null | undefined;
}

/** Kept per deployment; the oldest go first. Ours: Railway bounds by age (docs.railway.com/observability/logs). */
const keptLines = 50_000;
/** Ours: 500 is what Railway's own client asks for, and 5,000 bounds one answer. */
const defaultLimit = 500;
const highestLimit = 5_000;

/** The output of one build or one process, oldest first. */
export class LogLines {
  readonly #clock: () => bigint;
  #lines: StoredLine[] = [];

  constructor(clock: () => bigint) {
    this.#clock = clock;
  }

  append(stream: OutputStream, text: string): void {
    this.#lines.push(toLogLine(stream, text, this.#clock()));
    if (this.#lines.length > keptLines * 1.1) this.#lines = this.#lines.slice(-keptLines);
  }

  all(): readonly StoredLine[] {
    return this.#lines;
  }

  /** The newest `limit` lines of the window that fit the filter, oldest first. */
  query(query: LogQuery): readonly StoredLine[] {
    const from = toInstant(query.startDate);
    const until = toInstant(query.endDate);
    const limit = Math.min(query.limit ?? defaultLimit, highestLimit);
    const fits = matchesFilter(query.filter ?? "");
    const found = this.#lines.filter(
      (line) => (from === undefined || line.at >= from) && (until === undefined || line.at <= until) && fits(line),
    );
    return limit <= 0 ? [] : found.slice(-limit);
  }
}

/**
 * Railway's normalisation (docs.railway.com/observability/logs, "Structured logs", read 2026-11-23): a line that is a JSON
 * object gives its `message` or `msg` and its `level`; other lines are info from stdout and error from stderr.
 */
export function toLogLine(stream: OutputStream, text: string, at: bigint): StoredLine {
  const structured = parseObject(text);
  const message = structured?.message ?? structured?.msg;
  const fallback: Severity = stream === "stderr" ? "error" : "info";
  const severity = structured === undefined ? fallback : toSeverity(structured.level ?? structured.severity, fallback);
  const rest = Object.entries(structured ?? {}).filter(
    ([key]) => !["message", "msg", "level", "severity"].includes(key),
  );
  const attributes = [["level", severity] as const, ...rest].map(([key, value]) => ({
    key,
    value: JSON.stringify(value),
  }));
  return {
    at,
    timestamp: toTimestamp(at),
    message: typeof message === "string" ? message : text,
    severity,
    attributes,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const severityByPrefix: readonly (readonly [string, Severity])[] = [
  ["trace", "debug"],
  ["debug", "debug"],
  ["info", "info"],
  ["notice", "info"],
  ["warn", "warn"],
  ["err", "error"],
  ["fatal", "error"],
  ["crit", "error"],
  ["panic", "error"],
];

function toSeverity(level: unknown, fallback: Severity): Severity {
  const name = String(level ?? "").toLowerCase();
  return severityByPrefix.find(([prefix]) => name.startsWith(prefix))?.[1] ?? fallback;
}

function toInstant(date: string | null | undefined): bigint | undefined {
  return date === null || date === undefined ? undefined : parseTimestamp(date);
}
