import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ANA } from "../../domain/fixtures/facts.ts";
import { createCrmWorld } from "../../jobs/fixtures/crm-world.ts";
import { operations } from "../../operations/catalogue.ts";
import { EXAMPLES } from "../../operations/fixtures/examples.ts";
import { runOperation } from "../../operations/run-operation.ts";
import { createIncidentWorld, KEYS } from "./fixtures/incident-world.ts";

const schema = z.looseObject({});
const content = z.object({ content: z.object({ "application/json": z.object({ schema }) }) });
const described = z.looseObject({
  requestBody: content.optional(),
  responses: z.record(z.string(), z.looseObject({ headers: schema.optional() })),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), described)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

async function readDocument() {
  const { paths, components } = document.parse(await (await createIncidentWorld().app.request("/openapi.json")).json());
  const describedBy = (name: string) => described.parse(Object.values(paths[`/v1/${name}`] ?? {})[0]);
  const answerOf = (name: string) => {
    const found = content.parse(describedBy(name).responses["200"]).content["application/json"].schema;
    const reference = typeof found.$ref === "string" ? found.$ref.split("/").at(-1) : undefined;
    return reference === undefined ? found : (components.schemas[reference] ?? {});
  };
  return { describedBy, answerOf };
}

describe("What the document says of an operation", () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s answers as it is described, and describes what it answers",
    async (name, operation) => {
      const crm = createCrmWorld();
      const example = EXAMPLES[name];
      await example?.arrange(crm);
      const caller = { actor: ANA, role: "admin" } as const;
      const answer = await runOperation({ operation, input: await example?.input(crm), caller }, crm.world);

      const promised = z.fromJSONSchema((await readDocument()).answerOf(name));

      const sent: unknown = JSON.parse(JSON.stringify(answer));
      expect(promised.safeParse(sent).error).toBeUndefined();
      expect(promised.safeParse({}).success).toBe(false);
    },
  );

  test("an incident is as it is described at every stage of its life", async () => {
    const operation = operations.find(({ name }) => name === "show-incident");
    const promised = z.fromJSONSchema((await readDocument()).answerOf("show-incident"));
    for (const [stage, { arrange }] of Object.entries(EXAMPLES)) {
      const crm = createCrmWorld();
      await arrange(crm);
      const incident = await crm.incident();
      if (incident === undefined || operation === undefined) continue;
      const caller = { actor: ANA, role: "viewer" } as const;

      const answer = await runOperation({ operation, input: { incidentId: incident.id }, caller }, crm.world);

      const { error } = promised.safeParse(JSON.parse(JSON.stringify(answer)));
      expect([stage, error?.issues]).toEqual([stage, undefined]);
    }
  });

  test("refuses in the document the keys that it refuses in a request", async () => {
    const { describedBy } = await readDocument();

    for (const { name } of operations.filter(({ kind }) => kind !== "query")) {
      const body = describedBy(name).requestBody?.content["application/json"].schema;
      expect([name, body]).toEqual([name, expect.objectContaining({ additionalProperties: false })]);
    }
  });

  test("names only errors that can happen to it", async () => {
    const { describedBy } = await readDocument();
    const errorsOf = (name: string) => Object.keys(describedBy(name).responses).filter((status) => status !== "200");

    expect(errorsOf("list-incidents")).toEqual(["400", "401", "500", "503"]);
    expect(errorsOf("show-text")).toEqual(["400", "401", "404", "500", "503"]);
    expect(errorsOf("approve-remedy")).toEqual(["400", "401", "403", "404", "409", "413", "415", "500", "503"]);
    expect(describedBy("add-note").responses["503"]?.headers).toHaveProperty("Retry-After");
  });

  test("tells what an incident is made of", async () => {
    const { answerOf } = await readDocument();

    const shown = z
      .object({ properties: z.object({ incident: z.object({ properties: schema }) }) })
      .parse(answerOf("show-incident"));

    for (const part of ["severity", "phase", "status", "diagnosis", "remedies", "updates", "recovery", "checks"])
      expect(shown.properties.incident.properties).toHaveProperty(part);
  });

  test("a view is refused to no role", async () => {
    const { app } = createIncidentWorld();
    const response = await app.request("/v1/list-incidents", { headers: { Authorization: `Bearer ${KEYS.vera}` } });

    expect(response.status).toBe(200);
  });
});
