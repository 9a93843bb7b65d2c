import { beforeEach, describe, expect, test } from "vitest";
import type { CheckResult } from "../domain/check.ts";
import type { Evidence, Facts } from "../domain/evidence.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { call, eventsOf, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";
import { sweepJob } from "./sweep.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

async function open(): Promise<void> {
  await call(crm, "open-incident", { input: { botId: "crm-bot", summary: "It is slow." } });
  crm.clock.advance(SECOND);
}

/** Runs the check of the newest round, and answers what stands on the timeline. */
async function look(checkId: string, signal = new AbortController().signal): Promise<CheckResult> {
  const { id, rounds } = await theIncident(crm);
  await crm.tasks["run-check"]?.({ incidentId: id, checkId, round: rounds }, { attempt: 1, maxAttempts: 25, signal });
  const { checks } = await theIncident(crm);
  const check = checks.findLast(({ request }) => request.id === checkId);
  if (check?.state !== "ended") throw new Error(`${checkId} has not ended`);
  return check.result;
}

function evidenceOf(result: CheckResult): readonly Evidence[] {
  if (!("evidence" in result)) throw new Error(result.why);
  return result.evidence;
}

function factsOf<Kind extends Facts["kind"]>(result: CheckResult, kind: Kind): Extract<Facts, { readonly kind: Kind }> {
  const found = evidenceOf(result).find(({ facts }) => facts.kind === kind)?.facts;
  if (found?.kind !== kind) throw new Error(`there are no facts of ${kind}`);
  return found as Extract<Facts, { readonly kind: Kind }>;
}

/** How each kind of check comes to say something, and how the world keeps it from looking. */
const KINDS = [
  {
    id: "scenario:notes",
    find: () => crm.bot.say("Something went wrong."),
    hinder: () => crm.tester.failAlways("unreachable"),
  },
  {
    id: "deployment",
    find: () => void crm.platform.deploy({ commit: "a".repeat(40), status: "failed" }),
    hinder: () => crm.platform.failAlways("unreachable"),
  },
  {
    id: "commits",
    find: () => undefined,
    hinder: () => crm.repository.failAlways("unreachable"),
  },
  {
    id: "variables",
    find: () => crm.platform.setVariables({ ATTIO_KEY: "another" }),
    hinder: () => crm.platform.failAlways("unreachable"),
  },
  {
    id: "logs",
    find: () => crm.logs.print(["TypeError: boom", "    at run (/app/src/run.ts:1:1)"]),
    hinder: () => crm.logs.failAlways("unreachable"),
  },
  {
    id: "health",
    find: () => crm.health.answer(503, "database: down"),
    hinder: () => crm.health.failAlways("unreachable"),
  },
] as const;

describe.each(KINDS)("The check $id", ({ id, find, hinder }) => {
  beforeEach(async () => {
    crm.platform.setVariables({ ATTIO_KEY: "one" });
    crm.bot.release();
    // Commits of the last day are interesting, so the one of a quiet bot is older.
    crm.clock.advance(25 * HOUR);
    // Older than the time to notice: what is usual.
    crm.logs.print(["The bot is ready."]);
    crm.clock.advance(15 * MINUTE);
    await crm.world.queue.add([sweepJob(crm.world, 0)]);
    await crm.pass(2 * MINUTE);
  });

  test("is clear for a bot that is well, with evidence that says so", async () => {
    await open();

    const result = await look(id);

    expect(result.outcome).toBe("clear");
    expect(evidenceOf(result).every(({ summary }) => summary !== "")).toBe(true);
  });

  test("finds what is wrong", async () => {
    if (id === "commits") crm.bot.releaseBad();
    await open();
    find();

    expect((await look(id)).outcome).toBe("found");
  });

  test("says why when it could not look", async () => {
    await open();
    hinder();

    const result = await look(id);

    expect(result).toMatchObject({ outcome: "could-not-look", why: expect.stringContaining("unreachable") });
  });

  test("ends once, though its job runs again", async () => {
    await open();
    const first = await look(id);
    const events = await eventsOf(crm);
    hinder();

    expect(await look(id)).toEqual(first);
    expect(await eventsOf(crm)).toEqual(events);
  });

  test("records nothing when the process must let go of the world", async () => {
    await open();
    const events = await eventsOf(crm);

    await expect(look(id, AbortSignal.abort(new Error("stopping")))).rejects.toThrow();

    expect(await eventsOf(crm)).toEqual(events);
  });
});

