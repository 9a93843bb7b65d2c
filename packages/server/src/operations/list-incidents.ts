import { z } from "zod";
import type { Incident } from "../domain/incident.ts";
import { PHASES, STATUSES } from "../domain/phase.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { defineOperation } from "./define-operation.ts";
import { callerSchema, describeCaller } from "./describe-caller.ts";
import { botId } from "./inputs.ts";

/** The most that a store lists at once. A bot has at most one active incident. */
const MOST = 200;

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
  summary: "The incidents: active ones first, then the resolved ones, each newest first",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({
    botId: botId.optional().describe("Only those of this bot"),
    state: z.enum(["active", "resolved"]).optional(),
    limit: z.coerce.number().int().min(1).max(MOST).default(20),
  }),
  output: z.object({
    incidents: z.array(row),
    active: z.int().describe("So many are active over all bots, also where they are not among those listed"),
    you: callerSchema,
  }),
  run: async ({ botId: wanted, state, limit }, { incidents }, caller) => {
    const ofBot = wanted === undefined ? {} : { botId: wanted };
    const all = await incidents.list({ state: "active", limit: MOST });
    const active = state === "resolved" ? [] : await incidents.list({ ...ofBot, state: "active", limit });
    const left = state === "active" ? 0 : limit - active.length;
    const resolved = left === 0 ? [] : await incidents.list({ ...ofBot, state: "resolved", limit: left });
    // Between the two reads an incident may have ended.
    const ended = resolved.filter(({ id }) => active.every((known) => known.id !== id));
    return {
      incidents: [...active, ...ended].map(({ incident }) => toRow(incident)),
      active: all.length,
      you: describeCaller(caller),
    };
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
