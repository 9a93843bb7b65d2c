/** Lessons about finding the cause, remedying it and proving the recovery. */

import type { RecordedEvent } from "./events.ts";
import type { CommitFact } from "./evidence.ts";
import { type Milliseconds, writeDuration } from "./instant.ts";
import { type Entry, entriesOf, type ReviewFacts } from "./review-facts.ts";
import { action, type Lesson, type LessonRule, toImprove, wentWell } from "./review-lesson.ts";

const causeFound: LessonRule = ({ opened, diagnosed, last }) => {
  if (diagnosed === undefined) return [toImprove("No diagnosis was made", last)];
  const { status, missing } = diagnosed.event.diagnosis.verdict;
  const after = writeDuration(diagnosed.at - opened.at);
  if (status === "confirmed") return [wentWell(`The cause was confirmed by evidence after ${after}`, diagnosed)];
  const open = missing.length === 0 ? "" : `: ${missing.join(" ")}`;
  if (status === "likely") return [toImprove(`The cause is likely but was never confirmed${open}`, diagnosed)];
  return [
    toImprove(`The cause was not found${open}`, diagnosed),
    action("Find the root cause and write this review again", diagnosed),
  ];
};

const changeCaught: LessonRule = ({ timeline, opened, diagnosed }) => {
  const verdict = diagnosed?.event.diagnosis.verdict;
  if (diagnosed === undefined || verdict?.cause.kind !== "commit" || verdict.status === "inconclusive") return [];
  const { id } = verdict.cause;
  const seen = findCommit(timeline, id);
  const files = seen?.commit.files.slice(0, 2).map(({ path }) => path) ?? [];
  const scenario = entriesOf(timeline, "signal-attached")
    .map(({ event }) => event.signal)
    .concat(opened.event.signal)
    .find(({ kind }) => kind === "scenario-failed");
  const subject = [...(scenario === undefined ? [] : [scenario.key.replace(":", " ")]), ...files].join(", ");
  const shownBy = [opened, diagnosed, ...(seen === undefined ? [] : [seen.entry])];
  return [
    toImprove(`No test caught commit ${id.slice(0, 7)} before it was deployed`, ...shownBy),
    action(`Add a test${subject === "" ? "" : ` of ${subject}`} that fails on commit ${id.slice(0, 7)}`, ...shownBy),
  ];
};

const checksLooked: LessonRule = ({ timeline }) => {
  const blind = entriesOf(timeline, "check-ended").filter(({ event }) => event.result.outcome === "could-not-look");
  return [...Map.groupBy(blind, ({ event }) => event.checkId)].flatMap(([check, entries]): readonly Lesson[] => {
    const whys = entries.map(({ event }) => ("why" in event.result ? event.result.why : ""));
    return [
      toImprove(`${check} could not look: ${[...new Set(whys)].join("; ")}`, ...entries),
      action(`Make ${check} visible to Allclear`, ...entries),
    ];
  });
};

const approvalsGiven: LessonRule = ({ timeline, rules }) => {
  const ranOut = entriesOf(timeline, "approval-expired");
  const waited = entriesOf(timeline, "remedy-approved").flatMap((approved) => {
    const proposed = entriesOf(timeline, "remedy-proposed").find(
      ({ event }) => event.plan.id === approved.event.remedyId,
    );
    return proposed === undefined ? [] : [approvalLesson(proposed, approved, rules.longWaitMs)];
  });
  return [
    ...waited,
    ...ranOut.map((entry) => toImprove(`The approval of ${entry.event.remedyId} ran out unused`, entry)),
  ];
};

function approvalLesson(proposed: RecordedEvent, approved: Entry<"remedy-approved">, longWaitMs: Milliseconds): Lesson {
  const wait = approved.at - proposed.at;
  const says = `${approved.event.remedyId} waited ${writeDuration(wait)} for its approval`;
  return wait > longWaitMs ? toImprove(says, proposed, approved) : wentWell(says, proposed, approved);
}

const remediesWorked: LessonRule = ({ timeline, remedied, recovered }) => {
  const failed = [...entriesOf(timeline, "remedy-failed"), ...entriesOf(timeline, "remedy-uncertain")];
  const lessons = failed.map((entry) => {
    const { type, remedyId, why } = entry.event;
    return type === "remedy-failed"
      ? toImprove(`${remedyId} failed: ${why}`, entry)
      : toImprove(`For a time nobody knew whether ${remedyId} took effect: ${why}`, entry);
  });
  if (remedied === undefined || recovered === undefined || recovered.at < remedied.at) return lessons;
  const after = writeDuration(recovered.at - remedied.at);
  return [wentWell(`The bot worked again ${after} after ${remedied.event.remedyId}`, remedied, recovered), ...lessons];
};

const recoveryProven: LessonRule = ({ timeline, recovered, resolved }) => [
  ...lastingProof(entriesOf(timeline, "watch-restarted").at(-1), recovered, resolved),
  ...entriesOf(timeline, "recovery-lost").map((entry) =>
    toImprove(`A recovery did not last: ${entry.event.why}`, entry),
  ),
  ...entriesOf(timeline, "recovery-failed").map((entry) => toImprove(`No recovery: ${entry.event.why}`, entry)),
  ...entriesOf(timeline, "incident-reopened").map((entry) =>
    toImprove(`The failure came back after the all clear: ${entry.event.signal.summary}`, entry),
  ),
];

function lastingProof(
  restarted: Entry<"watch-restarted"> | undefined,
  recovered: ReviewFacts["recovered"],
  resolved: ReviewFacts["resolved"],
): readonly Lesson[] {
  if (resolved === undefined) return [];
  if (resolved.event.how === "without-proof") return [toImprove("It was ended without proof of recovery", resolved)];
  if (recovered === undefined) return [];
  const from = restarted !== undefined && restarted.at > recovered.at ? restarted : recovered;
  const watched = writeDuration(resolved.at - from.at);
  return [wentWell(`The recovery was proven from outside, over ${watched}`, from, resolved)];
}

const phasesInTime: LessonRule = ({ timeline }) =>
  entriesOf(timeline, "phase-overran").map((entry) =>
    toImprove(`The time for ${entry.event.phase} was not enough; missing: ${entry.event.missing.join(", ")}`, entry),
  );

interface SeenCommit {
  readonly commit: CommitFact;
  readonly entry: RecordedEvent;
}

function findCommit(timeline: readonly RecordedEvent[], id: string): SeenCommit | undefined {
  return entriesOf(timeline, "check-ended")
    .flatMap((entry) => commitsOf(entry).map((commit) => ({ commit, entry })))
    .find(({ commit }) => commit.id === id);
}

function commitsOf({ event: { result } }: Entry<"check-ended">): readonly CommitFact[] {
  if (!("evidence" in result)) return [];
  return result.evidence.flatMap(({ facts }) => (facts.kind === "commits" ? facts.commits : []));
}

export const repairLessons: readonly LessonRule[] = [
  causeFound,
  changeCaught,
  approvalsGiven,
  remediesWorked,
  recoveryProven,
  phasesInTime,
  checksLooked,
];
