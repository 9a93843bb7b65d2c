import { setTimeout as sleep } from "node:timers/promises";
import type { EventType } from "../domain/events.ts";
import type { IncidentStore } from "../ports/incident-store.ts";
import type { Changed } from "./change-incident.ts";

/** An operation that needs an answer from the world waits so long for its event, and else says what goes on. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

export interface AwaitEvent {
  readonly changed: Extract<Changed, { ok: true }>;
  /** Empty: there is nothing to wait for. */
  readonly settledBy: readonly EventType[];
  readonly incidents: IncidentStore;
}

/** `undefined` when the event is there, else a sentence about what was not waited for. */
export async function awaitEvent({ changed, settledBy, incidents }: AwaitEvent): Promise<string | undefined> {
  if (settledBy.length === 0 || changed.events.length === 0) return undefined;
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_EVERY_MS) {
    const later = await incidents.readTimeline(changed.incidentId, changed.sequence);
    if (later.some(({ event }) => settledBy.includes(event.type))) return undefined;
    await sleep(LOOK_EVERY_MS);
  }
  return `Still going on; show-incident tells when one of these has happened: ${settledBy.join(", ")}.`;
}
