import { isRecord, type Json } from "../json.ts";
import { shapes } from "../rules/shapes.ts";
import { parseLiteral } from "./parse-literal.ts";

/** A message, a view, the arguments of `views.open`, or blocks alone. */
export type Payload = Json | readonly unknown[];

/** What holds blocks in a call of Slack's API; in a form each is JSON in a string. */
export const contentKeys: ReadonlySet<string> = new Set(["blocks", "view", "attachments"]);
const messageKeys = [...contentKeys, "text", "markdown_text", "channel", "type"];
const blockTypes: ReadonlySet<unknown> = new Set(
  shapes.filter((shape) => "block_id" in shape.fields).map((shape) => shape.type ?? shape.name),
);

/** Whether it is a block or a list with one, by the types that the table knows. */
export function holdsBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isBlock) : isBlock(value);
}

/** The payload that a value of any log is, if it looks like one: a message or view with blocks, a list of blocks, or a block. */
export function asPayload(value: unknown): Payload | undefined {
  if (Array.isArray(value)) return holdsBlock(value) ? value : undefined;
  if (!isRecord(value)) return undefined;
  const { blocks, view, attachments } = value;
  if (blocks === undefined && view === undefined && attachments === undefined) {
    return isBlock(value) ? [value] : undefined;
  }
  const payload = withoutStrings(value);
  return holdsContent(payload) ? payload : undefined;
}

/** The payload that a whole document is, if it can be one at all: more than blocks makes a message, and wrong blocks are for the rules to tell. */
export function asWholePayload(value: unknown): Payload | undefined {
  if (Array.isArray(value)) return value.every(isRecord) ? value : undefined;
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 0 || messageKeys.some((key) => keys.includes(key)) ? withoutStrings(value) : undefined;
}

function isBlock(value: unknown): boolean {
  return isRecord(value) && blockTypes.has(value.type);
}

function holdsContent({ blocks, view, attachments }: Json): boolean {
  const hasBlocks = Array.isArray(blocks) || isRecord(blocks);
  const hasView = isRecord(view) && ("blocks" in view || view.type === "modal" || view.type === "home");
  return hasBlocks || hasView || (Array.isArray(attachments) && attachments.some(isRecord));
}

function withoutStrings(value: Json): Json {
  const entries = Object.entries(value);
  if (!entries.some(([key, part]) => contentKeys.has(key) && typeof part === "string")) return value;
  return Object.fromEntries(entries.map(([key, part]) => [key, contentKeys.has(key) ? withoutString(part) : part]));
}

function withoutString(part: unknown): unknown {
  const text = typeof part === "string" ? part.trim() : "";
  if (!/^[[{]/.test(text)) return part;
  const literal = parseLiteral(text, 0);
  return literal.ok && literal.end === text.length ? literal.value : part;
}
