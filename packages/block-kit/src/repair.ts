import { describe, toDigits, toPointer } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { isRecord } from "./json.ts";
import type { Change, Profile, Repaired, RepairOptions } from "./problem.ts";
import { applyFix, dropBlock } from "./repair/apply-fix.ts";
import { type Draft, originalPath, startDraft, tidy } from "./repair/draft.ts";
import { fitMessage, splitMessage } from "./repair/split-message.ts";
import { findTarget, isUpdate, type Target } from "./target.ts";
import { findIn } from "./validate.ts";

/** A fix may bring the next one into view, about once a level of nesting. What is still broken then goes with its block. */
const mostPasses = 12;

/** A part of a split message may need a split of its own, where one block was too long for a message. */
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
function mend(work: Work, draft: Draft, splits: number): readonly unknown[] {
  for (let pass = 1; draft.root !== undefined && pass <= 2 * mostPasses; pass += 1) {
    const found = findBroken({ ...work.target, value: draft.root }, work.profile);
    if (found.length === 0) {
      return work.target.isBare && isEmpty(draft.root) ? [] : [draft.root];
    }
    if (found.some((finding) => finding.fix === "none")) {
      return [];
    }
    const parts = found.filter((finding) => finding.fix !== "split-message");
    if (parts.length > 0) {
      mendParts(work, draft, { found: parts, pass });
    } else if (work.maySplit && splits < mostSplits) {
      return splitAll(work, draft, found).flatMap((root) => mend(work, startDraft(root, draft.origins), splits + 1));
    } else {
      shorten(work, draft, found);
    }
  }
  return [];
}

function isEmpty(root: unknown): boolean {
  return isRecord(root) && Array.isArray(root.blocks) && root.blocks.length === 0;
}

/** From the end to the beginning, so that the paths before a change stay true. */
function mendParts(work: Work, draft: Draft, { found, pass }: { found: readonly Finding[]; pass: number }): void {
  const isShorter = found.some(({ fix }) => fix === "split" || fix === "cut");
  // Which of many identifiers must differ is clear once the list has its length.
  const ready = found.filter(({ fix }) => fix !== "suffix" || !isShorter);
  const changes = ready
    .toReversed()
    .flatMap((finding) => mendPart(work, draft, { finding, isLast: pass > mostPasses }));
  for (const change of changes.reverse()) {
    work.changes.push(change);
  }
  tidy(draft);
}

function mendPart(work: Work, draft: Draft, { finding, isLast }: { finding: Finding; isLast: boolean }): Change[] {
  const local = { ...finding, path: finding.path.slice(work.target.prefix.length) };
  const path = originalPath(draft, local.path);
  const done = isLast ? dropBlock(draft, local) : applyFix(draft, local);
  return done === undefined ? [] : [toChange(work, { rule: finding.rule, path }, done)];
}

function splitAll(work: Work, draft: Draft, found: readonly Finding[]): readonly unknown[] {
  const [finding] = found;
  const roots = finding === undefined ? [] : splitMessage(draft, finding, work.profile);
  if (finding !== undefined) {
    work.changes.push(toChange(work, finding, `split over ${roots.length} messages`));
  }
  return roots;
}

function shorten(work: Work, draft: Draft, found: readonly Finding[]): void {
  for (const finding of found) {
    fitMessage(draft, finding, work.profile);
    work.changes.push(toChange(work, finding, `cut to ${toDigits(finding.limit)}`));
  }
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
