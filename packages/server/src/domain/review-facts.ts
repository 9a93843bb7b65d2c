/** What the timeline says, arranged for the review. Nothing here is known from anywhere else. */

import type { EventOf } from "./appliers.ts";
import type { EventType, RecordedEvent } from "./events.ts";
import type { ReviewRules } from "./rules.ts";
import type { Severity } from "./severity.ts";

/** An event of one type, as it stands on the timeline. */
export type Entry<Type extends EventType> = RecordedEvent & { readonly event: EventOf<Type> };

export interface ReviewFacts {
  readonly timeline: readonly RecordedEvent[];
  readonly opened: Entry<"incident-opened">;
  /** Shows that something never happened: nothing stands after it. */
  readonly last: RecordedEvent;
  readonly acknowledged?: Entry<"incident-acknowledged">;
  /** The best verdict there was, the newest of equals. */
  readonly diagnosed?: Entry<"diagnosis-made">;
  readonly rules: ReviewRules;
  /** The measured severity at its worst. */
  readonly worst?: Entry<"severity-assessed">;
  readonly overridden?: Entry<"severity-overridden">;
  /** The following are those of the last time, when the incident was reopened. */
  readonly remedied?: Entry<"remedy-succeeded">;
  readonly recovered?: Entry<"recovered">;
  readonly resolved?: Entry<"incident-resolved">;
}

/** Throws for a timeline that does not begin with its opening: that is a bug or a damaged store. */
export function toReviewFacts(timeline: readonly RecordedEvent[], rules: ReviewRules): ReviewFacts {
  const [opened] = entriesOf(timeline, "incident-opened");
  const last = timeline.at(-1);
  if (opened === undefined || last === undefined)
    throw new Error("a review needs a timeline that begins with its opening");
  const lastRun = sinceReopening(timeline);
  return defined({
    timeline,
    opened,
    last,
    acknowledged: entriesOf(timeline, "incident-acknowledged")[0],
    diagnosed: bestDiagnosis(timeline),
    rules,
    worst: worstSeverity(timeline),
    overridden: entriesOf(timeline, "severity-overridden").at(-1),
    remedied: lastingRemedy(lastRun),
    recovered: entriesOf(lastRun, "recovered").at(-1),
    resolved: entriesOf(lastRun, "incident-resolved").at(-1),
  });
}

export function entriesOf<Type extends EventType>(
  timeline: readonly RecordedEvent[],
  type: Type,
): readonly Entry<Type>[] {
  return timeline.filter((recorded): recorded is Entry<Type> => recorded.event.type === type);
}

/** `The bot answers [#3] [#7].`: one sentence on one line, with the events that show it. */
export function sentence(says: string, ...shownBy: readonly (RecordedEvent | undefined)[]): string {
  const numbers = shownBy.flatMap((recorded) => (recorded === undefined ? [] : [recorded.sequence]));
  const citations = [...new Set(numbers)].toSorted((one, other) => one - other).map((number) => `[#${number}]`);
  return `${oneLine(says).replace(/[.…:;,]$/, "")} ${citations.join(" ")}.`;
}

/** A text from elsewhere must not become a heading or an item of the review. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function sinceReopening(timeline: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const reopened = timeline.findLastIndex(({ event }) => event.type === "incident-reopened");
  return timeline.slice(Math.max(0, reopened));
}

const VERDICTS = ["inconclusive", "likely", "confirmed"] as const;

function bestDiagnosis(timeline: readonly RecordedEvent[]): Entry<"diagnosis-made"> | undefined {
  const rank = ({ event }: Entry<"diagnosis-made">) => VERDICTS.indexOf(event.diagnosis.verdict.status);
  return entriesOf(timeline, "diagnosis-made")
    .toSorted((one, other) => rank(one) - rank(other))
    .at(-1);
}

function worstSeverity(timeline: readonly RecordedEvent[]): Entry<"severity-assessed"> | undefined {
  const severityOf = ({ event }: Entry<"severity-assessed">): Severity => event.assessment.severity;
  // "P0" sorts before "P3"; of equals the last one knew most.
  return entriesOf(timeline, "severity-assessed")
    .toReversed()
    .toSorted((one, other) => severityOf(one).localeCompare(severityOf(other)))[0];
}

function lastingRemedy(timeline: readonly RecordedEvent[]): Entry<"remedy-succeeded"> | undefined {
  const undone = new Set(entriesOf(timeline, "remedy-undone").map(({ event }) => event.remedyId));
  return entriesOf(timeline, "remedy-succeeded").findLast(({ event }) => !undone.has(event.remedyId));
}

type Defined<Facts> = { [Key in keyof Facts]: Exclude<Facts[Key], undefined> };

function defined<Facts extends object>(facts: Facts): Defined<Facts> {
  // Keys without a value are left out, as the optional fields of the facts promise.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Defined<Facts>;
}
