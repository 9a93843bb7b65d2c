import { expect, test } from "vitest";
import { verifyChain } from "../domain/chain.ts";
import { MINUTE } from "../domain/instant.ts";
import {
  approve,
  call,
  eventsOf,
  failBot,
  startRemedy,
  theIncident,
  waitForPlan,
  watchGoodBot,
} from "./fixtures/crm-story.ts";
import { createCrmWorld } from "./fixtures/crm-world.ts";

test("one bad commit, from the failing bot to the all clear and its review", async () => {
  const crm = createCrmWorld();
  await watchGoodBot(crm);
  const bad = await failBot(crm);
  await waitForPlan(crm);
  await approve(crm);
  await startRemedy(crm);
  await crm.passUntil(async () => (await theIncident(crm)).closedAt !== undefined, 60 * MINUTE);

  const incident = await theIncident(crm);
  const timeline = await crm.world.incidents.readTimeline(incident.id);
  expect(incident).toMatchObject({ status: "Resolved", severity: { value: "P1" } });
  expect(incident.diagnosis?.diagnosis.verdict).toMatchObject({
    status: "confirmed",
    cause: { kind: "commit", id: bad },
  });
  expect(crm.pushes).toHaveLength(1);
  expect(crm.repository.files()["src/notes.ts"]).toContain("return note.body");
  expect(verifyChain(timeline, crm.world.hash)).toEqual({ ok: true });
  expect(await eventsOf(crm)).toEqual(
    expect.arrayContaining(["recovered", "incident-resolved", "review-written", "incident-closed"]),
  );
  const review = await call(crm, "show-review", { input: { incidentId: incident.id } });
  expect(review).toMatchObject({ review: expect.stringContaining("Root Cause") });
  const told = crm.workspace.messages("CTEAM").map(({ text }) => text);
  expect(told[0]).toContain("Status: Investigating - ");
  expect(told.at(-1)).toContain("Status: Resolved - ");
  expect(
    crm.workspace
      .messages("CUSE")
      .filter(({ author }) => author === "UALLCLEAR")
      .map(({ text }) => text),
  ).toEqual([
    "We're experiencing technical difficulties. Investigating...",
    "The technical difficulties are fixed. Thank you for your patience.",
  ]);
  expect(crm.queue.failures).toEqual([]);
});
