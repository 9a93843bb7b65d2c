import { z } from "zod";
import type { Incident } from "../domain/incident.ts";
import { PHASES, STATUSES } from "../domain/phase.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { defineOperation } from "./define-operation.ts";
import { botId } from "./inputs.ts";

const row = z.object({
  incidentId: z.string(),
  botId: z.string(),
  severity: z.enum(SEVERITIES),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  openedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().optional(),
  summary: z.string(),
  holder: z.string().optional().describe("Who has claimed it"),
});

export const listIncidentsOperation = defineOperation({
  kind: "query",
  name: "list-incidents",
  summary: "The incidents, newest first",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({
    botId: botId.optional().describe("Only those of this bot"),
    state: z.enum(["active", "resolved"]).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
  }),
  output: z.object({ incidents: z.array(row) }),
  run: async ({ botId: wanted, state, limit }, { incidents }) => {
    const rows = await incidents.list({
      limit,
      ...(wanted === undefined ? {} : { botId: wanted }),
      ...(state === undefined ? {} : { state }),
    });
    return { incidents: rows.map(({ incident }) => toRow(incident)) };
  },
});

function toRow(incident: Incident): z.input<typeof row> {
  const { diagnosis, lease, resolvedAt } = incident;
  return {
    incidentId: incident.id,
    botId: incident.botId,
    severity: incident.severity.value,
    status: incident.status,
    phase: incident.phase,
    openedAt: new Date(incident.openedAt).toISOString(),
    ...(resolvedAt === undefined ? {} : { resolvedAt: new Date(resolvedAt).toISOString() }),
    summary: diagnosis?.diagnosis.verdict.summary ?? incident.signals[0]?.summary ?? "",
    ...(lease === undefined ? {} : { holder: lease.holder.name }),
  };
}
