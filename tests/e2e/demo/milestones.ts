import type { TimelineEntry } from "./allclear-client.ts";
import { readEvent, readEvents } from "./timeline-events.ts";

export type MilestoneName =
  | "fault-injected"
  | "signal"
  | "incident-opened"
  | "severity"
  | "first-update"
  | "verdict"
  | "remedy-proposed"
  | "approved"
  | "remedy-applied"
  | "recovered"
  | "all-clear"
  | "review";

export interface Milestone {
  /** When it happened, ISO 8601. */
  readonly at: string;
  readonly fault: string;
  /** Null as long as there is none. */
  readonly incident: string | null;
  readonly milestone: MilestoneName;
  readonly detail: string;
}

type Reached = Pick<Milestone, "at" | "milestone" | "detail">;

const simple: Readonly<Record<string, MilestoneName>> = {
  "remedy-proposed": "remedy-proposed",
  "remedy-approved": "approved",
  "remedy-succeeded": "remedy-applied",
  recovered: "recovered",
  "review-written": "review",
};

/** What the entry means after those before it. A severity or a verdict is one again only where it differs. */
export function milestonesOf(entry: TimelineEntry, before: readonly TimelineEntry[]): readonly Reached[] {
  const { at, says, type } = entry;
  const name = simple[type];
  if (name !== undefined) return [{ at, milestone: name, detail: says }];
  switch (type) {
    case "incident-opened":
      return [...signalOf(entry), { at, milestone: "incident-opened", detail: says }];
    case "severity-assessed":
      return differs(entry, before, severityOf) ? [{ at, milestone: "severity", detail: says }] : [];
    case "diagnosis-made":
      return differs(entry, before, verdictOf) ? [{ at, milestone: "verdict", detail: says }] : [];
    case "update-posted":
      return before.some((earlier) => earlier.type === type) ? [] : [firstUpdate(entry, before)];
    case "incident-resolved":
      return readEvent(entry, type)?.how === "proven" ? [{ at, milestone: "all-clear", detail: says }] : [];
    default:
      return [];
  }
}

function signalOf(entry: TimelineEntry): readonly Reached[] {
  const signal = readEvent(entry, "incident-opened")?.signal;
  if (signal === undefined) return [];
  return [{ at: new Date(signal.at).toISOString(), milestone: "signal", detail: signal.summary }];
}

function firstUpdate(entry: TimelineEntry, before: readonly TimelineEntry[]): Reached {
  const posted = readEvent(entry, "update-posted");
  const drafts = readEvents(before, "update-requested").map(({ update }) => update);
  const detail = drafts.find(({ id }) => id === posted?.updateId)?.text ?? entry.says;
  return { at: entry.at, milestone: "first-update", detail };
}

function severityOf(entry: TimelineEntry): string | undefined {
  return readEvent(entry, "severity-assessed")?.assessment.severity;
}

function verdictOf(entry: TimelineEntry): string | undefined {
  const verdict = readEvent(entry, "diagnosis-made")?.diagnosis.verdict;
  return verdict && `${verdict.status} ${verdict.cause.kind} ${verdict.cause.id}`;
}

function differs(
  entry: TimelineEntry,
  before: readonly TimelineEntry[],
  read: (entry: TimelineEntry) => string | undefined,
): boolean {
  return read(entry) !== before.map(read).findLast((value) => value !== undefined);
}
