/** Points in time as logs write them. */

import type { Instant } from "../../domain/instant.ts";

/** What a stamp without a date or a year is read against. */
export interface TimeContext {
  /** The last time that was written in full. */
  readonly last: Instant | undefined;
}

export interface TimeStamp {
  readonly at: Instant;
  /** How many characters it takes at the start of the text. */
  readonly length: number;
  /** It names year and day. */
  readonly full: boolean;
}

const DAY = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const ISO =
  /^\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Z]{1,3}[SD]T(?= ))?\]?(?![\d-])/;
const SYSLOG = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?= )/;
const APACHE = /^\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4})[: ](\d\d):(\d\d):(\d\d)(?: ([+-]\d{4}))?\]/;
const CLOCK = /^\[?(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\]?(?=[\s|])/;
/** `10:04AM`, as zerolog writes on a terminal. */
const HALF_DAY = /^\[?(\d{1,2}):(\d\d)(?::(\d\d))? ?([AP])M\]?(?=\s)/;
/** What `toLocaleString`, `toString` and `toUTCString` of JavaScript write, C's `ctime` and Java's own logger. */
const SPOKEN =
  /^\[?((?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} {1,2}\d{1,2},? (?:\d{4},? \d{1,2}:\d\d:\d\d(?: [AP]M)?|\d\d:\d\d:\d\d \d{4})|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d)|\d{1,2}\/\d{1,2}\/\d{4},? \d{1,2}:\d\d:\d\d(?: [AP]M)?)( (?:GMT|UTC)(?:[+-]\d{4})?)?(?: \([^)]{1,60}\))?\]?(?=[\s:|-]|$)/;
const DOTTED = /^\[?(\d\d)\.(\d\d)\.(\d{4}),? (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\]?(?=[\s:|-])/;
const EPOCH = /^\[?(\d{10}(?:\.\d{1,9})?|\d{13})\]?(?=[\s:|])/;

/** The time at the start of a text, if one stands there. */
export function readTimeStamp(text: string, context: TimeContext): TimeStamp | undefined {
  if (!/^\[?(?:\d|[A-Z][a-z]{2},? )/.test(text)) return undefined;
  const iso = ISO.exec(text);
  if (iso !== null) return isoStamp(iso);
  const syslog = SYSLOG.exec(text);
  if (syslog !== null) return syslogStamp(syslog, context);
  const apache = APACHE.exec(text);
  if (apache !== null) return apacheStamp(apache);
  const clock = CLOCK.exec(text);
  if (clock !== null) return clockStamp(clock, context);
  const epoch = EPOCH.exec(text);
  const at = epoch === null ? undefined : readTime(epoch[1]);
  if (epoch !== null && at !== undefined) return { at, length: epoch[0].length, full: true };
  return readSpoken(text, context);
}

function readSpoken(text: string, context: TimeContext): TimeStamp | undefined {
  const half = HALF_DAY.exec(text);
  if (half !== null) return halfDayStamp(half, context);
  const dotted = DOTTED.exec(text);
  if (dotted !== null) {
    const [whole, day, month, year, hour, minute, second, fraction] = dotted;
    return isoStamp([whole, year, month, day, hour, minute, second, fraction]);
  }
  const [whole, said = "", zone = " UTC"] = SPOKEN.exec(text) ?? [];
  const at = whole === undefined ? Number.NaN : Date.parse(`${said}${zone}`);
  return whole === undefined || Number.isNaN(at) ? undefined : { at, length: whole.length, full: true };
}

function halfDayStamp(match: RegExpExecArray, context: TimeContext): TimeStamp {
  const [whole, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half === "P" ? 12 : 0);
  return { ...clockStamp([whole, hours, minute, second ?? 0].map(String), context), length: whole.length };
}

/** The value of a field that holds a time: text, seconds, milliseconds, microseconds or nanoseconds. */
export function readTime(value: unknown): Instant | undefined {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string" || value.length > 64) return undefined;
  if (/^\d{9,20}(?:\.\d{1,9})?$/.test(value)) return fromEpoch(Number(value));
  const iso = ISO.exec(value);
  if (iso !== null) return isoStamp(iso)?.at;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) || !/\d{4}/.test(value) ? undefined : parsed;
}

/** By its size: a time between 2001 and 2286 is told apart in every unit. */
function fromEpoch(value: number): Instant | undefined {
  const digits = [1e9, 1e12, 1e15, 1e18].findLastIndex((least) => value >= least);
  const scale = [1_000, 1, 1e-3, 1e-6][digits];
  return scale === undefined || value >= 1e19 ? undefined : Math.round(value * scale);
}

function isoStamp(match: readonly (string | undefined)[]): TimeStamp | undefined {
  const [whole = "", year, month, day, hour, minute, second, fraction, zone] = match;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const at = utc + toMilliseconds(fraction) - toOffset(zone);
  return Number.isNaN(at) ? undefined : { at, length: whole.length, full: true };
}

function syslogStamp(match: RegExpExecArray, { last }: TimeContext): TimeStamp | undefined {
  const [whole, name = "", day, hour, minute, second, fraction] = match;
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return undefined;
  const year = last === undefined ? 2000 : new Date(last).getUTCFullYear();
  const utc = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second));
  return { at: utc + toMilliseconds(fraction), length: whole.length, full: false };
}

function apacheStamp(match: RegExpExecArray): TimeStamp | undefined {
  const [whole, day, name = "", year, hour, minute, second, zone] = match;
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return undefined;
  const utc = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  return { at: utc - toOffset(zone), length: whole.length, full: true };
}

/** On the day of the last full time, or on the next one where the clock went back over midnight. */
function clockStamp(match: readonly (string | undefined)[], { last }: TimeContext): TimeStamp {
  const [whole = "", hour, minute, second, fraction] = match;
  const clock = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000 + toMilliseconds(fraction);
  const midnight = last === undefined ? 0 : last - (last % DAY);
  const at = midnight + clock;
  const isNextDay = last !== undefined && last - at > DAY / 2;
  return { at: isNextDay ? at + DAY : at, length: whole.length, full: false };
}

function toMilliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
}

/** Of the zones whose letters are told in logs of clouds: https://www.rfc-editor.org/rfc/rfc2822#section-4.3 and Europe's. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  BST: 1,
  CEST: 2,
};

function toOffset(zone: string | undefined): number {
  const hours = ZONES[zone ?? ""];
  if (hours !== undefined) return hours * 3_600_000;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "");
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
