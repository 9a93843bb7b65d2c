import { beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import {
  bringToProof,
  bringToRemedy,
  eventsOf,
  failBot,
  resolveAtOnce,
  theIncident,
  watchGoodBot,
} from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const recovery = async () => (await theIncident(crm)).recovery;
const isWatching = async () => (await recovery())?.state === "watching";
const isOver = async () => (await theIncident(crm)).resolvedAt !== undefined;
const lastLook = async () => (await recovery())?.lastLook;

describe("The proof of recovery", () => {
  test("waits for the deployment of the fix, and asks no scenario before", async () => {
    await bringToRemedy(crm);
    const { deploy } = crm.platform;
    crm.platform.deploy = (input) => deploy({ ...input, status: "pending" });
    const before = crm.workspace.messages("CUSE").filter(({ text }) => text.startsWith("<@UBOT>")).length;

    await crm.pass(10 * SECOND);

    const [fix] = crm.pushes;
    expect(await lastLook()).toMatchObject({
      outcome: "bad",
      says: [expect.stringContaining(`${fix?.slice(0, 7)} not yet`)],
    });
    const asked = crm.workspace.messages("CUSE").filter(({ text }) => text.startsWith("<@UBOT>")).length;
    expect(asked - before).toBeLessThan(4);
    crm.platform.deploy = deploy;
    crm.bot.deploy(fix ?? "");
    await crm.passUntil(isWatching, 3 * MINUTE);
  });

  test("counts a deployment on top of the fix as one that contains it", async () => {
    await bringToRemedy(crm);
    await crm.pass(SECOND);
    crm.clock.advance(SECOND);
    crm.bot.deploy(crm.repository.commit({ summary: "On top", files: { "README.md": "hi\n" } }));

    await crm.passUntil(isWatching, 3 * MINUTE);

    expect((await lastLook())?.outcome).toBe("good");
  });

  test("is not good while a scenario fails, and names it", async () => {
    await bringToProof(crm);
    crm.bot.say("Something went wrong.");

    await crm.pass(MINUTE);

    expect(await lastLook()).toMatchObject({
      outcome: "bad",
      says: expect.arrayContaining([expect.stringContaining("notes")]),
    });
    expect(await isWatching()).toBe(false);
  });

  test("is not good while the incident's error is logged, and is when it is logged no more", async () => {
    await bringToProof(crm);
    const keepFailing = () =>
      crm.logs.print([
        "TypeError: Cannot read properties of undefined (reading 'title')",
        "    at showNotes (/app/src/notes.ts:2:22)",
        "    at App.listener (/app/src/app.ts:8:5)",
      ]);

    keepFailing();
    await crm.pass(5 * SECOND);
    expect(await lastLook()).toMatchObject({
      outcome: "bad",
      says: expect.arrayContaining([expect.stringContaining("still logged")]),
    });

    await crm.passUntil(isWatching, 3 * MINUTE);
  });

  test("reaches the all clear for a bot that heals without any deployment", async () => {
    await watchGoodBot(crm);
    crm.bot.say("Something went wrong.");
    await crm.passUntil(async () => (await crm.incident()) !== undefined, 5 * MINUTE);
    crm.bot.say(undefined);

    await crm.passUntil(isOver, HOUR);

    expect(await eventsOf(crm)).toEqual(expect.arrayContaining(["recovery-started", "recovered", "incident-resolved"]));
    expect(crm.pushes).toEqual([]);
  });

  test("does not take for good what it could not look at", async () => {
    await bringToProof(crm);
    crm.tester.failAlways("unreachable");

    await crm.pass(3 * MINUTE);

    expect(await lastLook()).toMatchObject({ outcome: "could-not-look" });
    expect(await isWatching()).toBe(false);
    crm.tester.failAlways(undefined);
    await crm.passUntil(isWatching, 3 * MINUTE);
  });

  test("does not end a watch by looks that could not be had, and begins it anew after them", async () => {
    await bringToProof(crm);
    await crm.passUntil(isWatching, 3 * MINUTE);
    crm.tester.failAlways("unreachable");

    await crm.pass(40 * MINUTE);
    expect(await isOver()).toBe(false);
    crm.tester.failAlways(undefined);
    await crm.pass(28 * MINUTE);
    expect(await isOver()).toBe(false);
    await crm.pass(5 * MINUTE);

    expect(await isOver()).toBe(true);
    expect((await eventsOf(crm)).filter((type) => type === "watch-restarted")).toHaveLength(1);
  });

  test("is lost by a relapse during the watch, and begins anew", async () => {
    await bringToProof(crm);
    await crm.passUntil(isWatching, 3 * MINUTE);

    crm.bot.say("");
    await crm.pass(3 * MINUTE);

    expect(await eventsOf(crm)).toContain("recovery-lost");
    expect(await isOver()).toBe(false);
    crm.bot.say(undefined);
    await crm.passUntil(isOver, HOUR);
  });

  test("is given up after its time, and somebody is told", async () => {
    await bringToProof(crm);
    crm.bot.say("");

    await crm.pass(15 * MINUTE);

    expect(await eventsOf(crm)).toEqual(expect.arrayContaining(["recovery-failed", "escalated"]));
  });

  test("records no look that was broken off", async () => {
    await bringToProof(crm);
    const { id } = await theIncident(crm);
    const letGo = new AbortController();
    const events = await eventsOf(crm);
    crm.workspace.onMessage(() => letGo.abort(new Error("the server is stopping")));

    const look = crm.tasks["verify-recovery"]?.(
      { incidentId: id },
      { attempt: 1, maxAttempts: 25, signal: letGo.signal },
    );

    await expect(look).rejects.toThrow();
    expect(await eventsOf(crm)).toEqual(events);
  });
});

describe("After the all clear", () => {
  test("the review is written by itself and the incident is closed; nothing goes on", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    await resolveAtOnce(crm);

    await crm.pass(SECOND);
    const events = await eventsOf(crm);
    expect(events).toEqual(expect.arrayContaining(["review-written", "incident-closed"]));

    await crm.pass(10 * MINUTE);
    expect(await eventsOf(crm)).toEqual(events);
  });

  test("the same failure soon after reopens the same incident", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    const { id } = await theIncident(crm);
    await resolveAtOnce(crm);
    await crm.pass(10 * MINUTE);

    crm.bot.releaseBad();
    await crm.passUntil(async () => (await theIncident(crm)).reopened === 1, 5 * MINUTE);

    expect((await theIncident(crm)).id).toBe(id);
  });
});
