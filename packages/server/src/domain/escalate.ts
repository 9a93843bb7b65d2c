import type { EscalationReason, IncidentEvent } from "./events.ts";
import type { Incident } from "./incident.ts";

/** An escalation is recorded and pages whoever is on call; nobody is called for a drill. */
export function escalate(incident: Incident, reason: EscalationReason, says: string): readonly IncidentEvent[] {
  const escalated = { type: "escalated", reason, says } as const;
  if (incident.drill) return [escalated];
  return [
    escalated,
    {
      type: "page-requested",
      page: { id: nextPageId(incident), text: `${incident.severity.value} ${incident.botId}: ${says}` },
    },
  ];
}

export function nextPageId(incident: Incident): string {
  return `page-${incident.pages.length + 1}`;
}
