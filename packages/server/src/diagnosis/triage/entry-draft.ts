/** An entry on its way out of its envelopes. */

import type { Instant } from "../../domain/instant.ts";
import type { Loudness } from "../parse-line.ts";

export interface Draft {
  readonly text: string;
  readonly at?: Instant;
  /** What the envelope said of its level. */
  readonly envelope?: Loudness;
  /** What the entry says itself. */
  readonly own?: Loudness;
  readonly logger?: string;
  readonly service?: string;
  readonly source?: string;
  readonly fields?: Fields;
  /** Nothing more is to be looked for in the text. */
  readonly done?: boolean;
  /** The rest of the line follows with the next entry of this stream. */
  readonly part?: "begun" | "ended";
  /** Its line was cut within an object of JSON. */
  readonly isCut?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value of any field as text; `undefined` for what is no text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** The first of these fields that holds text. */
export function firstText(fields: Fields, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textOf(fields[key]);
    if (text !== undefined) return text;
  }
  return undefined;
}

const WORDS: ReadonlyMap<string, Loudness> = new Map([
  ["trace", "debug"],
  ["trce", "debug"],
  ["trac", "debug"],
  ["debu", "debug"],
  ["dbug", "debug"],
  ["debug", "debug"],
  ["dbg", "debug"],
  ["verbose", "debug"],
  ["silly", "debug"],
  ["default", "info"],
  ["info", "info"],
  ["information", "info"],
  ["inf", "info"],
  ["log", "info"],
  ["http", "info"],
  ["ok", "info"],
  ["notice", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["wrn", "warn"],
  ["err", "error"],
  ["erro", "error"],
  ["fail", "error"],
  ["severe", "error"],
  ["fata", "error"],
  ["ftl", "error"],
  ["pani", "error"],
  ["error", "error"],
  ["fatal", "error"],
  ["panic", "error"],
  ["crit", "error"],
  ["critical", "error"],
  ["alert", "error"],
  ["emerg", "error"],
  ["emergency", "error"],
]);

/** `warn`, `WARNING`, `INFO2` of OTLP. */
export function levelOfWord(word: unknown): Loudness | undefined {
  return typeof word === "string" && word.length <= 12 ? WORDS.get(word.toLowerCase().replace(/\d$/, "")) : undefined;
}

/** Severities of syslog and journald, 0 to 7 (https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1). */
export function levelOfSyslog(severity: number): Loudness {
  if (severity <= 3) return "error";
  if (severity === 4) return "warn";
  return severity <= 6 ? "info" : "debug";
}