describe("A check", () => {
  const [box] = RULES.phases.boxes;
  const inAnInstant = box === undefined ? [] : [{ ...box, checks: [{ kind: "health", limitMs: 5 } as const] }];

  test("that gets no answer within its limit could not look, and says so", async () => {
    crm = createCrmWorld({ rules: { phases: { ...RULES.phases, boxes: inAnInstant } } });
    crm.health.read = (_url, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    await open();

    expect(await look("health")).toEqual({ outcome: "could-not-look", why: "no answer within 5 ms" });
  });

  test("for a scenario or a page that is not configured could not look", async () => {
    const { worldOf } = crm.world;
    crm = createCrmWorld({
      wrap: (world) => ({
        ...world,
        worldOf: (botId) => {
          const bot = world.worldOf(botId);
          if (bot === undefined) return undefined;
          const { healthUrl: _none, ...rest } = bot.bot;
          return { ...bot, bot: { ...rest, scenarios: [] } };
        },
      }),
    });
    await open();

    expect(worldOf("crm-bot")).toBeDefined();
    expect(await look("health")).toMatchObject({ why: "no health address is configured" });
    expect(await look("scenario:notes")).toMatchObject({ why: expect.stringContaining("no longer configured") });
  });

  test("with a bug fails its job, and is not taken for a bad world", async () => {
    crm.health.read = async () => {
      throw new RangeError("a bug");
    };
    await open();

    await expect(look("health")).rejects.toThrow(RangeError);
  });
});

describe("What a check keeps of the world", () => {
  test("is bounded for a commit that brings thousands of files, and what people wrote is kept", async () => {
    crm.bot.release();
    const vendored = Array.from({ length: 3_000 }, (_, index) => [`node_modules/big/${index}.js`, "x\n"] as const);
    crm.repository.commit({ summary: "Vendor it", files: { ...Object.fromEntries(vendored), "src/z.ts": "1\n" } });
    await open();

    const result = await look("commits");

    const [commit] = factsOf(result, "commits").commits;
    expect(commit?.files.length).toBeLessThanOrEqual(100);
    expect(commit?.files[0]?.path).toBe("src/z.ts");
    expect(factsOf(result, "commits").commits.map(({ cut }) => cut)).toEqual([true, undefined]);
    expect(evidenceOf(result)[0]?.summary).toContain("Of the 3001 files");
    expect(JSON.stringify(result).length).toBeLessThan(50_000);
  });

  test("keeps the lines of commits apart from the timeline, so that they can be erased", async () => {
    crm.repository.commit({ summary: "Wait less", files: { "src/crm.ts": "export const waitMs = 100;\n" } });
    await open();

    const result = await look("commits");

    const { id, bodies } = await theIncident(crm);
    const digest = factsOf(result, "commits").commits[0]?.diff?.body ?? "";
    const timeline = await crm.world.incidents.readTimeline(id);
    expect(await crm.world.incidents.readBodies([digest])).toEqual([
      { digest, text: expect.stringContaining("+export const waitMs = 100;") },
    ]);
    expect(bodies).toContain(digest);
    expect(JSON.stringify(timeline)).not.toContain("waitMs");
  });

  test("is bounded for endless texts", async () => {
    const endless = "y".repeat(100_000);
    crm.repository.commit({ summary: endless, files: { a: "1\n" } });
    crm.health.answer(500, endless);
    crm.logs.print([`Error: ${endless}`, ...Array.from({ length: 200 }, (_, n) => `op-${n} failed, took 5ms`)]);
    await open();

    for (const id of ["commits", "health", "logs"]) expect(JSON.stringify(await look(id)).length).toBeLessThan(60_000);
    const bodies = evidenceOf(await look("logs")).flatMap(({ samples }) => samples);
    for (const body of await crm.world.incidents.readBodies(bodies)) {
      expect("text" in body && body.text.length).toBeLessThanOrEqual(4_000);
    }
  });

  test("holds no more of a variable than its name", async () => {
    crm.platform.setVariables({ ATTIO_KEY: "attio-planted-value" });
    await watchGoodBot(crm);
    crm.platform.setVariables({ ATTIO_KEY: "attio-second-value", NEW_FLAG: "on" });
    crm.clock.advance(MINUTE);
    await open();

    const result = await look("variables");

    expect(factsOf(result, "variables").changes.map(({ name, change }) => `${name} ${change}`)).toEqual([
      "ATTIO_KEY changed",
      "NEW_FLAG added",
    ]);
    expect(JSON.stringify(result)).not.toMatch(/planted|second-value/);
  });
});
