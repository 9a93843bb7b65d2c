import { beforeEach, describe, expect, test } from "vitest";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { bringToRemedy, eventsOf, failBot, resolveAtOnce, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
import { CRM, type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";
import { matchReply } from "./match-reply.ts";
import { runScenario } from "./run-scenario.ts";
import { sweepJob } from "./sweep.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const BOOM = ["TypeError: boom", "    at run (/app/src/run.ts:1:1)"];
const watch = () => crm.world.queue.add([sweepJob(crm.world, 0)]);
const run = (more = {}) => ({ attempt: 1, maxAttempts: 25, signal: new AbortController().signal, ...more });

describe("Watching a scenario", () => {
  test("that never passed opens no incident, however long it fails", async () => {
    crm.bot.say("");
    await watch();

    await crm.pass(HOUR);

    expect(await crm.incident()).toBeUndefined();
  });

  test("opens one after failures in a row, and not after one", async () => {
    await watchGoodBot(crm);
    const newest = () => crm.world.watch.readScenarioHistories("crm-bot", 1);
    crm.bot.say("");
    await crm.passUntil(async () => (await newest()).some(({ runs }) => runs[0]?.outcome === "silent"), 2 * MINUTE);
    crm.bot.say(undefined);
    await crm.pass(3 * MINUTE);
    expect(await crm.incident()).toBeUndefined();

    crm.bot.say("");
    await crm.pass(2 * MINUTE);

    expect((await theIncident(crm)).signals[0]).toMatchObject({
      kind: "scenario-failed",
      summary: expect.stringContaining("gets no answer"),
    });
  });

  test("asks again within seconds once it has failed", async () => {
    await watchGoodBot(crm);
    crm.bot.say("");
    const before = crm.clock.now();

    await crm.passUntil(async () => (await crm.incident()) !== undefined, 3 * MINUTE);

    expect(crm.clock.now() - before).toBeLessThan(80 * SECOND);
  });

  test("says nothing of the bot when Slack itself is away, and goes on when it is back", async () => {
    await watchGoodBot(crm);
    crm.tester.failAlways("unreachable");

    await crm.pass(10 * MINUTE);
    expect(await crm.incident()).toBeUndefined();
    expect(crm.logged).toContainEqual(
      expect.objectContaining({ level: "warn", message: "a scenario could not be asked" }),
    );

    crm.tester.failAlways(undefined);
    crm.bot.say("");
    await crm.pass(3 * MINUTE);
    expect(await crm.incident()).toBeDefined();
  });

  test("waits as long as Slack says", async () => {
    await watchGoodBot(crm);
    const asked = () => crm.workspace.messages("CUSE").filter(({ author }) => author === "UTESTER").length;
    crm.tester.failNext("rate-limited", 10 * MINUTE);
    crm.tester.failNext("rate-limited", 10 * MINUTE);
    await crm.passUntil(async () => crm.logged.length >= 2, 3 * MINUTE);
    const before = asked();
    // The sweep re-arms what is waiting and keeps its time.
    await crm.pass(8 * MINUTE);

    expect(asked()).toBe(before);
    await crm.pass(3 * MINUTE);
    expect(asked()).toBeGreaterThan(before);
  });

  test("starts the proof when the bot heals by itself", async () => {
    await watchGoodBot(crm);
    crm.bot.say("");
    await crm.passUntil(async () => (await crm.incident()) !== undefined, 3 * MINUTE);
    crm.bot.say(undefined);

    await crm.passUntil(async () => (await eventsOf(crm)).includes("recovered"), 10 * MINUTE);

    expect((await theIncident(crm)).recovery).toMatchObject({ because: expect.stringContaining("passes again") });
  });
});

describe("Asking a scenario", () => {
  const ask = (scenario: Partial<(typeof CRM.scenarios)[number]>) => {
    const [help] = CRM.scenarios;
    if (help === undefined) throw new Error("the bot has no scenario");
    const { signal } = new AbortController();
    return runScenario({ bot: CRM, scenario: { ...help, ...scenario }, key: "k", attempt: 1, signal }, crm.world);
  };

  test("hears the bot as a person reads it, without Slack's escapes", async () => {
    expect((await ask({ expect: /notes & search\.$/u })).outcome).toBe("passed");
  });

  test("says its words as a person would type them", async () => {
    await ask({ say: "search <Acme> & sons" });

    expect(crm.workspace.messages("CUSE")[0]?.text).toBe("<@UBOT> search &lt;Acme&gt; &amp; sons");
  });

  test("does not take somebody else's reply for the bot's", async () => {
    crm.bot.say("");
    crm.workspace.onMessage(({ id, author }) => {
      if (author === "UTESTER")
        crm.workspace.say({ channel: "CUSE", author: "U9", text: "what I can do", threadId: id });
    });

    expect((await ask({})).outcome).toBe("silent");
  });

  test("takes the time from the question to the answer", async () => {
    crm.bot.say("");
    crm.workspace.onMessage(({ id, author }) => {
      if (author !== "UTESTER") return;
      crm.clock.advance(1_500);
      crm.workspace.say({ channel: "CUSE", author: "UBOT", text: "what I can do", threadId: id });
    });

    expect(await ask({})).toMatchObject({ outcome: "passed", latencyMs: 1_500 });
  });

  test("is not held up by a pattern that backtracks for ever, and does not blame the bot", async () => {
    crm.bot.say(`${"a".repeat(60)}!`);

    await expect(ask({ expect: /^(?:a+)+$/u })).rejects.toMatchObject({ port: "scenario", code: "refused" });
    expect(matchReply(/^\d+ "companies" \u2028 found\\$/u, '12 "companies" \u2028 found\\')).toBe(true);
  });
});

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
    crm.logs.print(["hello"]);
    await crm.pass(20 * SECOND);
    crm.logs.print(BOOM, { at: crm.clock.now() - 15 * SECOND });
    await crm.pass(MINUTE);
    expect(await crm.incident()).toBeUndefined();

    crm.logs.print(BOOM, { at: crm.clock.now() - 15 * SECOND });
    await crm.pass(MINUTE);

    expect(await report()).toEqual([["error-signature", expect.stringContaining("2 times")]]);
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

describe("Watching variables", () => {
  test("remembers what they were, by digests alone, and survives a platform that is away", async () => {
    crm.platform.setVariables({ KEY: "one" });
    await watch();
    await crm.pass(2 * MINUTE);
    crm.platform.failAlways("unreachable");
    await crm.pass(2 * MINUTE);
    crm.platform.failAlways(undefined);
    crm.platform.setVariables({ KEY: "two" });
    const change = crm.clock.now();
    await crm.pass(2 * MINUTE);

    const before = await crm.world.watch.readVariables("crm-bot", change);
    const after = await crm.world.watch.readVariables("crm-bot", crm.clock.now());
    expect(before?.variables[0]?.digest).not.toBe(after?.variables[0]?.digest);
    expect(JSON.stringify([before, after])).not.toMatch(/one|two/);
  });
});

describe("A signal of a bot that this process does not know", () => {
  const signal = { kind: "report", key: "k", at: 0, summary: "x" };

  test("is left to another replica at first, and dropped with a word in the end", async () => {
    const report = (attempt: number) => crm.tasks["report-signal"]?.({ botId: "gone", signal }, run({ attempt }));

    await expect(report(1)).rejects.toThrow("not configured");
    await report(5);

    expect(crm.logged).toMatchObject([{ level: "warn", data: { botId: "gone" } }]);
    expect(await crm.incident()).toBeUndefined();
  });
});

describe("The sweep", () => {
  test("re-arms the timer of every open incident and the watching of every bot, and itself", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    const lost = createCrmWorld({ wrap: (world) => ({ ...world, incidents: crm.world.incidents }) });
    const { id } = await theIncident(crm);
    lost.clock.set(crm.clock.now());

    await lost.tasks.sweep?.({}, run());

    const keys = lost.queue.waiting().map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining([
        `tick:${id}`,
        "sweep",
        "watch-logs:crm-bot",
        "watch-variables:crm-bot",
        "watch-scenario:crm-bot:help",
        "watch-scenario:crm-bot:notes",
      ]),
    );
  });

  test("brings an incident whose timer was lost up to date", async () => {
    await watchGoodBot(crm);
    crm.bot.say("");
    await crm.passUntil(async () => (await crm.incident()) !== undefined, 3 * MINUTE);
    const { id } = await theIncident(crm);
    await crm.world.queue.add([{ task: "tick", payload: { incidentId: "inc-none", dueAt: 0 }, key: `tick:${id}` }]);

    await crm.pass(40 * MINUTE);

    expect(await eventsOf(crm)).toEqual(expect.arrayContaining(["box-ended", "phase-overran", "escalated"]));
    expect((await theIncident(crm)).updates.length).toBeGreaterThan(3);
  });

  test("leaves what is in order as it is", async () => {
    await bringToRemedy(crm);
    await crm.pass(3 * MINUTE);
    const events = await eventsOf(crm);

    await crm.tasks.sweep?.({}, run());
    await crm.queue.runDue(crm.tasks);

    expect(await eventsOf(crm)).toEqual(events);
  });
});

test("a timer that rings on a machine whose clock is behind is heard at its time", async () => {
  await watchGoodBot(crm);
  await failBot(crm);
  const { id } = await theIncident(crm);
  const tick = crm.queue.waiting().find(({ key }) => key === `tick:${id}`);
  const before = (await eventsOf(crm)).length;
  crm.clock.set((tick?.runAt ?? 0) - 30 * SECOND);

  await crm.tasks.tick?.(tick?.payload, run());

  const timeline = await crm.world.incidents.readTimeline(id, before);
  expect(timeline.length).toBeGreaterThan(0);
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(() => tick?.runAt));
});
