import type { Redact } from "../../domain/redact.ts";
import { redactDeep } from "../../domain/redact.ts";
import type { Log } from "../../ports/log.ts";

export interface JsonLogOptions {
  /** Takes one line without its end. */
  readonly write: (line: string) => void;
  readonly redact: Redact;
  readonly now: () => number;
}

/** One JSON object a line: `{"at","level","message",…}`. */
export function createJsonLog({ write, redact, now }: JsonLogOptions): Log {
  return (level, message, data = {}) => {
    const entry = { at: new Date(now()).toISOString(), level, message, ...toPlain(data) };
    write(JSON.stringify(redactDeep(entry, redact)));
  };
}

/** An error is written with its message and cause; its stack goes along, as somebody has to find the place. */
function toPlain(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, writeError(value)]));
}

function writeError(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const cause = value.cause === undefined ? {} : { cause: writeError(value.cause) };
  return { name: value.name, message: value.message, stack: value.stack, ...cause };
}
