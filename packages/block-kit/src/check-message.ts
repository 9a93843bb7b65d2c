import type { Constraint, Finding } from "./finding.ts";
import type { Json } from "./json.ts";
import { advisedRichText } from "./rules/totals.ts";
import { type Reported, type Run, report } from "./run.ts";
import { isUpdate } from "./target.ts";
import { countCharacters } from "./text/count-characters.ts";

interface Broken extends Omit<Reported, "node"> {
  readonly field: string;
}

const content = ["text", "blocks", "attachments", "markdown_text"];

/** Longer text is cut by chat.postMessage, which warns, and refused by chat.update (docs.slack.dev, both methods). */
export const longestText = 40_000;

/** The rules over the fields of a message: docs.slack.dev, chat.postMessage, errors. */
export function checkMessage(run: Run, message: Json): void {
  const hasText = isSomething(message.text);
  const hasBlocks = isSomething(message.blocks);
  if (!hasText && !hasBlocks && !content.some((key) => isSomething(message[key])) && !isShownElsewhere(message)) {
    tell(run, { field: "content", constraint: "required", fix: "none" }, { wanted: content });
  }
  if (isSomething(message.markdown_text) && (hasText || hasBlocks)) {
    const key = hasBlocks ? "markdown_text" : "text";
    tell(
      run,
      { field: "markdown_text", constraint: "conflict", fix: "strip" },
      { key, wanted: ["markdown_text", hasBlocks ? "blocks" : "text"] },
    );
  }
  if (hasBlocks && !hasText) {
    tell(run, { field: "text", constraint: "advised", fix: "none" }, { key: "text", isWarning: true });
  }
  if (typeof message.text === "string" && message.text.length > longestText) {
    checkLongText(run, message, countCharacters(message.text));
  }
}

/** A stream shows its chunks; what deletes a message shows nothing, and Slack's page writes its flag as a string. */
function isShownElsewhere({ chunks, delete_original }: Json): boolean {
  return isSomething(chunks) || delete_original === true || delete_original === "true";
}

function checkLongText(run: Run, message: Json, actual: number): void {
  if (actual <= longestText) {
    return;
  }
  const details = { limit: longestText, actual, ...(isUpdate(message) ? {} : { isWarning: true as const }) };
  tell(run, { field: "text", constraint: "max_length", fix: "truncate", way: ["text"] }, details);
}

function tell(run: Run, { field, ...broken }: Broken, details: Partial<Finding>): void {
  report(run, { node: { rule: `message.${field}`, profile: undefined }, ...broken }, details);
}

function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Whether any sum of the message is beyond its limit, as far as was counted. */
export function exceedsTotals({ sums, compiled, richText }: Run): boolean {
  return (
    compiled.totals.some((total, index) => (sums[index] ?? 0) > total.max) || isMostlyRichText(sums[0] ?? 0, richText)
  );
}

function isMostlyRichText(text: number, richText: number): boolean {
  return text > advisedRichText && richText > text / 2;
}

/** Reports each sum beyond its limit, at the blocks of the message. */
export function reportTotals(run: Run): void {
  const { sums, compiled, richText } = run;
  for (const [index, total] of compiled.totals.entries()) {
    const actual = sums[index] ?? 0;
    if (actual > total.max) {
      const [rule, constraint] = splitRule(total.rule);
      const node = { rule, profile: total.profile };
      report(run, { node, constraint, fix: total.fix, way: ["blocks"] }, { limit: total.max, actual });
    }
  }
  const text = sums[0] ?? 0;
  if (isMostlyRichText(text, richText) && text <= (compiled.totals[0]?.max ?? 0)) {
    const details = { limit: advisedRichText, actual: text, isWarning: true } as const;
    tell(run, { field: "text_total", constraint: "advised_length", fix: "none", way: ["blocks"] }, details);
  }
}

function splitRule(rule: string): [string, Constraint] {
  const end = rule.lastIndexOf(".");
  return [rule.slice(0, end), rule.slice(end + 1) as Constraint];
}
