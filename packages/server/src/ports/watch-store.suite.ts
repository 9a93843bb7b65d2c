import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SignatureFact } from "../domain/evidence.ts";
import { START } from "../domain/fixtures/facts.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { JobRequest } from "./job-queue.ts";
import type { CountedSignature, LogCursor, SignatureReading, WatchStore } from "./watch-store.ts";

export interface WatchStoreWorld {
  readonly store: WatchStore;
  /** How many jobs of the task wait. */
  countJobs(task: string): Promise<number>;
  close(): Promise<void>;
}

export interface WatchStoreCandidate {
  readonly name: string;
  create(): Promise<WatchStoreWorld>;
}

export function describeWatchStore({ name, create }: WatchStoreCandidate): void {
  describe(`${name} keeps the contract of WatchStore`, () => {
    let world: WatchStoreWorld;
    let botId: string;
    const run = (outcome: ScenarioRun["outcome"], more: Partial<ScenarioRun> = {}): ScenarioRun => ({
      scenarioId: "notes",
      feature: "notes",
      core: true,
      at: START,
      outcome,
      ...(outcome === "silent" ? {} : { latencyMs: 100 }),
      ...more,
    });
    const record = (one: ScenarioRun) => world.store.recordScenarioRun({ botId, run: one, runs: 10, follow: () => [] });
    const count = async ({
      readTo = START,
      counted: already = {},
      ...reading
    }: Partial<SignatureReading & LogCursor>): Promise<readonly CountedSignature[]> => {
      let seen: readonly CountedSignature[] = [];
      await world.store.recordSignatures({
        botId,
        signatures: [signature("s1", 1)],
        cursor: { readTo, counted: already },
        count: (each, known) => ({
          isUsual: true,
          count: (known?.count ?? 0) + each.count,
          lastAt: each.last,
        }),
        follow: (counted) => {
          seen = counted;
          return [];
        },
        ...reading,
      });
      return seen;
    };

    beforeAll(async () => {
      world = await create();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      botId = `bot-${randomUUID()}`;
    });

    test("a bot that was never watched has no history, no cursor and no variables", async () => {
      expect(await world.store.readScenarioHistories(botId, 10)).toEqual([]);
      expect(await world.store.readLogCursor(botId)).toBeUndefined();
      expect(await world.store.readVariables(botId, START)).toBeUndefined();
    });

    test("a history holds the newest runs as they were, newest last", async () => {
      const runs = [run("passed"), run("silent", { at: START + 1 }), run("wrong", { at: START + 2, latencyMs: 70 })];
      for (const one of runs) await record(one);

      const histories = await world.store.readScenarioHistories(botId, 2);

      expect(histories).toEqual([
        { scenarioId: "notes", runs: runs.slice(1), firstPassedAt: START, normalLatencyMs: 100 },
      ]);
    });

    test("a scenario that never passed has no first pass, and stands beside one that did", async () => {
      await record(run("silent"));
      await record(run("passed", { scenarioId: "help", at: START + 5 }));

      const histories = await world.store.readScenarioHistories(botId, 10);

      const byId = new Map(histories.map((history) => [history.scenarioId, history]));
      expect(byId.get("notes")?.firstPassedAt).toBeUndefined();
      expect(byId.get("notes")?.normalLatencyMs).toBeUndefined();
      expect(byId.get("help")?.firstPassedAt).toBe(START + 5);
    });

    test("the usual time to an answer is the median of the passed runs", async () => {
      for (const latencyMs of [900, 100, 120, 110, 130]) await record(run("passed", { latencyMs }));
      await record(run("wrong", { latencyMs: 9_000 }));

      const [history] = await world.store.readScenarioHistories(botId, 1);

      expect(history?.normalLatencyMs).toBe(120);
    });

    test("what follows sees the run that is being recorded, and is written with it or not at all", async () => {
      const task = `follow-${botId}`;
      const follow = (runs: number): readonly JobRequest[] => [{ task, payload: { runs } }];
      await world.store.recordScenarioRun({
        botId,
        run: run("passed"),
        runs: 10,
        follow: ([history]) => follow(history?.runs.length ?? 0),
      });

      const broken = world.store.recordScenarioRun({
        botId,
        run: run("silent"),
        runs: 10,
        follow: () => [...follow(2), { task, payload: { count: 1n } }],
      });

      await expect(broken).rejects.toThrow();
      expect(await world.countJobs(task)).toBe(1);
      expect((await world.store.readScenarioHistories(botId, 10))[0]?.runs).toHaveLength(1);
    });

    test("what is kept of a signature is what its reader makes of what was kept before", async () => {
      const [first] = await count({ signatures: [signature("s1", 3)] });
      const [again, fresh] = await count({ readFrom: START, signatures: [signature("s1", 1), signature("s2", 1)] });

      expect(first).toMatchObject({ count: 3, isUsual: true });
      expect(again).toMatchObject({ count: 4, isUsual: true });
      expect(fresh).toMatchObject({ signature: { id: "s2" }, count: 1, isUsual: true });
    });

    test("a signature can begin anew", async () => {
      await count({ signatures: [signature("s1", 3)] });
      const anew: SignatureReading["count"] = ({ count: now, last }) => ({ count: now, isUsual: false, lastAt: last });
      await count({ readFrom: START, readTo: START + 10, count: anew });

      const seen: unknown[] = [];
      await count({
        readFrom: START + 10,
        count: (each, known) => {
          seen.push(known);
          return anew(each, known);
        },
      });

      expect(seen).toEqual([{ count: 1, isUsual: false, lastAt: START }]);
    });

    test("counts of one bot are nothing to another", async () => {
      await count({ signatures: [signature("s1", 3)] });
      botId = `bot-${randomUUID()}`;

      expect(await count({})).toMatchObject([{ count: 1 }]);
    });

    test("lines that two readers have read are counted once", async () => {
      await count({ signatures: [] });

      const both = await Promise.all([
        count({ readFrom: START, readTo: START + 10 }),
        count({ readFrom: START, readTo: START + 10 }),
      ]);

      expect(both.map((counted) => counted.length).sort()).toEqual([0, 1]);
      const [next] = await count({ readFrom: START + 10, readTo: START + 20 });
      expect(next).toMatchObject({ count: 2 });
    });

    test("the cursor never goes back, and remembers what is counted", async () => {
      await count({ readTo: START + 10, counted: { "a:1": 2 } });
      await count({ readFrom: START + 10, readTo: START + 5, counted: { "b:2": 1 } });

      expect(await world.store.readLogCursor(botId)).toEqual({ readTo: START + 10, counted: { "b:2": 1 } });
    });

    test("a reading whose jobs cannot be added counts nothing", async () => {
      const task = `follow-${botId}`;
      const broken = count({
        follow: () => [
          { task, payload: {} },
          { task, payload: { count: 1n } },
        ],
      });

      await expect(broken).rejects.toThrow();
      expect(await world.store.readLogCursor(botId)).toBeUndefined();
      expect(await world.countJobs(task)).toBe(0);
      expect(await count({})).toMatchObject([{ count: 1 }]);
    });

    test("a template with any characters is counted", async () => {
      await count({ signatures: [] });
      const odd = { ...signature("s1", 1), template: "a\u0000b \ud83d 😀" };

      expect(await count({ readFrom: START, signatures: [odd] })).toMatchObject([{ count: 1 }]);
    });

    test("variables are remembered as they were at a time", async () => {
      const variables = (digest: string) => [{ name: "ATTIO_KEY", digest: digest.repeat(64) }];
      for (const [after, digest] of [
        [0, "a"],
        [10, "a"],
        [20, "b"],
      ] as const) {
        await world.store.recordVariables(botId, { at: START + after, variables: variables(digest) });
      }

      expect(await world.store.readVariables(botId, START - 1)).toBeUndefined();
      expect(await world.store.readVariables(botId, START + 15)).toEqual({ at: START, variables: variables("a") });
      expect(await world.store.readVariables(botId, START + 99)).toEqual({ at: START + 20, variables: variables("b") });
    });

    describe("what is forgotten", () => {
      const nothing = { runsOfScenario: 1_000, signaturesBefore: 0, variablesBefore: 0 };

      test("are the oldest runs of each scenario, but never when it first passed", async () => {
        await record(run("passed"));
        for (const after of [1, 2, 3]) await record(run("silent", { at: START + after }));
        await record(run("wrong", { scenarioId: "help", at: START + 9 }));

        await world.store.forget({ ...nothing, runsOfScenario: 2 });

        const histories = await world.store.readScenarioHistories(botId, 10);
        const times = new Map(histories.map(({ scenarioId, runs }) => [scenarioId, runs.map(({ at }) => at)]));
        expect(times.get("notes")).toEqual([START + 2, START + 3]);
        expect(times.get("help")).toEqual([START + 9]);
        expect(histories.find(({ scenarioId }) => scenarioId === "notes")?.firstPassedAt).toBe(START);
      });

      test("are the signatures that were not seen since", async () => {
        const late = { ...signature("s2", 1), last: START + 10 };
        await count({ signatures: [signature("s1", 1), late] });

        await world.store.forget({ ...nothing, signaturesBefore: START + 10 });

        const again = await count({ readFrom: START, signatures: [signature("s1", 1), late] });
        expect(again.map((one) => one.count)).toEqual([1, 2]);
      });

      test("are the snapshots of variables that another one followed before the time", async () => {
        const snapshot = (after: number) => ({ at: START + after, variables: [{ name: "A", digest: String(after) }] });
        for (const after of [0, 10, 20]) await world.store.recordVariables(botId, snapshot(after));

        await world.store.forget({ ...nothing, variablesBefore: START + 15 });

        expect(await world.store.readVariables(botId, START + 5)).toBeUndefined();
        expect(await world.store.readVariables(botId, START + 15)).toEqual(snapshot(10));
        expect(await world.store.readVariables(botId, START + 25)).toEqual(snapshot(20));
      });
    });

    test("a bot without variables has an empty snapshot, which is another thing than none", async () => {
      await world.store.recordVariables(botId, { at: START, variables: [] });

      expect(await world.store.readVariables(botId, START)).toEqual({ at: START, variables: [] });
    });
  });
}

function signature(id: string, count: number): SignatureFact {
  return {
    id,
    template: "boom",
    count,
    first: START,
    last: START,
    isNew: false,
    ownFrames: [],
    requests: 0,
  };
}
