import type { Finding } from "../finding.ts";
import { asRecord, isRecord, type Json } from "../json.ts";
import type { Fix } from "../rules/field.ts";
import { markdownToMrkdwn } from "../text/markdown-to-mrkdwn.ts";
import { cutText, truncateText } from "../text/truncate-text.ts";
import { fitMessage } from "./fit-message.ts";
import type { Fitting } from "./pack-blocks.ts";
import { pick, splitBlock } from "./split-block.ts";

interface Context extends Fitting {
  /** What holds the part. */
  readonly owner: unknown;
}

/** What takes the place of a part: one, several or none. */
export type Mend = (part: unknown, finding: Finding, context: Context) => readonly unknown[];

/** What the fixes of the table do. Those that are not here take the part away. */
export const fixes: Partial<Readonly<Record<Fix, Mend>>> = {
  truncate: (text, { limit = 0 }) => [truncateText(String(text), limit)],
  cut: (part, { limit = 0 }) => [Array.isArray(part) ? part.slice(0, limit) : cutText(String(part), limit)],
  split: splitBlock,
  "split-message": fitMessage,
  coerce: (part, finding) => [coerce(part, finding)].filter((coerced) => coerced !== undefined),
  clamp: (_, { limit }) => [limit],
  blank: () => [" "],
  suffix,
  section: toSection,
};

/** The same thing in the form that is wanted, or undefined where that would be another thing. */
function coerce(part: unknown, { constraint, wanted = [], textTypes = [] }: Finding): unknown {
  const type = [...wanted, ...textTypes].includes("mrkdwn") ? "mrkdwn" : "plain_text";
  if (constraint !== "type") {
    return { ...(part as object), type };
  }
  const text = toText(isRecord(part) ? part.text : part);
  switch (wanted[0]) {
    case "a string":
      return text;
    case "an object":
      return textTypes.length > 0 && text !== undefined ? { type, text } : undefined;
    case "an array":
      return isRecord(part) ? [part] : undefined;
    case "a boolean":
      return text === "true" || text === "false" ? text === "true" : undefined;
    default:
      return toNumber(text, wanted[0] === "an integer");
  }
}

function toText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function toNumber(text: string | undefined, isInteger: boolean): number | undefined {
  const number = Number(text?.trim() || Number.NaN);
  const settled = isInteger ? Math.round(number) : number;
  return Number.isFinite(settled) ? settled : undefined;
}

/** An item with a number at the end of its identifier: its place in the list, or the next one that is free. */
function suffix(item: unknown, { path, key = "" }: Finding, { owner }: Context): readonly unknown[] {
  if (!isRecord(item) || !Array.isArray(owner)) {
    return [];
  }
  const { [key]: id, ...rest } = item;
  if (typeof id !== "string") {
    return [rest];
  }
  const taken = new Set(owner.map((other) => asRecord(other)[key]));
  let number = Number(path.at(-2)) + 1;
  while (taken.has(numbered(id, number))) {
    number += 1;
  }
  return [{ ...item, [key]: numbered(id, number) }];
}

/** docs.slack.dev: identifiers have at most 255 characters. */
function numbered(id: string, number: number): string {
  const ending = `_${number}`;
  return cutText(id, 255 - ending.length) + ending;
}

function toSection(block: unknown): readonly unknown[] {
  const { text } = block as Json;
  const shown = typeof text === "string" ? { type: "mrkdwn", text: markdownToMrkdwn(text) } : text;
  return [{ type: "section", ...pick(block as Json, ["block_id"]), text: shown }];
}
