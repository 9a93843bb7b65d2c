import type { styleText } from "node:util";
import type { TimelineEntry } from "./allclear-client.ts";
import { type Diagnosis, readEvent, readEvents } from "./timeline-events.ts";

export interface Line {
  readonly text: string;
  /** Stands beside the time; else below it. */
  readonly isHead: boolean;
  readonly style?: Parameters<typeof styleText>[0];
}

type Style = NonNullable<Line["style"]>;

/** Told in full by what stands beside them: the message, the plan, the all clear. */
const untold = new Set([
  "update-requested",
  "update-posted",
  "page-requested",
  "page-delivered",
  "remedy-requested",
  "remedy-started",
  "incident-closed",
]);

const styles: Readonly<Record<string, Style>> = {
  "incident-opened": "red",
  "severity-assessed": "yellow",
  escalated: "yellow",
  "remedy-failed": "red",
  "recovery-lost": "red",
  "recovery-failed": "red",
  recovered: "green",
  "incident-resolved": ["green", "bold"],
};

/** The blamed cause, its strongest rival and one more; the review and the timeline hold the others. */
const shownCandidates = 3;

/** What one entry of the timeline adds to the story; `before` are those told already. */
export function describeEntry(entry: TimelineEntry, before: readonly TimelineEntry[]): readonly Line[] {
  if (untold.has(entry.type) || isSameLook(entry, before)) return [];
  const diagnosis = readEvent(entry, "diagnosis-made")?.diagnosis;
  if (diagnosis !== undefined) return describeDiagnosis(entry, diagnosis);
  const plan = readEvent(entry, "remedy-proposed")?.plan;
  if (plan !== undefined) {
    const details = [...plan.dryRun.map((says) => `dry run: ${says}`), `effect: ${plan.effect}`, `undo: ${plan.undo}`];
    return [head(entry.says, ["bold"]), ...details.map((text) => below(text))];
  }
  return [head(entry.says, styles[entry.type])];
}

/** The watch looks again and again; what it sees is told when it changes. */
function isSameLook(entry: TimelineEntry, before: readonly TimelineEntry[]): boolean {
  const look = readEvent(entry, "recovery-looked")?.look;
  const last = readEvents(before, "recovery-looked").at(-1)?.look;
  return look !== undefined && look.outcome === last?.outcome;
}

function describeDiagnosis(entry: TimelineEntry, { findings, hypotheses, verdict }: Diagnosis): readonly Line[] {
  const answers = Object.entries(findings).map(([question, answer]) =>
    below(`${questions[question] ?? question} ${answer.known ? answer.says : `Not known: ${answer.why}`}`),
  );
  const ranked = [...hypotheses].sort((one, other) => one.rank - other.rank);
  const rest = ranked.slice(shownCandidates).map(({ status }) => status);
  const candidates = ranked
    .slice(0, shownCandidates)
    .flatMap(({ rank, status, summary, for: speaksFor, against }) => [
      below(`${rank}. ${status}: ${summary}`, rank === 1 ? "bold" : undefined),
      ...speaksFor.map(({ says, evidence }) => below(`   + ${says}${cite(evidence)}`)),
      ...against.map(({ says, evidence }) => below(`   - ${says}${cite(evidence)}`, "dim")),
    ]);
  const missing = verdict.missing.map((says) => below(`not seen: ${says}`, "yellow"));
  const others = rest.length === 0 ? [] : [below(`and ${rest.length} less likely causes: ${count(rest)}`, "dim")];
  return [head(entry.says, ["bold"]), ...answers, ...candidates, ...others, ...missing];
}

const questions: Readonly<Record<string, string>> = {
  startedAt: "When did it start?",
  errorPattern: "What is the error pattern?",
  affected: "Who is affected?",
  changed: "What changed?",
};

function count(words: readonly string[]): string {
  const kinds = [...new Set(words)];
  return kinds.map((kind) => `${words.filter((word) => word === kind).length} ${kind}`).join(", ");
}

function cite(evidence: readonly string[]): string {
  return evidence.length === 0 ? "" : ` [${evidence.join(", ")}]`;
}

function head(text: string, style?: Style): Line {
  return { text, isHead: true, ...(style === undefined ? {} : { style }) };
}

function below(text: string, style?: Style): Line {
  return { text, isHead: false, ...(style === undefined ? {} : { style }) };
}
