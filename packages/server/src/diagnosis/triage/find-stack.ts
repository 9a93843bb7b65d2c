/** The stack that a structured entry carries under one of many names, as `err.stack` of our own loggers would. */

import { translateTrace } from "../traces/begin-trace.ts";
import { type Fields, isFields, textOf } from "./entry-draft.ts";

/** Python's loggers, Logstash's and ECS's encoders, .NET's console and Serilog, zerolog. */
const KEYS = [
  "exc_info",
  "exc_text",
  "exception",
  "Exception",
  "traceback",
  "stack_trace",
  "stackTrace",
  "stacktrace",
  "error.stack_trace",
  "exception.stacktrace",
  "@x",
];
const MOST_FRAMES = 60;

/** The same fields with their error's stack as Node would write it, if they hold one. */
export function withStack(fields: Fields): Fields {
  if (typeof fields.stack === "string") return fields;
  const holder = isFields(fields.error) ? fields.error : {};
  for (const value of [...KEYS.map((key) => fields[key]), holder.stack_trace, holder.stacktrace]) {
    const stack = typeof value === "string" ? readText(value) : readList(value);
    if (stack !== undefined) return { ...fields, stack };
  }
  return fields;
}

function readText(value: string): string | undefined {
  if (!value.includes("\n")) return undefined;
  return translateTrace(value) ?? (/^\s{0,8}at /m.test(value) ? value : undefined);
}

/** structlog writes each error of a chain as an object, the one that came out in the end first. */
function readList(value: unknown): string | undefined {
  const errors = Array.isArray(value) ? value.filter(isFields).slice(0, 10) : [];
  if (errors.length === 0 || errors.some(({ exc_type }) => typeof exc_type !== "string")) return undefined;
  return errors
    .flatMap((error, depth) => {
      const margin = "  ".repeat(depth);
      const head = `${textOf(error.exc_type)}: ${textOf(error.exc_value) ?? ""}`;
      const frames = Array.isArray(error.frames) ? error.frames.filter(isFields).slice(-MOST_FRAMES).reverse() : [];
      const places = frames.map(
        (frame) => `${margin}    at ${textOf(frame.name)} (${textOf(frame.filename)}:${textOf(frame.lineno)})`,
      );
      return [depth === 0 ? head : `${margin}[cause]: ${head}`, ...places];
    })
    .join("\n");
}

/** loguru's `serialize` writes the line as text, and beside it what it was made of. */
export function fromLoguru(fields: Fields): Fields | undefined {
  const { record, text } = fields;
  if (!isFields(record) || !isFields(record.level) || typeof text !== "string") return undefined;
  const stack = isFields(record.exception) ? translateTrace(text.slice(text.indexOf("\nTraceback") + 1)) : undefined;
  const time = isFields(record.time) ? record.time.timestamp : undefined;
  const extra = isFields(record.extra) ? record.extra : {};
  return {
    ...extra,
    levelname: record.level.name,
    message: record.message,
    logger: record.name,
    timestamp: time,
    ...(stack === undefined ? {} : { stack }),
  };
}
