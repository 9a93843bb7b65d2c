import { beforeEach, describe, expect, test } from "vitest";
import { ANA } from "../domain/fixtures/facts.ts";
import type { Incident } from "../domain/incident.ts";
import { SECOND } from "../domain/instant.ts";
import { theIncident } from "../jobs/fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "../jobs/fixtures/crm-world.ts";
import type { IncidentFilter, IncidentRow } from "../ports/incident-store.ts";
import { open } from "./fixtures/examples.ts";
import { listIncidentsOperation } from "./list-incidents.ts";
import { runOperation } from "./run-operation.ts";

let crm: CrmWorld;

beforeEach(() => {
  crm = createCrmWorld();
});

describe("A list of incidents", () => {
  test("begins with the active ones, however many newer ones are over, and counts them for every filter", async () => {
    const active = await incidentOf("crm-bot", 1);
    const over = await Promise.all(Array.from({ length: 25 }, (_, index) => incidentOf(`bot-${index}`, 100 + index)));
    const known = [active, ...over.map((incident) => ({ ...incident, resolvedAt: incident.openedAt + SECOND }))];
    const incidents = { ...crm.world.incidents, list: async (filter: IncidentFilter) => rowsOf(known, filter) };
    const list = async (input: object) => {
      const operation = listIncidentsOperation;
      const caller = { actor: ANA, role: "viewer" } as const;
      return (await runOperation({ operation, input, caller }, { ...crm.world, incidents })) as {
        incidents: { incidentId: string; resolvedAt?: string }[];
        active: number;
      };
    };

    const usual = await list({});
    const resolved = await list({ state: "resolved" });
    const other = await list({ botId: "bot-3" });
    const one = await list({ limit: 1 });

    expect(usual.incidents).toHaveLength(20);
    expect(usual.incidents[0]).toMatchObject({ incidentId: active.id });
    expect(usual.incidents.slice(1).map(({ incidentId }) => incidentId)).toEqual(
      over
        .slice(-19)
        .map(({ id }) => id)
        .reverse(),
    );
    expect([usual.active, resolved.active, other.active, one.active]).toEqual([1, 1, 1, 1]);
    expect(resolved.incidents.every(({ resolvedAt }) => resolvedAt !== undefined)).toBe(true);
    expect(other.incidents).toHaveLength(1);
    expect(one.incidents).toMatchObject([{ incidentId: active.id }]);
  });

  async function incidentOf(botId: string, openedAt: number): Promise<Incident> {
    if ((await crm.incident()) === undefined) await open(crm);
    const incident = await theIncident(crm);
    return { ...incident, id: `inc-of-${botId}`, botId, openedAt };
  }

  function rowsOf(known: readonly Incident[], { botId, state, limit }: IncidentFilter): IncidentRow[] {
    return known
      .filter((incident) => botId === undefined || incident.botId === botId)
      .filter(({ resolvedAt }) => state === undefined || (resolvedAt === undefined) === (state === "active"))
      .toSorted((one, other) => other.openedAt - one.openedAt)
      .slice(0, limit)
      .map((incident) => ({ id: incident.id, botId: incident.botId, severity: incident.severity.value, incident }));
  }
});
