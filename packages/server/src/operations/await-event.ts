import type { EventType, IncidentEvent } from "../domain/events.ts";
import type { Changed } from "./change-incident.ts";
import type { OperationContext } from "./define-operation.ts";

/** An operation that needs an answer from the world waits so long for its event, and else says what goes on. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

export interface AwaitEvent {
  readonly changed: Extract<Changed, { ok: true }>;
  /** Empty: there is nothing to wait for. */
  readonly settledBy: readonly EventType[];
}

/** The last sequence number that the answer tells of, and a sentence about what was not waited for. */
export interface Awaited {
  readonly sequence: number;
  readonly pending?: string;
}

export async function awaitEvent({ changed, settledBy }: AwaitEvent, context: OperationContext): Promise<Awaited> {
  const { incidentId, sequence, events } = changed;
  const subjects = events.map(subjectOf).filter((subject) => subject !== undefined);
  if (settledBy.length === 0 || events.length === 0) return { sequence };
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const later = await context.incidents.readTimeline(incidentId, sequence);
    const end = later.find(({ event }) => settledBy.includes(event.type) && subjects.includes(subjectOf(event) ?? ""));
    if (end !== undefined) return { sequence: end.sequence };
    if (waited >= WAIT_MS) break;
    await context.sleep(LOOK_EVERY_MS);
  }
  const pending = `Still going on; show-incident tells when one of these has happened: ${settledBy.join(", ")}.`;
  return { sequence, pending };
}

/** What an event is about, so that the end of somebody else's update is not taken for the end of one's own. */
function subjectOf(event: IncidentEvent): string | undefined {
  if (event.type === "update-requested") return event.update.id;
  if ("updateId" in event) return event.updateId;
  if ("requestId" in event) return event.requestId;
  if ("remedyId" in event) return event.remedyId;
  return "round" in event ? `round ${event.round}` : undefined;
}
