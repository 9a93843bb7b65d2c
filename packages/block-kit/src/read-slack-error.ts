import type { Path } from "./finding.ts";
import { readSentence } from "./sentences.ts";
import { slackCodes } from "./slack-codes.ts";

/** One thing that Slack said: a sentence about the part at a path, or a code. */
export interface Saying {
  readonly words: string;
  readonly path?: Path;
}

/** Where replies, errors of clients and their wrappings keep what Slack said; under the first two each text is one sentence. */
const keys = ["errors", "messages", "error", "message", "response_metadata", "data", "body", "response", "original"];
const sentenceKeys = keys.slice(0, 2);

const pointerMark = "[json-pointer:";
const codes = new RegExp(`\\b(?:${slackCodes.map(({ code }) => code).join("|")})\\b`, "g");

/** Finds all that Slack said in a reply, an error or a line of a log. */
export function readSlackError(error: unknown): readonly Saying[] {
  const found: Saying[] = [];
  collect(error, { found, seen: new Set(), isSentence: false });
  return found;
}

interface Reading {
  readonly found: Saying[];
  readonly seen: Set<unknown>;
  readonly isSentence: boolean;
}

function collect(value: unknown, reading: Reading): void {
  const { found, seen, isSentence } = reading;
  if (typeof value === "string") {
    found.push(...(isSentence ? readLine(value) : readText(value)));
  }
  if (typeof value !== "object" || value === null || seen.has(value)) {
    return;
  }
  seen.add(value);
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, reading);
    }
    return;
  }
  const parts = value as Readonly<Record<string, unknown>>;
  if (typeof parts.pointer === "string" && typeof parts.message === "string") {
    found.push({ words: parts.message, path: toPath(parts.pointer) });
    return;
  }
  for (const key of keys) {
    collect(parts[key], { ...reading, isSentence: sentenceKeys.includes(key) });
  }
}

function readLine(text: string): readonly Saying[] {
  const end = text.lastIndexOf(pointerMark);
  if (end < 0 || !text.endsWith("]")) {
    return readText(text);
  }
  const words = text.slice(0, end).replace(/^\[ERROR\]/, "");
  return [{ words: words.trim(), path: toPath(text.slice(end + pointerMark.length, -1)) }];
}

/** Reads text in which sentences stand anywhere: logs, and replies as JSON or as Python writes them. */
function readText(text: string): readonly Saying[] {
  const [first = "", ...rest] = text.split(pointerMark);
  const sayings: Saying[] = [];
  let before = first;
  for (const part of rest) {
    const [pointer = ""] = part.split("]", 1);
    sayings.push({ words: lastWords(before), path: toPath(pointer.replaceAll("\\/", "/")) });
    before = part.slice(pointer.length + 1);
  }
  return [...sayings, ...(text.match(codes) ?? []).map((words) => ({ words }))];
}

function lastWords(text: string): string {
  const line =
    text
      .trimEnd()
      .replaceAll('\\"', '"')
      .split(/\n|\[ERROR\]/)
      .at(-1) ?? "";
  const sentence = readSentence(line);
  const quote = Math.max(line.lastIndexOf("'"), line.lastIndexOf('"'));
  return line.slice(sentence?.index ?? quote + 1).trim();
}

/** Reads a JSON pointer; those of `blocks.validate` begin inside the blocks. */
function toPath(pointer: string): Path {
  const path = pointer
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~")));
  return typeof path[0] === "number" ? ["blocks", ...path] : path;
}
