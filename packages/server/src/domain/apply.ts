/** State is a fold over events: `apply(incident, event)`. */

import type { Appliers, EventOf } from "./appliers.ts";
import { applyCheckEvents } from "./apply-checks.ts";
import { applyRecoveryEvents } from "./apply-recovery.ts";
import { applyRemedyEvents } from "./apply-remedies.ts";
import { applyResponseEvents } from "./apply-response.ts";
import { applyTellingEvents } from "./apply-telling.ts";
import { describe, isNews, isUrgent } from "./describe.ts";
import type { EventType, IncidentEvent, RecordedEvent } from "./events.ts";
import type { Digest, Facts } from "./evidence.ts";
import type { Incident } from "./incident.ts";

const APPLIERS: Appliers<Exclude<EventType, "incident-opened">> = {
  ...applyResponseEvents,
  ...applyCheckEvents,
  ...applyRemedyEvents,
  ...applyRecoveryEvents,
  ...applyTellingEvents,
};

/** Throws when the timeline does not begin with its opening or has a gap: that is a bug or a damaged store. */
export function apply(incident: Incident | undefined, recorded: RecordedEvent): Incident {
  const expected = (incident?.sequence ?? 0) + 1;
  if (recorded.sequence !== expected) {
    throw new Error(`incident ${recorded.incidentId}: event ${recorded.sequence} where ${expected} was expected`);
  }
  const { event } = recorded;
  if (event.type === "incident-opened") return opened(event, recorded);
  if (incident === undefined) throw new Error(`incident ${recorded.incidentId}: it does not begin with its opening`);
  const next = applierOf(event.type)(incident, event, recorded);
  return { ...next, sequence: recorded.sequence, ...newsAfter(incident, event), bodies: bodiesAfter(incident, event) };
}

/** The whole timeline, or `undefined` for an empty one. */
export function fold(timeline: readonly RecordedEvent[]): Incident | undefined {
  return timeline.reduce<Incident | undefined>(apply, undefined);
}

// The map pairs each type with its own event; TypeScript cannot follow that through one variable.
function applierOf(type: Exclude<EventType, "incident-opened">) {
  return APPLIERS[type] as (incident: Incident, event: IncidentEvent, recorded: RecordedEvent) => Incident;
}

function newsAfter(was: Incident, event: IncidentEvent): Pick<Incident, "news" | "newsIsUrgent"> {
  const { news, newsIsUrgent } = was;
  if (tellsTheNews(event)) return { news: [], newsIsUrgent: false };
  if (!isNews(event)) return { news, newsIsUrgent };
  return { news: [...news, describe(event)], newsIsUrgent: newsIsUrgent || isUrgent(event, was) };
}

function bodiesAfter({ bodies }: Incident, event: IncidentEvent): readonly Digest[] {
  const more = bodiesOf(event).filter((body) => !bodies.includes(body));
  return more.length === 0 ? bodies : [...bodies, ...new Set(more)];
}

function bodiesOf(event: IncidentEvent): readonly Digest[] {
  if (event.type === "note-added" || event.type === "review-written") return [event.body];
  if (event.type !== "check-ended" || !("evidence" in event.result)) return [];
  return event.result.evidence.flatMap(({ samples, facts }) => [...samples, ...diffsOf(facts)]);
}

function diffsOf(facts: Facts): readonly Digest[] {
  return facts.kind === "commits" ? facts.commits.flatMap(({ diff }) => diff?.body ?? []) : [];
}

function tellsTheNews(event: IncidentEvent): boolean {
  return event.type === "update-requested" && event.update.audience === "team" && event.update.ownWords !== true;
}

function opened(event: EventOf<"incident-opened">, recorded: RecordedEvent): Incident {
  return {
    id: recorded.incidentId,
    botId: event.botId,
    sequence: recorded.sequence,
    drill: event.drill,
    openedAt: recorded.at,
    clockFrom: recorded.at,
    signals: [event.signal],
    scenarios: event.scenarios,
    status: "Investigating",
    phase: "stabilization",
    phaseSince: recorded.at,
    endedBoxes: [],
    overranPhases: [],
    severity: { value: "P3", since: recorded.at, reasons: [] },
    escalations: [],
    pages: [],
    rounds: 0,
    checks: [],
    remedyRequests: [],
    remedies: [],
    updates: [],
    bodies: [],
    news: [event.signal.summary],
    newsIsUrgent: false,
    reopened: 0,
  };
}
