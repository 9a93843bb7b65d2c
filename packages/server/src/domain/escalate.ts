import type { EscalationReason, IncidentEvent } from "./events.ts";
import type { Incident } from "./incident.ts";

/** An escalation is recorded and pages whoever is on call. */
export function escalate(incident: Incident, reason: EscalationReason, says: string): readonly IncidentEvent[] {
  return [
    { type: "escalated", reason, says },
    {
      type: "page-requested",
      page: { id: nextPageId(incident), text: `${incident.severity.value} ${incident.botId}: ${says}` },
    },
  ];
}

export function nextPageId(incident: Incident): string {
  return `page-${incident.pages.length + 1}`;
}
