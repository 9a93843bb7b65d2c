/** The lines of one printed error, read as Node prints them: its class, message, code, frames, and the errors it wraps. */

import type { FrameFact } from "../domain/evidence.ts";
import { firstLineOf } from "./mask-text.ts";
import { parseFrame } from "./parse-frame.ts";
import { createPropertyReader, type PropertyReader } from "./read-properties.ts";
import { packageOf } from "./traces/managed-frames.ts";

export interface ErrorText {
  readonly errorClass?: string;
  readonly code?: string;
  /** Of the innermost error: what went wrong first. */
  readonly message: string;
  /** First lines of the messages of the whole chain, by which a second report of the same fault is known. */
  readonly messages: readonly string[];
  readonly ownFrames: readonly FrameFact[];
  readonly stacked: boolean;
  /** Each error with what it wraps, the outermost first; several where several failed side by side. */
  readonly chains: readonly (readonly Link[])[];
}

/** One error of a chain, as it was printed. */
export interface Link {
  readonly indent: number;
  readonly errorClass: string | undefined;
  /** What stood before its class. */
  readonly before: string;
  readonly message: string;
  /** Further lines of the message. */
  readonly more: string[];
  code: string | undefined;
  status: string | undefined;
  readonly frames: FrameFact[];
  /** Its stack has begun. */
  framed: boolean;
  /** Installed packages above the first frame of ours, the innermost first. */
  readonly packages: string[];
  readonly properties: PropertyReader;
}

export interface Head {
  readonly errorClass: string;
  readonly code: string | undefined;
  readonly message: string;
  /** What stood before the class: `Error in handleMention:`. */
  readonly before: string;
  /** The package of the class, where it is written out: `slack_sdk.errors`, `java.net`. */
  readonly module?: string;
}

