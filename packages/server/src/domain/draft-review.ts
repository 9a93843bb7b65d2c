/** The post-incident review, drafted from the timeline alone (playbook, "Post-Incident Review Template"). */

import type { RecordedEvent } from "./events.ts";
import { type Instant, writeInstant } from "./instant.ts";
import { oneLine, type ReviewFacts, sentence, toReviewFacts } from "./review-facts.ts";
import type { Lesson } from "./review-lesson.ts";
import { lessonsOf } from "./review-lessons.ts";
import { type Field, summaryFields, timelineFields } from "./review-summary.ts";
import type { ReviewRules } from "./rules.ts";

/** What people add in their own words; it stands after what was drafted. */
export interface ReviewAdditions {
  readonly wentWell?: readonly string[];
  readonly couldBeImproved?: readonly string[];
  readonly actionItems?: readonly ActionItem[];
}

export interface ActionItem {
  readonly text: string;
  readonly owner: string;
  /** `2026-11-30` */
  readonly due: string;
}

/**
 * Markdown with the headings and fields of the playbook's template, in its order. Each drafted sentence cites the events
 * that show it as `[#12]`; what the timeline does not show is "not known", with why. Throws for an empty timeline.
 */
export function draftReview(
  timeline: readonly RecordedEvent[],
  rules: ReviewRules,
  additions: ReviewAdditions = {},
): string {
  const facts = toReviewFacts(timeline, rules);
  const lessons = lessonsOf(facts);
  const parts = [
    ["Incident Summary", summaryFields(facts).map(writeField)],
    ["Timeline", timelineFields(facts).map(writeField)],
    ["What Went Well", [...linesOf(lessons, "went-well"), ...ownLines(additions.wentWell)]],
    ["What Could Be Improved", [...linesOf(lessons, "to-improve"), ...ownLines(additions.couldBeImproved)]],
    ["Action Items", [...actionLines(facts, lessons), ...(additions.actionItems ?? []).map(writeAction)]],
  ] as const;
  return `${parts.map(([heading, lines]) => writePart(heading, lines, facts)).join("\n\n")}\n`;
}

function writePart(heading: string, lines: readonly string[], { last }: ReviewFacts): string {
  const written = lines.length > 0 ? lines : [`- ${sentence("The timeline shows none", last)}`];
  return [`### ${heading}`, ...written].join("\n");
}

function writeField([name, value]: Field): string {
  return `- **${name}**: ${value}`;
}

function linesOf(lessons: readonly Lesson[], part: Lesson["part"]): readonly string[] {
  return lessons.filter((lesson) => lesson.part === part).map(({ says, shownBy }) => `- ${sentence(says, ...shownBy)}`);
}

function ownLines(lines: readonly string[] = []): readonly string[] {
  // At the beginning of an item, these would make a heading or a quotation of it.
  return lines.map((line) => `- ${oneLine(line).replace(/^[#>]/, "\\$&")}`);
}

function actionLines(facts: ReviewFacts, lessons: readonly Lesson[]): readonly string[] {
  const owner = ownerOf(facts);
  const due = writeDate((facts.resolved ?? facts.last).at + facts.rules.actionDueAfterMs);
  return lessons
    .filter(({ part }) => part === "action")
    .map(({ says, shownBy }) => writeAction({ text: sentence(says, ...shownBy), owner, due }));
}

function writeAction({ text, owner, due }: ActionItem): string {
  return `- [ ] ${oneLine(text)} (owner: ${oneLine(owner)}, due: ${due})`;
}

/** Whoever took the incident on, else whoever let the remedy run. */
function ownerOf({ timeline, acknowledged }: ReviewFacts): string {
  const approved = timeline.findLast(({ event }) => event.type === "remedy-approved");
  const owner = [acknowledged, approved].find((entry) => entry !== undefined && entry.actor.kind !== "system");
  return owner?.actor.name ?? "unassigned";
}

function writeDate(instant: Instant): string {
  return writeInstant(instant).slice(0, 10);
}
