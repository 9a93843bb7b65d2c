import { beforeEach, describe, expect, test } from "vitest";
import { ANAS_AGENT } from "../domain/fixtures/facts.ts";
import { call, eventsOf } from "../jobs/fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "../jobs/fixtures/crm-world.ts";
import { incidentInput, open } from "./fixtures/examples.ts";

let crm: CrmWorld;

beforeEach(() => {
  crm = createCrmWorld();
});

describe("A command's receipt", () => {
  test("is not given for another request under the same key, and that request does nothing", async () => {
    await open(crm);
    const input = await incidentInput(crm);
    await call(crm, "add-note", { input: { ...input, text: "one" }, receiptKey: "1" });
    const events = await eventsOf(crm);

    const other = call(crm, "add-note", { input: { ...input, text: "two" }, receiptKey: "1" });

    await expect(other).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("Idempotency-Key was used for another request"),
    });
    expect(await eventsOf(crm)).toEqual(events);
    const again = await call(crm, "add-note", { input: { text: "one", ...input }, receiptKey: "1" });
    expect(again.happened).toHaveLength(1);
  });

  test("is an agent's own, not that of its owner", async () => {
    await open(crm);
    const input = { ...(await incidentInput(crm)), text: "one" };
    await call(crm, "add-note", { input, receiptKey: "1" });

    await call(crm, "add-note", { actor: ANAS_AGENT, input, receiptKey: "1" });

    const notes = (await eventsOf(crm)).filter((type) => type === "note-added");
    expect(notes).toHaveLength(2);
  });
});
