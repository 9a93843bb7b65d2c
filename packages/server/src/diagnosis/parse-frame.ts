/** Stack frames as V8, the Java machine and .NET print them; other languages' frames are written in V8's way first. */

import type { FrameFact } from "../domain/evidence.ts";
import { parseJavaFrame, parseNetFrame } from "./traces/managed-frames.ts";

export interface Frame {
  readonly fact?: FrameFact;
  /** In the bot's own code: not the runtime's, not an installed package's. */
  readonly own: boolean;
}

const FRAME_START = /^\s*at (?:async )?(?:new )?/;
const LOCATION = /^(.{1,1024}?):(\d{1,9})(?::(\d{1,9}))?$/;
const PLACELESS = /(?:\(<anonymous>\)|\(native\)|\(index \d{1,9}\)|^<anonymous>)$/;
const EVAL_ORIGIN = /^eval at .{0,256}?\((?=[^\s(])([^()]{1,1024}:\d{1,9}:\d{1,9})\)/;
const ELIDED = /^\s+\.\.\. \d{1,6} (?:lines matching cause stack trace \.\.\.|more|common frames omitted)$/;
/** Where languages keep what was installed, and their own libraries. */
const INSTALLED =
  /[\\/](?:node_modules|site-packages|dist-packages|gems|pkg[\\/]mod|registry[\\/]src)[\\/]|[\\/]lib[\\/](?:python|ruby)[\d./\\]|^\/usr\/(?:local\/|lib\/)?go(?:-[\d.]{1,8})?\/src\/|^\/rustc\//;
const OF_RUNTIME = /^(?:node:|internal\/|wasm:|<)/;

/** Reads one line of a stack; `undefined` when it is not one. */
export function parseFrame(line: string): Frame | undefined {
  if (ELIDED.test(line)) return { own: false };
  const start = FRAME_START.exec(line);
  if (start === null) return undefined;
  return parseScriptFrame(line, start) ?? parseJavaFrame(line) ?? parseNetFrame(line);
}

function parseScriptFrame(line: string, start: RegExpExecArray): Frame | undefined {
  const rest = withoutTail(line.slice(start[0].length));
  if (PLACELESS.test(rest)) return { own: false };
  const open = rest.endsWith(")") ? openingOf(rest) : -1;
  const symbol = open > 0 ? toSymbol(rest.slice(0, open).trim()) : undefined;
  const fact = parseLocation(open >= 0 ? rest.slice(open + 1, -1) : rest);
  if (fact === undefined) return undefined;
  return { fact: symbol === undefined ? fact : { ...fact, symbol }, own: isOwnPath(fact.path) };
}

/** `file:///app/src/notes.ts:41:7`, with or without its column, as it stands alone or in a frame. */
export function parseLocation(text: string): FrameFact | undefined {
  const inner = EVAL_ORIGIN.exec(text)?.[1] ?? text;
  const match = LOCATION.exec(inner);
  if (match === null) return undefined;
  const [, path = "", line = "", column] = match;
  if (!looksLikePath(path)) return undefined;
  const place = { path: toPath(path), line: Number(line) };
  return column === undefined ? place : { ...place, column: Number(column) };
}

export function isOwnPath(path: string): boolean {
  return !OF_RUNTIME.test(path) && !INSTALLED.test(path);
}

/** An error printed by inspection ends its last frame with ` {`, or with a comma inside an object. */
function withoutTail(text: string): string {
  return text.trimEnd().replace(/(?: [{[]|,)$/, "");
}

/** The bracket that holds the location: `f (eval at g (file:///a.ts:1:2), <anonymous>:3:4)` nests. */
function openingOf(text: string): number {
  let depth = 0;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    if (text[index] === ")") depth += 1;
    if (text[index] === "(") depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function toSymbol(text: string): string | undefined {
  const name = text.replace(/ \[as [^\]]{1,128}\]$/, "").replace(/^async /, "");
  return name === "" || name.endsWith("<anonymous>") ? undefined : name.slice(0, 128);
}

function looksLikePath(path: string): boolean {
  if (/^(?:file:\/\/|node:|internal\/|wasm:|webpack(?:-internal)?:|[\\/]|[A-Za-z]:[\\/]|<frozen )/.test(path))
    return true;
  return !/\s/.test(path) && /\.(?:[cm]?[jt]sx?|py|rb|go|rs|php|exs?)$/.test(path);
}

function toPath(path: string): string {
  if (path.startsWith("webpack")) return path.replace(/^webpack(?:-internal)?:\/{0,3}(?:\.\/)?/, "");
  if (!path.startsWith("file://")) return path;
  const plain = decode(path.slice("file://".length));
  return /^\/[A-Za-z]:\//.test(plain) ? plain.slice(1) : plain;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
