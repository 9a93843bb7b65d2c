import { describe, toDigits, toPointer } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { isRecord } from "./json.ts";
import type { Change, Profile, Repaired, RepairOptions } from "./problem.ts";
import { applyFix, dropBlock, isMisplaced } from "./repair/apply-fix.ts";
import { type Draft, originalPath, startDraft, tidy } from "./repair/draft.ts";
import { fitMessage } from "./repair/fit-message.ts";
import { findTarget, isUpdate, type Target } from "./target.ts";
import { findIn } from "./validate.ts";

/** A fix may bring the next one into view, about twice a level of nesting. What is still broken then goes with its block. */
const mostPasses = 20;

/** Blocks and attachments may both be too many; what is still too much then is cut, and if that is in vain, given up. */
const mostSplits = 3;

const nothingLeft = describe({
  rule: "message.content.required",
  constraint: "required",
  path: [],
  fix: "none",
  wanted: ["text", "blocks", "attachments", "markdown_text"],
});

interface Work {
  readonly target: Target;
  readonly profile: Profile | undefined;
  readonly maySplit: boolean;
  readonly changes: Change[];
}

/**
 * Makes a message or a view valid by the smallest change: removes unknown keys and nulls, drops what is empty, shortens or splits what is
 * too long, makes identifiers unique. It never invents content, keeps the order, and leaves the payload as it was given.
 *
 * @example
 * const { messages } = repair({ channel, text: "Deployed", blocks });
 * for (const message of messages) await client.chat.postMessage(message);
 */
export function repair<Payload>(payload: Payload, options: RepairOptions = {}): Repaired<Payload> {
  const target = findTarget(payload, options.surface);
  const { profile, split = true } = options;
  if (findBroken(target, profile).length === 0) {
    return { messages: [payload], changes: [], remaining: [] };
  }
  const isNew = target.shape === "message" && !(isRecord(target.value) && isUpdate(target.value));
  const work: Work = { target, profile, maySplit: split && isNew, changes: [] };
  const messages = mend(work, startDraft(target.value), 0).map((root) => wrap(payload, target, root));
  return { messages, changes: work.changes, remaining: messages.length > 0 ? [] : [nothingLeft] };
}

function findBroken(target: Target, profile: Profile | undefined): readonly Finding[] {
  return findIn(target, profile, Number.POSITIVE_INFINITY).filter((finding) => finding.isWarning !== true);
}

/** The messages that come of one; none if nothing is left to show. */
function mend(work: Work, draft: Draft, depth: number): readonly unknown[] {
  for (let pass = 1; draft.root !== undefined && pass <= 2 * mostPasses; pass += 1) {
    const found = findBroken({ ...work.target, value: draft.root }, work.profile);
    const [first] = found;
    if (first === undefined) {
      return work.target.isBare && isEmpty(draft.root) ? [] : [draft.root];
    }
    if (found.some((finding) => finding.fix === "none")) {
      return [];
    }
    const parts = found.filter((finding) => finding.fix !== "split-message");
    if (parts.length === 0) {
      return divide(work, draft, { finding: first, depth });
    }
    mendParts(work, draft, { found: parts, pass });
  }
  return [];
}

/** The messages that come of one in which everything is right but there is too much of it. */
function divide(work: Work, draft: Draft, { finding, depth }: { finding: Finding; depth: number }): readonly unknown[] {
  const maySplit = work.maySplit && depth < mostSplits;
  const roots = depth > 2 * mostSplits ? [] : fitMessage(draft, finding, { profile: work.profile, maySplit });
  const isSplit = roots.length > 1;
  const done = isSplit ? `split over ${roots.length} messages` : `cut to ${toDigits(finding.limit)}`;
  work.changes.push(toChange(work, finding, done));
  return roots.flatMap((root) => mend(work, startDraft(root, draft.origins), depth + 1));
}

function isEmpty(root: unknown): boolean {
  return isRecord(root) && Array.isArray(root.blocks) && root.blocks.length === 0;
}

/** Paths stay true meanwhile: lists are closed up only when all is done, and what was taken away with its owner is passed over. */
function mendParts(work: Work, draft: Draft, { found, pass }: { found: readonly Finding[]; pass: number }): void {
  for (const finding of readyOf(found)) {
    const local = { ...finding, path: finding.path.slice(work.target.prefix.length) };
    const given = { rule: finding.rule, path: originalPath(draft, local.path) };
    const done = pass > mostPasses ? dropBlock(draft, local) : applyFix(draft, local);
    if (done !== undefined) {
      work.changes.push(toChange(work, given, done));
    }
  }
  tidy(draft);
}

/** What to mend now: what comes later may be gone, or fit, by then. */
function readyOf(found: readonly Finding[]): readonly Finding[] {
  const first = found.reduce((least, finding) => Math.min(least, turnOf(finding)), Number.POSITIVE_INFINITY);
  return found.filter((finding) => turnOf(finding) === first);
}

/** Parts out of place first, then what is wrong inside of others, then lists that are still too long, then who is one too many in them. */
function turnOf(finding: Finding): number {
  if (isMisplaced(finding)) {
    return 0;
  }
  if (finding.fix === "suffix") {
    return 3;
  }
  return finding.constraint === "max_items" ? 2 : 1;
}

function toChange({ target }: Work, { rule, path }: Pick<Finding, "rule" | "path">, message: string): Change {
  return { rule, path: toPointer([...target.prefix, ...path]), message };
}

/** A message in the form in which it was given: blocks alone, the arguments of `views.open`, or itself. */
function wrap<Payload>(payload: Payload, { isBare, value }: Target, root: unknown): Payload {
  const part = isBare && isRecord(root) ? root.blocks : root;
  return (
    isRecord(payload) && payload.view === value && value !== undefined ? { ...payload, view: part } : part
  ) as Payload;
}
