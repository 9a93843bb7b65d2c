import type { Json } from "./json.ts";
import { advisedRichText } from "./rules/totals.ts";
import { type Found, type Run, report } from "./run.ts";
import { isTrue, isUpdate } from "./target.ts";
import { countCharacters } from "./text/count-characters.ts";

const content = ["text", "blocks", "attachments", "markdown_text"];

/** Longer text is cut by chat.postMessage, which warns, and refused by chat.update (docs.slack.dev, both methods). */
export const longestText = 40_000;

/** The rules over the fields of a message: docs.slack.dev, chat.postMessage, errors. */
export function checkMessage(run: Run, message: Json): void {
  const tell = (field: string, found: Found) => report(run, { rule: `message.${field}` }, found);
  const has = (key: string) => isSomething(message[key]);
  const { text } = message;
  const isSpoken = isSomething(text);
  const hasBlocks = isSomething(message.blocks);
  // A stream shows its chunks; what deletes a message shows nothing.
  if (!isSpoken && !hasBlocks && ![...content, "chunks"].some(has) && !isTrue(message.delete_original)) {
    tell("content", { constraint: "required", wanted: content, fix: "none" });
  }
  if (has("markdown_text") && (hasBlocks || isSpoken)) {
    const [key, other] = hasBlocks ? ["markdown_text", "blocks"] : ["text", "text"];
    tell("markdown_text", { constraint: "conflict", key, wanted: ["markdown_text", other] });
  }
  if (hasBlocks && !isSpoken) {
    tell("text", { constraint: "advised", key: "text" });
  }
  if (typeof text === "string" && text.length > longestText) {
    const actual = countCharacters(text);
    if (actual > longestText) {
      const isWarning = !isUpdate(message);
      tell("text", { constraint: "max_length", way: ["text"], limit: longestText, actual, isWarning });
    }
  }
}

/** An empty text or list is as good as none. */
function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null && (value as { readonly length?: unknown }).length !== 0;
}

/** Reports each sum that is beyond its limit, as far as was counted, at the blocks of the message. */
export function reportTotals(run: Run): void {
  const { sums, compiled, richText } = run;
  const way = ["blocks"];
  for (const [index, { rule, of, max: limit, profile }] of compiled.totals.entries()) {
    const actual = sums[index] ?? 0;
    const toOwner = () => ({ rule: rule.replace(/\.max_\w+$/, ""), profile });
    if (actual > limit) {
      const constraint = typeof of === "string" ? "max_length" : "max_items";
      report(run, toOwner(), { constraint, way, limit, actual, fix: "split-message" });
    } else if (of === "text" && actual > advisedRichText && richText > actual / 2) {
      report(run, toOwner(), { constraint: "advised_length", way, limit: advisedRichText, actual });
    }
  }
}
