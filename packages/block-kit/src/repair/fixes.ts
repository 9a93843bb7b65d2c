import type { Finding } from "../finding.ts";
import { isRecord, type Json } from "../json.ts";
import type { Fix } from "../rules/field.ts";
import { markdownToMrkdwn } from "../text/markdown-to-mrkdwn.ts";
import { cutText, truncateText } from "../text/truncate-text.ts";
import { fitMessage } from "./fit-message.ts";
import type { Fitting } from "./pack-blocks.ts";
import { pick, splitBlock } from "./split-block.ts";

/** What takes the place of a part: one, several or none. */
export type Mend = (part: unknown, finding: Finding, fitting: Fitting) => readonly unknown[];

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
  const value = isRecord(part) ? part.text : part;
  const text = typeof value === "object" ? "" : String(value ?? "").trim();
  switch (wanted[0]) {
    case "an array":
      return isRecord(part) ? [part] : undefined;
    case "a string":
      return text || undefined;
    case "an object":
      return text && textTypes.length > 0 ? { type, text } : undefined;
    case "a boolean":
      return text === "true" || (text === "false" ? false : undefined);
    default:
      return toNumber(text, wanted[0] === "an integer");
  }
}

function toNumber(text: string, isInteger: boolean): number | undefined {
  const number = Number(text || Number.NaN);
  const settled = isInteger ? Math.round(number) : number;
  return Number.isFinite(settled) ? settled : undefined;
}

/** An identifier with its place in the list at the end; docs.slack.dev: identifiers have at most 255 characters. */
function suffix(id: unknown, { path }: Finding): readonly unknown[] {
  const ending = `_${Number(path.at(-2)) + 1}`;
  return [cutText(String(id), 255 - ending.length) + ending];
}

function toSection(block: unknown): readonly unknown[] {
  const { text } = block as Json;
  const shown = typeof text === "string" ? { type: "mrkdwn", text: markdownToMrkdwn(text) } : text;
  return [{ type: "section", ...pick(block as Json, ["block_id"]), text: shown }];
}
