import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../domain/instant.ts";
import { call, eventsOf, failBot, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
import { createCrmWorld } from "./fixtures/crm-world.ts";

test("what is old is forgotten within the hour, and an incident's record never is", async () => {
  const crm = createCrmWorld();
  await watchGoodBot(crm);
  await failBot(crm);
  const { id } = await theIncident(crm);
  const note = () => call(crm, "add-note", { input: { incidentId: id, text: "Seen." }, receiptKey: "ana-1" });
  const notes = async () => (await eventsOf(crm)).filter((type) => type === "note-added").length;
  const run = { scenarioId: "once", feature: "notes", core: false, outcome: "silent" } as const;
  for (let at = 1; at <= 300; at += 1) {
    await crm.world.watch.recordScenarioRun({ botId: "crm-bot", run: { ...run, at }, runs: 1, follow: () => [] });
  }
  await note();
  await crm.pass(65 * MINUTE);
  await note();
  expect(await notes()).toBe(1);

  crm.clock.advance(23 * HOUR);
  await crm.pass(65 * MINUTE);
  await note();

  expect(await notes()).toBe(2);
  expect((await eventsOf(crm))[0]).toBe("incident-opened");
  const histories = await crm.world.watch.readScenarioHistories("crm-bot", 1_000);
  expect(histories.find(({ scenarioId }) => scenarioId === "once")?.runs).toHaveLength(200);
});
