import { either, toPointer } from "./describe.ts";
import type { Finding, Path } from "./finding.ts";
import { asString, type Json } from "./json.ts";
import type { ValidateOptions } from "./problem.ts";
import { codes, type Sentence, sentences } from "./slack-words.ts";
import { findTarget } from "./target.ts";
import { compileFor, findProblems } from "./validate.ts";

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

/** Of an unknown key so many characters are told. */
const longestKey = 255;

/** In the manner of Slack's own, for what nobody knows its words for. */
const otherSentences: readonly Sentence[] = [
  [["conflict"], "must define only one of *"],
  [["once"], "must be true only once"],
  [["not_offered"], "must be one of the options"],
  [["order"], "must not be greater than `*`"],
  [["even"], "must have # items"],
  [["plain_header"], "must not be rich text"],
  [["points"], "must have one point for each category"],
];

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
  return codes.find(([, known, pointer]) => known === rule && pointer === toPointer(path))?.[0];
}

/** What Slack says about a finding, with the pointer. */
function tell(finding: Finding, payload: unknown): string {
  return codeOf(finding) ?? `${toSentence(finding, payload)} [json-pointer:${toPointer(finding.path)}]`;
}

function toSentence(finding: Finding, payload: unknown): string {
  const { constraint, limit = 0, wanted } = finding;
  const isEither = constraint === "required" && wanted !== undefined;
  const [, words, shift = 0] = [...sentences, ...otherSentences].find(
    ([constraints, text]) => constraints.includes(constraint) && text.includes("either") === isEither,
  ) ?? [[], "failed to match schema"];
  return words.replace("#", String(Math.floor(limit) + shift)).replace("*", () => aboutOf(finding, payload));
}

function aboutOf({ constraint, key = "", wanted = [], path, rule }: Finding, payload: unknown): string {
  const field = String(path.at(-1));
  switch (constraint) {
    case "needs":
      return key === "submit" ? "`submit` to use an `input` block in modals" : `\`${key}\` to use \`${field}\``;
    case "unique":
      return `\`${field}\` "${idAt(payload, path)}"`;
    case "format":
      return patternOf(rule);
    case "type":
      return wanted[0] ?? "";
    case "conflict":
      return either(wanted);
    default:
      return key === "" ? either(wanted) : key.slice(0, longestKey);
  }
}

function idAt(payload: unknown, path: Path): string {
  const isView = path[0] === "view";
  const { value } = findTarget(payload, isView ? "modal" : "message");
  const way = isView ? path.slice(1) : path;
  const id = way.reduce((part: unknown, segment) => (part as Json | undefined)?.[segment], value);
  return asString(id);
}

function patternOf(rule: string): string {
  const fields = [...compileFor(undefined).shapes.values()].flatMap((shape) => [...shape.fields.values()]);
  return fields.find((field) => `${field.rule}.format` === rule)?.pattern?.source ?? "";
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
