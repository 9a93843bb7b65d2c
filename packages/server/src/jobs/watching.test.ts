import { beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { bringToRemedy, eventsOf, failBot, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
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

describe("A bot that works again by itself", () => {
  test("is heard though nobody could listen at first, because a remedy was under way", async () => {
    await bringToRemedy(crm);
    crm.repository.failAlways("unreachable");
    await crm.pass(6 * MINUTE);
    expect((await theIncident(crm)).remedies.at(-1)?.state).toBe("uncertain");
    crm.bot.say("This is what I can do: questionnaire");
    await crm.pass(20 * MINUTE);
    const { id } = await theIncident(crm);
    expect((await theIncident(crm)).recovery).toBeUndefined();

    // Somebody has moved the branch, so that the remedy ends without its push.
    crm.repository.failAlways(undefined);
    crm.repository.commit({ summary: "On top", files: { "README.md": "hi\n" } });
    await crm.passUntil(async () => (await theIncident(crm)).remedies.at(-1)?.state === "failed", 5 * MINUTE);
    await crm.pass(3 * MINUTE);

    expect(await theIncident(crm)).toMatchObject({
      id,
      recovery: { because: expect.stringContaining("passes again") },
    });
  });

  test("does not end an incident that its scenarios never saw", async () => {
    await watchGoodBot(crm);
    crm.logs.print([...BOOM, ...BOOM]);
    await crm.passUntil(async () => (await crm.incident()) !== undefined, MINUTE);

    await crm.pass(10 * MINUTE);

    expect((await theIncident(crm)).recovery).toBeUndefined();
  });

  test("does not begin a new proof after one that failed, before its scenarios fail and pass anew", async () => {
    await watchGoodBot(crm);
    crm.bot.say("");
    await crm.passUntil(async () => (await crm.incident()) !== undefined, 3 * MINUTE);
    const { deploy } = crm.platform;
    crm.platform.deploy = (input) => deploy({ ...input, status: "crashed" });
    crm.bot.release();
    crm.bot.say(undefined);
    const started = async () => (await eventsOf(crm)).filter((type) => type === "recovery-started").length;
    const list = crm.platform.listDeployments;
    crm.platform.listDeployments = async () => [];
    await crm.passUntil(async () => (await theIncident(crm)).recovery?.state === "failed", 30 * MINUTE);
    await crm.pass(20 * MINUTE);
    expect(await started()).toBe(1);

    crm.platform.listDeployments = list;
    crm.bot.say("");
    await crm.pass(3 * MINUTE);
    crm.bot.say(undefined);
    await crm.pass(5 * MINUTE);

    expect(await started()).toBe(2);
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
