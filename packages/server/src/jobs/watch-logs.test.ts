import { beforeEach, describe, expect, test } from "vitest";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { resolveAtOnce, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";
import { sweepJob } from "./sweep.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const BOOM = ["TypeError: boom", "    at run (/app/src/run.ts:1:1)"];
const watch = () => crm.world.queue.add([sweepJob(crm.world, 0)]);
const run = (more = {}) => ({ attempt: 1, maxAttempts: 25, signal: new AbortController().signal, ...more });

describe("Watching a log", () => {
  test("takes its first reading for what is usual", async () => {
    crm.logs.print([...BOOM, ...BOOM, ...BOOM]);
    crm.clock.advance(SECOND);
    crm.bot.release();
    await watch();
    await crm.pass(MINUTE);
    crm.logs.print([...BOOM, ...BOOM, ...BOOM]);

    await crm.pass(MINUTE);

    expect(await crm.incident()).toBeUndefined();
  });

  test("makes a signal of a new error at its second time, counted over readings", async () => {
    await watchGoodBot(crm);
    crm.logs.print(BOOM);
    await crm.pass(30 * SECOND);
    expect(await crm.incident()).toBeUndefined();

    crm.logs.print(BOOM);
    await crm.pass(30 * SECOND);

    expect((await theIncident(crm)).signals[0]).toMatchObject({
      kind: "error-signature",
      summary: expect.stringContaining("2 times"),
    });
  });

  test("counts a line once, though two replicas read it", async () => {
    await watchGoodBot(crm);
    crm.logs.print(BOOM);
    crm.clock.advance(SECOND);

    await Promise.all([1, 2].map(() => crm.tasks["watch-logs"]?.({ botId: "crm-bot" }, run())));
    await crm.pass(SECOND);

    expect(await crm.incident()).toBeUndefined();
  });

  test("goes on where it stopped when the log could not be read", async () => {
    await watchGoodBot(crm);
    crm.logs.failAlways("unreachable");
    crm.logs.print(BOOM);
    await crm.pass(5 * MINUTE);
    crm.logs.print(BOOM);
    crm.logs.failAlways(undefined);

    await crm.pass(MINUTE);

    expect(await crm.incident()).toBeDefined();
  });
});

describe("An error of the log", () => {
  const quick = { ...RULES.detection, baselineMs: HOUR };
  const report = async () => (await crm.incident())?.signals.map(({ kind, summary }) => [kind, summary]);
  const read = () => crm.tasks["watch-logs"]?.({ botId: "crm-bot" }, run());
  beforeEach(() => {
    crm = createCrmWorld({ rules: { detection: quick, recovery: { ...RULES.recovery, watchMs: 10 * MINUTE } } });
  });

  test("that comes once, and once more long after, is no pattern", async () => {
    await watchGoodBot(crm);
    for (const _ of [1, 2, 3]) {
      crm.logs.print(BOOM);
      await crm.pass(HOUR + 5 * MINUTE);
    }

    expect(await crm.incident()).toBeUndefined();
  });

  test("is told again when it comes back after the all clear, and not while it goes on", async () => {
    await watchGoodBot(crm);
    crm.logs.print([...BOOM, ...BOOM]);
    await crm.pass(MINUTE);
    const { id } = await theIncident(crm);
    crm.logs.print([...BOOM, ...BOOM]);
    await resolveAtOnce(crm);
    await crm.pass(MINUTE);
    expect((await theIncident(crm)).reopened).toBe(0);
    await crm.pass(12 * MINUTE);

    crm.logs.print(BOOM);
    await crm.pass(5 * MINUTE);
    expect((await theIncident(crm)).reopened).toBe(0);
    crm.logs.print(BOOM);
    await crm.pass(MINUTE);

    expect(await theIncident(crm)).toMatchObject({ id, reopened: 1 });
  });

  test("that was usual is news when it comes back after it was gone for as long as the baseline", async () => {
    crm.logs.print([...BOOM, ...BOOM]);
    await watchGoodBot(crm);
    crm.logs.print([...BOOM, ...BOOM]);
    await crm.pass(30 * MINUTE);
    expect(await crm.incident()).toBeUndefined();

    await crm.pass(HOUR);
    crm.logs.print([...BOOM, ...BOOM]);
    await crm.pass(MINUTE);

    expect(await report()).toEqual([["error-signature", expect.stringContaining("2 times")]]);
  });

  test("that arrives late is counted, and each once", async () => {
    await watchGoodBot(crm);
    const counts: string[] = [];
    for (const _ of [1, 2]) {
      crm.logs.print(["a younger line"]);
      const printedAt = crm.clock.now();
      await crm.pass(15 * SECOND);
      crm.logs.print(BOOM, { at: printedAt - 10 * SECOND });
      await crm.pass(MINUTE);
      counts.push(JSON.stringify(await report()));
    }

    expect(counts[0]).toBeUndefined();
    expect(counts[1]).toContain("2 times");
  });

  test.each([1, 4_000])("whose stack is written while the log is read is one error (%i ms later)", async (laterMs) => {
    await watchGoodBot(crm);
    for (const _ of [1, 2]) {
      crm.logs.print(BOOM.slice(0, 1));
      await read();
      crm.clock.advance(laterMs);
      await read();
      crm.logs.print(BOOM.slice(1));
      await crm.pass(2 * MINUTE);
    }

    expect(await report()).toEqual([["error-signature", expect.stringContaining("2 times")]]);
  });

  test("is looked for in the newest lines when there are too many, and that is said", async () => {
    await watchGoodBot(crm);
    crm.logs.print(Array.from({ length: 20_001 }, () => "noise"));

    await crm.pass(15 * SECOND);

    expect(crm.logged).toContainEqual(
      expect.objectContaining({ level: "warn", message: "of the bot's log only the newest lines were read" }),
    );
  });
});
