import { longestText } from "./check-message.ts";
import { describe, toPointer } from "./describe.ts";
import { findPlaces } from "./find-places.ts";
import { findRule } from "./find-rule.ts";
import type { Constraint, Finding, Path } from "./finding.ts";
import type { Problem } from "./problem.ts";
import { readSlackError, type Saying } from "./read-slack-error.ts";
import { tell } from "./refusal.ts";
import { totals } from "./rules/totals.ts";
import { readSentence } from "./sentences.ts";
import { type SlackCode, slackCodes } from "./slack-codes.ts";
import { findTarget } from "./target.ts";
import { compileFor, findProblems } from "./validate.ts";

/** More is not compared. */
const mostFindings = 1000;

/** Slack says of the whole that it fits none of its schemas, and beside that what is wrong in it. */
const vague = /^failed to match .*schemas?$/;

/** What Slack always says in the same words; the images and files it finds only when it tries. */
const faults: Readonly<Record<string, { readonly rule: string; readonly fix: string }>> = {
  "downloading image failed": {
    rule: "image.image_url.unreachable",
    fix: "Use an address that Slack can reach from the internet, or leave the image out.",
  },
  "must define `submit` to use an `input` block in modals": { rule: "modal.submit.needs", fix: "Add it." },
  invalid_url: { rule: "slack_file.url.invalid", fix: "Name a file that Slack has, or leave it out." },
};

/**
 * Says which rules a message or a view broke, from what Slack said: the body of its reply, an error of a client or of a webhook, a bare
 * code, or a line of a log. With the payload at hand the rules are exact. What is not about content, such as `ratelimited`, gives nothing.
 * It never throws.
 *
 * @example
 * explain("[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
 * // [{ rule: "section.text.max_length", path: "/blocks/0/text/text", limit: 3000, … }]
 */
export function explain(slackError: unknown, payload?: unknown): readonly Problem[] {
  const sayings = sayingsOf(slackError, payload);
  const known = findKnown(sayings, payload);
  const problems = sayings.flatMap(
    (saying) => known.get(toText(saying))?.map(describe) ?? toProblem(saying, payload) ?? [],
  );
  return withoutRepeats(problems, ({ rule, path, message }) => `${rule} ${path} ${message}`);
}

function sayingsOf(slackError: unknown, payload: unknown): readonly Saying[] {
  const all = tryToRead(slackError).flatMap((saying) => toContent(saying, payload));
  const pointers = all.flatMap(({ words, path }) =>
    path === undefined || vague.test(words) ? [] : `${toPointer(path)}/`,
  );
  const telling = all.filter(
    ({ words, path }) =>
      !(vague.test(words) && pointers.some((pointer) => pointer.startsWith(`${toPointer(path ?? [])}/`))),
  );
  const exact = telling.filter(({ words }) => words !== "invalid_blocks" && words !== "invalid_attachments");
  return withoutRepeats(exact.length > 0 ? exact : telling, toText);
}

function tryToRead(slackError: unknown): readonly Saying[] {
  try {
    return readSlackError(slackError);
  } catch {
    // Something thrown may have properties that throw when they are read: then Slack said nothing that can be known.
    return [];
  }
}

/** What is said about the content of the call, with a path as `validate` writes it; other arguments are not ours to explain. */
function toContent({ words, path }: Saying, payload: unknown): readonly Saying[] {
  const [first] = path ?? [];
  if (path === undefined || first === undefined || first === "view") {
    return [path === undefined ? { words } : { words, path }];
  }
  const { shape, prefix } = findTarget(payload);
  const isContent = compileFor(undefined).shapes.get(shape)?.fields.has(String(first));
  return isContent === true ? [{ words, path: [...prefix, ...path] }] : [];
}

/** What `validate` finds, by what Slack says about it. */
function findKnown(sayings: readonly Saying[], payload: unknown): ReadonlyMap<string, readonly Finding[]> {
  const known = new Map<string, Finding[]>();
  if (payload === undefined || sayings.length === 0) {
    return known;
  }
  const surface = sayings.some(({ path }) => path?.[0] === "view") ? "modal" : "message";
  for (const finding of findProblems(payload, { surface }, mostFindings)) {
    const told = tell(finding, payload);
    known.set(told, [...(known.get(told) ?? []), finding]);
  }
  return known;
}

function toText({ words, path }: Saying): string {
  return path === undefined ? words : `${words} [json-pointer:${toPointer(path)}]`;
}

function toProblem({ words, path }: Saying, payload: unknown): Problem | undefined {
  if (path === undefined) {
    const code = slackCodes.find((each) => each.code === words);
    return code === undefined ? undefined : fromCode(code);
  }
  const fault = faults[words];
  if (fault !== undefined) {
    return { ...fault, path: toPointer(path), message: quote(words) };
  }
  const said = readSentence(words);
  const finding = said === undefined ? undefined : findRule(said, path, payload);
  if (finding !== undefined) {
    return describe(finding);
  }
  const topic = path.includes("blocks") ? "blocks" : (path[0] ?? "message");
  return {
    rule: `${topic}.${said?.constraints[0] ?? "invalid"}`,
    path: toPointer(path),
    message: quote(words),
    ...(said?.limit === undefined ? {} : { limit: said.limit }),
    fix: "Mend the part that Slack points to, or leave it out.",
  };
}

function fromCode({ code, rule, path, wanted, advice }: SlackCode): Problem {
  if (advice !== undefined) {
    return { rule, path: toPointer(path), message: quote(code), fix: advice };
  }
  const constraint = rule.slice(rule.lastIndexOf(".") + 1) as Constraint;
  const limit = constraint.startsWith("max") ? { limit: limitOf(rule, path) } : {};
  return describe({ rule, path, constraint, fix: "none", ...limit, ...(wanted && { wanted }) });
}

function limitOf(rule: string, path: Path): number {
  return (
    totals.find((total) => total.rule === rule)?.max ?? Math.min(findPlaces(path, {})[0]?.node?.max ?? 0, longestText)
  );
}

function quote(words: string): string {
  return `Slack says: ${words.slice(0, 200)}`;
}

function withoutRepeats<Item>(items: readonly Item[], toKey: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [toKey(item), item])).values()];
}
