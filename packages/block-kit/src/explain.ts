import { longestText } from "./check-message.ts";
import { isRecord } from "./json.ts";
import type { Problem } from "./problem.ts";
import { totals } from "./rules/totals.ts";
import { codes, sentences } from "./slack-words.ts";
import { compileFor, validate } from "./validate.ts";

/** One thing that Slack said: a sentence about the part at a pointer, or a code. */
interface Saying {
  readonly words: string;
  readonly pointer: string;
  /** The last word of the rule, or several of which the part tells the right one. */
  readonly constraints: readonly string[];
  readonly limit: number | undefined;
  /** What a code stands for. */
  readonly rule?: string;
}

/** A key in it has at most 255 characters; before it a log has its own words. */
const longestSentence = 400;

/** Where replies, errors of clients and their wrappings keep what Slack said. */
const keys = ["errors", "messages", "error", "message", "response_metadata", "data", "body", "response", "original"];

/** What ends a sentence or its pointer, in lists of JSON or Python as in logs. */
const ends = /["'\]\n]/;

/** A sentence and its pointer into a message, a view or its blocks; other arguments of the call are not ours to explain. */
const pointed =
  /^(.*)\[json-pointer:(\/(?:view|blocks|attachments|metadata|text|markdown_text|title|submit|close|\d).*)?$/s;

const codeWords = new RegExp(`\\b(?:${codes.map(([code]) => code).join("|")})\\b`, "g");

interface Limit {
  readonly rule: string;
  readonly max: number;
  /** How pointers to such a field end. */
  readonly end?: string;
}

/** The greatest length or count that each rule of the table lets pass. */
const limits: readonly Limit[] = [
  { rule: "message.text.max_length", max: longestText },
  ...totals,
  ...[...compileFor(undefined).shapes.values()]
    .flatMap((shape) => [...shape.fields])
    .map(([key, { is, rule, max }]) => ({
      rule: `${rule}.${is === "list" ? "max_items" : "max_length"}`,
      max,
      end: is === "text" ? `/${key}/text` : `/${key}`,
    })),
];

/** Slack says that the whole is bad, and beside that what is wrong in it. */
const vague = /failed to match .* schemas?$|^invalid_(?:blocks|attachments)$/;

/**
 * Says which rules a message or a view broke, from what Slack said: the body of its reply, an error of a client or of a webhook, a bare
 * code, or a line of a log. With the payload at hand the problems are those of `validate`. What is not about content, such as
 * `ratelimited`, gives nothing. It never throws.
 *
 * @example
 * explain("[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
 * // [{ rule: "section.text.max_length", path: "/blocks/0/text/text", limit: 3000, … }]
 */
export function explain(slackError: unknown, payload?: unknown): readonly Problem[] {
  const text = readText(slackError);
  const all = [...readSentences(text), ...readCodes(text)];
  const telling = all.filter(({ words }) => !vague.test(words));
  const { problems, warnings } = validate(payload);
  // A type newer than the table is the one warning that Slack may refuse.
  const found = [...problems, ...warnings.filter(({ rule }) => rule.endsWith(".unknown_type"))];
  const explained = (telling.length > 0 ? telling : all).flatMap((saying) => {
    const meant = found.filter((problem) => isMeant(problem, saying));
    return payload !== undefined && meant.length > 0 ? meant : guess(saying);
  });
  return [...new Map(explained.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function readText(slackError: unknown): string {
  try {
    // Logs hold replies as JSON, in which Slack escapes slashes.
    return textsIn(slackError, new Set()).join("\n").replaceAll("\\/", "/");
  } catch {
    // Something thrown may have properties that throw when they are read: then Slack said nothing that can be known.
    return "";
  }
}

function textsIn(value: unknown, seen: Set<unknown>): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  if (isRecord(value) && typeof value.pointer === "string") {
    return [`${value.message} [json-pointer:${value.pointer}]`];
  }
  const parts = isRecord(value) ? keys.map((key) => value[key]) : value;
  if (!Array.isArray(parts) || seen.has(value)) {
    return [];
  }
  seen.add(value);
  return parts.flatMap((part) => textsIn(part, seen));
}

function readSentences(text: string): readonly Saying[] {
  return [...new Set(text.split(ends))].flatMap((part) => {
    const [, sentence, pointer = ""] = pointed.exec(part) ?? [];
    // The pointers of blocks.validate begin inside the blocks.
    const path = pointer.replace(/^\/(?=\d)/, "/blocks/");
    return sentence === undefined ? [] : readSentence(sentence.slice(-longestSentence).trim(), path);
  });
}

function readSentence(words: string, pointer: string): Saying {
  for (const [constraints, sentence, shift = 0] of sentences) {
    const pattern = sentence.replace("#", "(-?\\d+)").replace("*", ".*");
    const [said, count] = new RegExp(`${pattern}$`).exec(words) ?? [];
    if (said !== undefined) {
      return { words, pointer, constraints, limit: count === undefined ? undefined : Number(count) - shift };
    }
  }
  return { words, pointer, constraints: [], limit: undefined };
}

function readCodes(text: string): readonly Saying[] {
  return [...new Set(text.match(codeWords))].map((words) => {
    const [, rule = "", pointer = ""] = codes.find(([code]) => code === words) ?? [];
    return { words, pointer, rule, constraints: [], limit: limits.find((known) => known.rule === rule)?.max };
  });
}

/** Whether it is this problem that Slack tells. */
function isMeant({ rule, path, message }: Problem, said: Saying): boolean {
  if (said.rule !== undefined) {
    return codes.some((known) => known.join() === [said.words, rule, path].join());
  }
  const [, key = ""] = said.words.split(/(?:field|property): /);
  return (
    path.replace(/^\/view/, "") === said.pointer.replace(/^\/view/, "") &&
    (said.constraints.length === 0 || said.constraints.some((constraint) => rule.endsWith(`.${constraint}`))) &&
    message.includes(key)
  );
}

/** A problem from what Slack said alone. */
function guess({ words, pointer, constraints, limit, rule }: Saying): Problem {
  return {
    rule: rule ?? nameRule(pointer, constraints[0] ?? "invalid", limit),
    path: pointer,
    message: `Slack says: ${words}`,
    ...(limit !== undefined && { limit }),
    fix: "Run validate on the payload, then mend this part or leave it out.",
  };
}

/** The one rule of the table that has this limit at the end of such a pointer, else a name that follows the pointer. */
function nameRule(pointer: string, constraint: string, limit: number | undefined): string {
  const [end] = /\/[a-z_]+(?:\/text)?$/.exec(pointer) ?? [];
  const [only, ...others] = limits.filter(
    (known) => known.end === end && known.max === limit && known.rule.endsWith(constraint),
  );
  const names = pointer.match(/\b(?!type$)[a-z]\w*/gi) ?? [];
  const root = pointer.startsWith("/view") ? [] : ["message"];
  return only !== undefined && others.length === 0 ? only.rule : [...root, ...names, constraint].join(".");
}
