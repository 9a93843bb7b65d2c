/** Fields of parsed JSON that nobody has checked yet. */

import type { Instant } from "../../domain/instant.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text or a number, as text; nothing else. */
export function readText(fields: Fields, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return undefined;
}

export function readNumber(fields: Fields, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = fields[key];
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return undefined;
}

export function readTime(fields: Fields, ...keys: readonly string[]): Instant | undefined {
  for (const key of keys) {
    const instant = toInstant(fields[key]);
    if (instant !== undefined) return instant;
  }
  return undefined;
}

/** A date as people and loggers write it; a number counts seconds, milliseconds, microseconds or nanoseconds since 1970. */
export function toInstant(value: unknown): Instant | undefined {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string" || value.length > 64) return undefined;
  const text = value.trim();
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return fromNumber(Number(text));
  const stamp = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(.{0,6}))?$/.exec(text);
  if (stamp === null) return fromWords(text);
  const [, year, month, day, minutes = "00:00", seconds = "00", fraction = "0", zone = ""] = stamp;
  const iso = `${year}-${month}-${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${zoneOf(zone)}`;
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `23/Nov/2026:09:00:00 +0000` of web servers, `Mon, 23 Nov 2026 09:00:00 GMT` of mails and HTTP. */
function fromWords(text: string): Instant | undefined {
  const match =
    /^(?:[A-Z][a-z]{2},? )?(\d{1,2})[ /-]([A-Z][a-z]{2})[a-z]{0,6}[ /-](\d{4})[ :](\d\d:\d\d:\d\d)\s?(.{0,6})$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day = "", month = "", year, clock, zone = ""] = match;
  const place = MONTHS.indexOf(month);
  if (place < 0) return undefined;
  const instant = Date.parse(
    `${year}-${String(place + 1).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}${zoneOf(zone)}`,
  );
  return Number.isNaN(instant) ? undefined : instant;
}

/** A time without a zone is taken for UTC: servers and containers keep it. */
function zoneOf(text: string): string {
  const offset = /^([+-]\d\d):?(\d\d)?$/.exec(text);
  return offset === null ? "Z" : `${offset[1]}:${offset[2] ?? "00"}`;
}

function fromNumber(value: number): Instant | undefined {
  if (!Number.isFinite(value) || value < 1e8) return undefined;
  if (value < 1e11) return Math.round(value * 1_000);
  if (value < 1e14) return Math.round(value);
  return Math.round(value / (value < 1e17 ? 1e3 : 1e6));
}

/** Keys that a reader did not use, as `key: value` lines. */
export function writeRest(fields: Fields, used: readonly string[]): readonly string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    if (used.includes(key) || value === null || value === "") return [];
    return [`${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`.slice(0, 2_000)];
  });
}
