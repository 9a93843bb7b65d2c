import type { EscalationReason, IncidentEvent } from "./events.ts";
import { type Incident, whereToLook } from "./incident.ts";
import type { PageDraft } from "./update.ts";

/** An escalation is recorded and pages whoever is on call; nobody is called for a drill. */
export function escalate(incident: Incident, reason: EscalationReason, says: string): readonly IncidentEvent[] {
  const escalated = { type: "escalated", reason, says } as const;
  if (incident.drill) return [escalated];
  return [
    escalated,
    {
      type: "page-requested",
      page: nextPage(incident, says),
    },
  ];
}

export function nextPage(incident: Incident, says: string): PageDraft {
  const { botId, severity, pages } = incident;
  return { id: `page-${pages.length + 1}`, text: `${severity.value} ${botId}: ${says} ${whereToLook(incident)}` };
}