/** In most languages a class is written with the package that it is of. */
const CLASS =
  /(^|[\s:([\]])\[?((?:[A-Za-z_][\w$]{0,60}(?:\.|::)){0,8})((?:[A-Z][\w$]{0,80}?)?(?:Error|Exception|Rejection)|DOMException|(?<=\b(?:[Ee]rrors?|exceptions?|exc)(?:\.|::))[A-Z]\w{1,80})(?: ?\[([\w$]{1,80})\]| \(\w{1,12}\))?(: |:?$|\])/;
const NESTED =
  /^(\s+)(?:(?:original|\[?cause\]?|\[?error\]?|err|reason|exception|lastError): (?=\[?[A-Za-z_])|<rejected> (?=\[?[A-Z])|(?:---> )?(?=\[?[A-Z]))/;
const CAUSED_BY = /^\s*caused by: /i;
const PROPERTY = /^(\s*)(code|status|statusCode|errno): '?([\w.-]{1,80})'?,?$/;
/** Names that say only that something was thrown. */
const PLAIN_CLASSES: ReadonlySet<string> = new Set(["Error", "TypeError", "UnknownError", "AggregateError"]);
const WRAPPER_CODES: ReadonlySet<string> = new Set(["slack_bolt_unknown_error", "slack_bolt_multiple_listener_error"]);
const THROWN_TEXT = /^(\s+)original: '([^']{1,2000})',?$/;

const INSTALLED_IN = ["node_modules", "site-packages", "dist-packages", "/gems/", "/pkg/mod/"];
const PACKAGE =
  /^(?:(node_modules|site-packages|dist-packages)[\\/]((?:@[\w.-]{1,60}[\\/])?[\w.-]{1,60})|\/gems\/([\w-]{1,60}?)-\d[^/]{0,40}\/|\/pkg\/mod\/([^@\s]{1,120})@)/;

/** `Class: message` at the first place where an error's class stands in a line. */
export function findHead(text: string): Head | undefined {
  const match = CLASS.exec(text);
  if (match === null) return undefined;
  const [whole, lead = "", module = "", name = "", inner, end = ""] = match;
  const message = end === "]" ? "" : text.slice(match.index + whole.length).replace(/\](?: \{)?$/, "");
  const isCode = inner !== undefined && /^[A-Z0-9_]+$/.test(inner);
  const errorClass = inner === undefined || isCode ? name.slice(name.lastIndexOf("$") + 1) : inner;
  const before = text
    .slice(0, match.index + lead.length)
    .replace(/\[$/, "")
    .trim();
  const head = { errorClass, code: isCode ? inner : undefined, message, before };
  return module === "" ? head : { ...head, module: module.replace(/(?:\.|::)$/, "") };
}

/** `details` are further lines about the first error, which follow its stack. */
export function readErrorBlock(lines: readonly string[], details: readonly string[] = []): ErrorText {
  const [first = "", ...rest] = lines;
  const links: Link[] = [toLink(first, 0)];
  let stacked = false;
  for (const line of rest) {
    stacked = readInto(links, line) || stacked;
  }
  const hasCause = links.length > 1;
  const own = links.slice(0, 1);
  for (const line of details) readInto(hasCause ? own : links, line);
  return toErrorText(links, stacked);
}

/** Answers whether the line was a frame. */
function readInto(links: Link[], line: string): boolean {
  const frame = parseFrame(line);
  if (frame !== undefined) {
    const link = links.at(-1);
    if (link !== undefined) link.framed = true;
    if (frame.own && frame.fact !== undefined) link?.frames.push(frame.fact);
    else if (link?.frames.length === 0) notePackage(link, line);
    return true;
  }
  const nested = toNestedLink(line, links);
  if (nested !== undefined) links.push(nested);
  else readProperty(links, line);
  return false;
}

function notePackage(link: Link, line: string): void {
  const name = installedIn(line) ?? packageOf(line);
  if (name !== undefined && !link.packages.includes(name) && link.packages.length < 20) link.packages.push(name);
}

/** `@slack/web-api`, `slack_sdk`, `github.com/slack-go/slack`, `slack-ruby-client`: what lies in the folder of what was installed. */
function installedIn(line: string): string | undefined {
  const start = INSTALLED_IN.map((folder) => line.lastIndexOf(folder)).find((found) => found >= 0);
  if (start === undefined) return undefined;
  const [, , scripted, gem, module] = PACKAGE.exec(line.slice(start)) ?? [];
  return scripted ?? gem ?? module;
}

function toNestedLink(line: string, links: readonly Link[]): Link | undefined {
  const causedBy = CAUSED_BY.exec(line);
  if (causedBy !== null) return toLink(line.slice(causedBy[0].length), (links.at(-1)?.indent ?? 0) + 1);
  const thrown = THROWN_TEXT.exec(line);
  if (thrown !== null) return toLink(thrown[2] ?? "", thrown[1]?.length ?? 0);
  const nested = NESTED.exec(line);
  if (nested === null) return undefined;
  const link = toLink(line.slice(nested[0].length), nested[1]?.length ?? 0);
  return link.errorClass !== undefined && findHead(line.slice(nested[0].length))?.before === "" ? link : undefined;
}

function toLink(line: string, indent: number): Link {
  const head = findHead(line);
  const message = head === undefined || head.message === "" ? line.trim() : head.message;
  return {
    indent,
    errorClass: head?.errorClass,
    before: head?.before ?? "",
    message,
    more: [],
    code: head?.code,
    status: undefined,
    frames: [],
    framed: false,
    packages: head?.module === undefined ? [] : [head.module],
    properties: createPropertyReader(),
  };
}

/** A property stands two columns to the right of the error that it belongs to. */
function readProperty(links: readonly Link[], line: string): void {
  const depth = line.length - line.trimStart().length;
  const holder = links.findLast((link) => link.indent < depth);
  if (holder?.properties.take(line) !== true) noteMessage(links, line);
  const property = PROPERTY.exec(line);
  if (property === null) return;
  const [, indent = "", name, value = ""] = property;
  const owner = links.findLast((link) => link.indent === indent.length - 2);
  if (owner === undefined) return;
  if (name === "code" && value !== "undefined" && value !== "null" && !WRAPPER_CODES.has(value)) owner.code ??= value;
  if ((name === "status" || name === "statusCode") && /^[1-5]\d\d$/.test(value)) owner.status ??= value;
}

/** Below the first line of a message, and above its stack. */
function noteMessage(links: readonly Link[], line: string): void {
  const link = links.at(-1);
  if (link === undefined || link.framed || link.more.length >= 20) return;
  if (/[\p{L}\d]/u.test(line)) link.more.push(line.trim());
}

function toErrorText(links: readonly Link[], stacked: boolean): ErrorText {
  const chain = innermostFirst(links);
  const root = chain[0];
  const errorClass = classOf(chain);
  const code = chain.map(codeOf).find((found) => found !== undefined);
  return {
    message: root?.message ?? "",
    messages: [...new Set(links.map((link) => firstLineOf(link.message).trim()))],
    ownFrames: framesOf([...chain, ...links]),
    stacked,
    chains: chainsOf(links),
    ...(errorClass === undefined ? {} : { errorClass }),
    ...(code === undefined ? {} : { code }),
  };
}

/** From the outermost error always into the first one that it wraps. */
function innermostFirst(links: readonly Link[]): readonly Link[] {
  const chain: Link[] = [];
  for (const link of links) {
    const outer = chain[0];
    if (outer !== undefined && link.indent <= outer.indent) break;
    chain.unshift(link);
  }
  return chain;
}

/** Bolt's `originals` are faults of their own; of an `AggregateError` the first speaks for all. */
function chainsOf(links: readonly Link[]): readonly (readonly Link[])[] {
  const [outer, first] = links;
  if (outer === undefined || first === undefined) return [links];
  if (!outer.properties.has("originals")) return [[...innermostFirst(links)].reverse()];
  const starts = links.flatMap((link, index) => (index > 0 && link.indent <= first.indent ? [index] : []));
  return starts.map((start, index) => [outer, ...[...innermostFirst(links.slice(start, starts[index + 1]))].reverse()]);
}

function classOf(chain: readonly Link[]): string | undefined {
  const root = chain[0]?.errorClass;
  if (root !== undefined && root !== "Error") return root;
  const telling = chain.find(({ errorClass }) => errorClass !== undefined && !PLAIN_CLASSES.has(errorClass));
  return telling?.errorClass ?? root;
}

/** The most telling code: Slack's own error, the HTTP status, else what the error carries. */
function codeOf(link: Link): string | undefined {
  const slack = /^An API error occurred: ([a-z_]{1,60})/.exec(link.message);
  if (slack !== null) return slack[1];
  if (/\bA rate limit was exceeded\b/.test(link.message)) return "ratelimited";
  const status = link.status ?? /\bstatus(?: code|Code)?(?: =|:)? ([45]\d\d)\b/.exec(link.message)?.[1];
  if (status !== undefined && !/^E[A-Z]+$/.test(link.code ?? "")) return `HTTP ${status}`;
  return link.code ?? /\b(E[A-Z]{4,20}|EAI_AGAIN)\b/.exec(link.message)?.[1];
}

function framesOf(links: readonly Link[]): readonly FrameFact[] {
  const seen = new Map<string, FrameFact>();
  for (const frame of links.flatMap(({ frames }) => frames)) {
    const key = `${frame.path}:${frame.line}:${frame.column ?? ""}`;
    if (!seen.has(key)) seen.set(key, frame);
  }
  return [...seen.values()].slice(0, 20);
}
