import { toPointer } from "./describe.ts";
import type { Finding } from "./finding.ts";
import type { ValidateOptions } from "./problem.ts";
import { toSentence } from "./sentences.ts";
import { slackCodes } from "./slack-codes.ts";
import { findProblems } from "./validate.ts";

/** The body of Slack's reply to a call that it refuses. */
export interface SlackRefusal {
  readonly ok: false;
  readonly error: string;
  readonly errors?: readonly string[];
  readonly response_metadata?: { readonly messages: readonly string[] };
}

export interface RefusalOptions extends ValidateOptions {
  /** What becomes of block and element types that are not in the table: they pass, unless a strict stand-in for Slack refuses them. */
  readonly unknownTypes?: "pass" | "refuse";
}

/** So many findings are told. */
const mostFindings = 1000;

/**
 * Says what Slack would reply to a message or a view: nothing when it would take it, else the refusal in Slack's own words, as far as
 * they are known. For simulators and tests.
 *
 * @example
 * refusalOf({ blocks: [{ type: "section", text: { type: "mrkdwn", text: "" } }] });
 * // { ok: false, error: "invalid_blocks", errors: ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"], … }
 */
export function refusalOf(payload: unknown, options: RefusalOptions = {}): SlackRefusal | undefined {
  const findings = findProblems(payload, options, mostFindings).filter(
    (finding) => finding.isWarning !== true || (options.unknownTypes === "refuse" && isUnknownPart(finding)),
  );
  const isView = findings[0]?.path[0] === "view";
  const stage = Math.min(...findings.map((finding) => stageOf(finding, isView)));
  const error = errors[stage];
  if (error === undefined) {
    return undefined;
  }
  const told = findings
    .filter((finding) => stageOf(finding, isView) === stage)
    .map((finding) => tell(finding, payload));
  return toRefusal(error, [...new Set(told)]);
}

/** New leaves of rich text appear often, and Slack takes them. */
function isUnknownPart({ constraint, rule }: Finding): boolean {
  return constraint === "unknown_type" && !rule.startsWith("rich_text_");
}

/** Slack looks at one thing after the other, and tells only what the first of them found. */
const errors = [
  "invalid_arguments",
  "invalid_blocks_format",
  "markdown_text_conflict",
  "too_many_attachments",
  "invalid_blocks",
  "invalid_attachments",
  "msg_blocks_too_long",
  "msg_too_long",
  "no_text",
  "invalid_metadata_format",
];

function stageOf(finding: Finding, isView: boolean): number {
  return isView ? 0 : errors.indexOf(errorOf(finding));
}

function errorOf(finding: Finding): string {
  const { path } = finding;
  const code = codeOf(finding);
  if (code !== undefined) {
    return code === "only_one_table_allowed" ? "invalid_attachments" : code;
  }
  switch (path[0]) {
    case "blocks":
    case "attachments":
      return `invalid_${path[0]}`;
    case "metadata":
      return "invalid_metadata_format";
    default:
      return "invalid_arguments";
  }
}

/** The word that Slack has for a finding, where it points to nothing. */
function codeOf({ rule, path }: Finding): string | undefined {
  return slackCodes.find((known) => known.rule === rule && known.path.join() === path.join())?.code;
}

/** What Slack says about a finding, with the pointer. */
export function tell(finding: Finding, payload: unknown): string {
  return codeOf(finding) ?? `${toSentence(finding, payload)} [json-pointer:${toPointer(finding.path)}]`;
}

function toRefusal(error: string, told: readonly string[]): SlackRefusal {
  if (told[0] === error) {
    return { ok: false, error };
  }
  const responseMetadata = { messages: told.map((message) => `[ERROR] ${message}`) };
  return error === "invalid_arguments"
    ? { ok: false, error, response_metadata: responseMetadata }
    : { ok: false, error, errors: told, response_metadata: responseMetadata };
}
