/** The shape of a handler for each type of event. */

import type { EventType, IncidentEvent, RecordedEvent } from "./events.ts";
import type { Incident } from "./incident.ts";

export type EventOf<Type extends EventType> = Extract<IncidentEvent, { type: Type }>;

/** What an event does to an incident that is open already. */
export type Appliers<Type extends EventType> = {
  readonly [T in Type]: (incident: Incident, event: EventOf<T>, recorded: RecordedEvent) => Incident;
};
