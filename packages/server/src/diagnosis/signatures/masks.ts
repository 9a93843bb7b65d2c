/** What differs from one occurrence to the next, and what stands for it: named, so that a playbook can add and switch off. */

import type { MaskRules, ShippedMask } from "../../domain/mask.ts";
import { readLinearPattern } from "../../playbook/linear-pattern.ts";

/** The same text with what it knows masked. Deterministic, and linear in the text. */
export interface Mask {
  readonly name: string;
  readonly apply: (text: string) => string;
  /** What it looks for, where that is an expression. */
  readonly shape?: RegExp;
  /** One digit may not be like another to it. */
  readonly tellsDigits?: boolean;
}

type Replacement = string | ((match: string, group: string) => string);

interface Shape {
  readonly name: ShippedMask;
  readonly shape: RegExp;
  readonly as: Replacement;
  /** A text without any of these holds nothing of the shape. */
  readonly hints?: readonly string[];
}

const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}";
const CLOCK = String.raw`\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?`;
/** The method tells requests apart; what it asks for is somebody's. */
const REQUEST = /^"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) \S{1,2000}(?: HTTP\/[\d.]{1,3})?"$/;

/** Applied in this order: what is longer and more special comes first. Every repetition is bounded or unambiguous. */
const SHAPES: readonly Shape[] = [
  {
    name: "quoted",
    shape: /"[^"]{0,2000}"|“[^“”]{0,2000}”|`[^`]{0,2000}`/g,
    as: (whole) => {
      const method = REQUEST.exec(whole)?.[1];
      return method === undefined ? "<quoted>" : `"${method} <path>"`;
    },
    hints: ['"', "“", "`"],
  },
  // Names in single quotes belong to the message (`reading 'title'`); everything else in quotes belongs to somebody.
  {
    name: "quoted",
    shape: /(?<!\w)'([^']{0,2000})'/g,
    as: (whole, inner) => (isName(inner) ? whole : "<quoted>"),
    hints: ["'"],
  },
  {
    name: "url",
    shape: /\bhttps?:\/\/[^\s"'<>()[\],]{1,1000}/g,
    as: (url) => `<url:${ownerOf(url.replace(/^https?:\/\//, ""))}>`,
    hints: ["://"],
  },
  { name: "email", shape: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, as: "<email>", hints: ["@"] },
  { name: "slack-id", shape: /<[@#!][^>\s]{1,80}>/g, as: "<slack-id>", hints: ["<"] },
  { name: "slack-ts", shape: /\b\d{10}\.\d{6}\b/g, as: "<slack-ts>", hints: ["."] },
  {
    name: "uuid",
    shape: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
    as: "<uuid>",
    hints: ["-"],
  },
  {
    name: "time",
    shape: /\b\d{4}-\d\d-\d\d(?:[T _-]\d\d[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])/g,
    as: "<time>",
    hints: ["-"],
  },
  {
    name: "time",
    shape: new RegExp(
      String.raw`\b(?:${DAY},? {1,2})?(?:\d{1,2}[ /-])?${MONTH}[ /-] ?\d{1,4},?[ :](?:\d{4} )?${CLOCK}(?: (?:GMT|UTC|[+-]\d{4}))?(?: \d{4})?\b`,
      "g",
    ),
    as: "<time>",
    hints: [":"],
  },
  {
    name: "time",
    shape: new RegExp(
      String.raw`(?<![\w:.])(?:\d{2,4}[/.]\d{1,2}[/.]\d{1,4}[ :-]{1,2})?${CLOCK}(?![\w:])|(?<![\w:.-])\d{1,2}:\d\d(?![\w:])`,
      "g",
    ),
    as: "<time>",
    hints: [":"],
  },
  {
    name: "path",
    shape: /(?:file:\/\/|\b[A-Za-z]:|(?<![\w<:>.])\.{0,2})(?:[\\/][\w.@%+~-]{1,255}){2,64}/g,
    as: baseOf,
    hints: ["/", "\\"],
  },
  {
    name: "address",
    shape:
      /(?:::ffff:|\b)\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|:::\d{1,5}\b|\blocalhost:\d{1,5}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,8}[0-9a-f]{1,5}\b(?!:)/gi,
    as: "<address>",
    hints: [".", ":"],
  },
  {
    name: "host",
    shape:
      /(?<!<url:[\w.-]{0,80})\b(?:[a-z0-9_-]{1,63}\.){1,8}(?:com|net|org|io|dev|app|ai|co|cloud|internal|local|invalid)\b(?::\d{1,5})?/gi,
    as: (host) => `<host:${ownerOf(host)}>`,
    hints: ["."],
  },
  {
    name: "host",
    shape: /(?<![\w.@/\\-])(?:[a-z0-9][a-z0-9-]{0,62}\.){2,8}[a-z][a-z0-9-]{1,62}:\d{2,5}\b(?!:)/g,
    as: (host) => `<host:${ownerOf(host)}>`,
    hints: [":"],
  },
  { name: "slack-id", shape: /\b(?=[A-Z]{0,12}\d)[ABCDEFGSTUW][A-Z0-9]{8,12}\b/g, as: "<slack-id>" },
  {
    name: "id",
    shape: /\b(?:req|request|msg|run|thread|call|toolu|chatcmpl|evt|job|trace)[_-](?=[A-Za-z]{0,40}\d)[\w-]{4,80}/g,
    as: "<id>",
    hints: ["_", "-"],
  },
  {
    name: "duration",
    shape:
      /\b(?:\d{1,6}h)?\d{1,6}m\d{1,6}(?:\.\d{1,9})?s\b|(?:<\s?|\b)\d{1,15}(?:\.\d{1,9})?\s?(?:ms|[µun]s|milliseconds?|s|secs?|seconds?|min|minutes?|h|hours?|days?)\b/g,
    as: "<duration>",
  },
  { name: "size", shape: /\b\d{1,15}(?:\.\d{1,9})?\s?(?:[KMGT]i?B|kB|[kmgt]b)\b/g, as: "<size>", hints: ["B", "b"] },
  {
    name: "hex",
    shape: /\b0x[0-9a-f]{1,64}\b|\b(?=[a-f]{0,63}\d)(?=\d{0,63}[a-f])[0-9a-f]{7,64}\b/gi,
    as: "<hex>",
  },
  { name: "number", shape: /(?<![A-Za-z_$<])\d{1,40}(?:[.,]\d{1,40}){0,20}/g, as: "<n>" },
];

/** As shipped, in the order in which they are applied. One name may stand for several. */
export const SHIPPED_MASKS: readonly Mask[] = [{ name: "quoted", apply: maskJsonText }, ...SHAPES.map(toMask)];

/** As a playbook wants them: its own first, which are more special than any that is shipped. */
export function createMasks({ off, own }: MaskRules): readonly Mask[] {
  const dropped: ReadonlySet<string> = new Set(off);
  return [...own.flatMap(toOwnMask), ...SHIPPED_MASKS.filter(({ name }) => !dropped.has(name))];
}

function toOwnMask({ name, pattern, as }: MaskRules["own"][number]): readonly Mask[] {
  const reading = readLinearPattern(pattern);
  return reading.ok ? [{ name, tellsDigits: true, apply: (text) => reading.replace(text, as) }] : [];
}

export function applyMasks(text: string, masks: readonly Mask[]): string {
  let masked = text;
  for (const { apply } of masks) masked = apply(masked);
  return masked;
}

function toMask({ name, shape, as, hints }: Shape): Mask {
  const replace = (text: string) => (typeof as === "string" ? text.replace(shape, as) : text.replace(shape, as));
  if (hints === undefined) return { name, shape, apply: replace };
  return { name, shape, apply: (text) => (hints.some((hint) => text.includes(hint)) ? replace(text) : text) };
}

/** V8 quotes the text that it could not parse, quotation marks and all. */
function maskJsonText(text: string): string {
  const end = text.lastIndexOf('" is not valid JSON');
  const start = end < 0 ? -1 : text.indexOf('"');
  return start < 0 || start >= end ? text : `${text.slice(0, start)}<quoted>${text.slice(end + 1)}`;
}

function isName(text: string): boolean {
  return text.length <= 3 || /^[\w$./@:#\\-]{1,120}$/.test(text);
}

/** The last two labels say whose host it is: `api.attio.com` → `attio.com`. */
function ownerOf(address: string): string {
  const host = address.split(/[/:?#]/, 1)[0] ?? "";
  if (/^[\d.]+$/.test(host) || host === "localhost") return "address";
  return host.toLowerCase().split(".").slice(-2).join(".");
}

/** The file's name tells faults apart; where it lies differs from machine to machine. */
function baseOf(path: string): string {
  const base = path.split(/[\\/]/).at(-1) ?? "";
  return /^[A-Za-z_-]{1,60}\.[a-z]{1,5}$/.test(base) ? `<path:${base}>` : "<path>";
}
