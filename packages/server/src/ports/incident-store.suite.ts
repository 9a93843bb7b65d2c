import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fold } from "../domain/apply.ts";
import { CHAIN_START, verifyChain } from "../domain/chain.ts";
import { decide } from "../domain/decision.ts";
import { eraseBody } from "../domain/erase-body.ts";
import { START } from "../domain/fixtures/facts.ts";
import { randomStep } from "../domain/fixtures/random-step.ts";
import { writeReview } from "../domain/write-review.ts";
import { createIncidentWriter, hash, type IncidentWriter } from "./incident-store.fixture.ts";
import type { Current, IncidentStore } from "./incident-store.ts";
import type { JobRequest } from "./job-queue.ts";

export interface IncidentStoreWorld {
  readonly store: IncidentStore;
  /** The waiting jobs whose payload names the incident. */
  jobsOf(incidentId: string): Promise<readonly Pick<JobRequest, "task" | "key">[]>;
  close(): Promise<void>;
}

export interface IncidentStoreCandidate {
  readonly name: string;
  create(): Promise<IncidentStoreWorld>;
  /** How many random stories are told; each takes some dozens of transactions. */
  readonly stories: number;
}

export function describeIncidentStore({ name, create, stories }: IncidentStoreCandidate): void {
  describe(`${name} keeps the contract of IncidentStore`, () => {
    let world: IncidentStoreWorld;
    let writer: IncidentWriter;
    const read = async (incidentId: string) => ({
      incident: await world.store.find(incidentId),
      timeline: await world.store.readTimeline(incidentId),
      jobs: await world.jobsOf(incidentId),
    });

    beforeAll(async () => {
      world = await create();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      writer = createIncidentWriter(world.store);
    });

    test("an opening is stored whole: events, state and the jobs that follow", async () => {
      const incidentId = await writer.open();

      const { incident, timeline, jobs } = await read(incidentId);

      expect(incident).toEqual(fold(timeline));
      expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
      expect(verifyChain(timeline, hash)).toEqual({ ok: true });
      expect(jobs.map(({ task }) => task)).toEqual(expect.arrayContaining(["run-check", "post-update", "tick"]));
    });

    test("what was never stored is not found", async () => {
      expect(await world.store.find("nobody")).toBeUndefined();
      expect(await world.store.readTimeline("nobody")).toEqual([]);
      expect(await world.store.readBodies([hash("never said")])).toEqual([]);
      expect(await world.store.readBodies([])).toEqual([]);
    });

    test("twenty writers at once all find the newest state, and none is lost", async () => {
      const incidentId = await writer.open();
      const before = (await world.store.readTimeline(incidentId)).length;

      await Promise.all(Array.from({ length: 20 }, (_, index) => writer.note(incidentId, `note ${index}`)));

      const { incident, timeline } = await read(incidentId);
      expect(timeline).toHaveLength(before + 20);
      expect(verifyChain(timeline, hash)).toEqual({ ok: true });
      expect(incident).toEqual(fold(timeline));
      const bodies = timeline.flatMap(({ event }) => (event.type === "note-added" ? [event.body] : []));
      expect(new Set(bodies).size).toBe(20);
    });

    test("many reports of one bot at once open one incident", async () => {
      const opened = await Promise.all(Array.from({ length: 8 }, () => writer.open()));

      expect(new Set(opened).size).toBe(1);
      expect(await world.store.list({ botId: writer.botId, limit: 10 })).toHaveLength(1);
    });

    test("a writer by the bot and a writer by the incident take turns, too", async () => {
      const incidentId = await writer.open();

      await Promise.all([
        writer.note(incidentId, "one"),
        writer.open(),
        writer.note(incidentId, "two"),
        writer.end(incidentId),
        writer.open(),
      ]);

      const { timeline } = await read(incidentId);
      expect(verifyChain(timeline, hash)).toEqual({ ok: true });
      const rows = await world.store.list({ botId: writer.botId, limit: 10 });
      expect(rows.filter(({ incident }) => incident.resolvedAt === undefined).length).toBeLessThan(2);
    });

    test("a second active incident of a bot is refused, whoever asks for it", async () => {
      await writer.open();
      const second = { ...(await writer.nextAppend()), jobs: [] };
      const renamed = { ...second, incident: { ...second.incident, id: randomUUID(), sequence: 1 }, events: [] };

      const written = world.store.transact({
        subject: { kind: "bot", botId: writer.botId },
        decide: () => ({ append: renamed, result: 1 }),
      });

      await expect(written).rejects.toThrow();
      expect(await world.store.find(renamed.incident.id)).toBeUndefined();
    });

    test("the second call with a receipt's key gets the first one's answer and decides nothing", async () => {
      const incidentId = await writer.open();

      const first = await writer.note(incidentId, "once", `ana:add-note:${incidentId}`);
      const second = await writer.note(incidentId, "once more", `ana:add-note:${incidentId}`);

      expect(second).toEqual(first);
      expect(await world.store.readBodies([hash("once more")])).toEqual([]);
    });

    test("two calls at once with one key write once", async () => {
      const incidentId = await writer.open();

      const answers = await Promise.all(
        Array.from({ length: 5 }, () => writer.note(incidentId, "same", `k:${incidentId}`)),
      );

      expect(answers).toEqual(answers.map(() => answers[0]));
      const notes = (await world.store.readTimeline(incidentId)).filter(({ event }) => event.type === "note-added");
      expect(notes).toHaveLength(1);
    });

    test("an answer without a write is not remembered", async () => {
      const incidentId = await writer.open();
      const ask = (result: string) =>
        world.store.transact({
          subject: { kind: "incident", incidentId },
          receiptKey: `later:${incidentId}`,
          decide: () => ({ result }),
        });

      expect(await ask("refused")).toBe("refused");
      expect(await ask("still refused")).toBe("still refused");
    });

    test("a write that fails at its last job leaves nothing behind", async () => {
      const incidentId = await writer.open();
      const before = await read(incidentId);
      const body = { digest: hash("never kept"), text: "never kept" };
      const append = await writer.nextAppend();
      const unwritable: JobRequest = { task: "tick", payload: { incidentId, count: 10n } };

      const written = world.store.transact({
        subject: { kind: "incident", incidentId },
        receiptKey: `broken:${incidentId}`,
        decide: () => ({
          append: { ...append, bodies: [body], jobs: [{ task: "tick", payload: { incidentId } }, unwritable] },
          result: "done",
        }),
      });

      await expect(written).rejects.toThrow();
      expect(await read(incidentId)).toEqual(before);
      expect(await world.store.readBodies([body.digest])).toEqual([]);
    });

    test("events that do not follow on those that are stored are refused", async () => {
      const incidentId = await writer.open();
      const before = await read(incidentId);
      const append = await writer.nextAppend();
      const again = append.events.map((event) => ({ ...event, sequence: event.sequence - 1 }));

      const written = world.store.transact({
        subject: { kind: "incident", incidentId },
        decide: () => ({ append: { ...append, events: again }, result: "done" }),
      });

      await expect(written).rejects.toThrow();
      expect(await read(incidentId)).toEqual(before);
    });

    test("what a decision throws reaches the caller, and nothing is written", async () => {
      const incidentId = await writer.open();
      const before = await read(incidentId);

      const written = world.store.transact({
        subject: { kind: "incident", incidentId },
        decide: () => {
          throw new RangeError("a bug");
        },
      });

      await expect(written).rejects.toThrow(RangeError);
      expect(await read(incidentId)).toEqual(before);
    });

    test("an erased body is gone for good, its erasing is told, and the chain still verifies", async () => {
      const incidentId = await writer.open();
      const body = hash("the password of the shop");
      await writer.note(incidentId, "the password of the shop");
      writer.now += 60_000;

      await writer.change(incidentId, (current, moment) => eraseBody(current, { body, reason: "a password" }, moment));
      await writer.note(incidentId, "the password of the shop");

      const gone = { digest: body, erased: { at: writer.now, reason: "a password" } };
      expect(await world.store.readBodies([body])).toEqual([gone]);
      const { timeline, incident } = await read(incidentId);
      expect(verifyChain(timeline, hash)).toEqual({ ok: true });
      expect(JSON.stringify({ timeline, incident })).not.toContain("password of the shop");
    });

    test("a receipt is remembered until it is forgotten, and only by its age", async () => {
      const incidentId = await writer.open();
      await writer.note(incidentId, "one", `old-${incidentId}`);
      writer.now += 60_000;
      await writer.note(incidentId, "two", `young-${incidentId}`);

      await world.store.forgetReceipts(writer.now);
      for (const age of ["old", "young"]) await writer.note(incidentId, "again", `${age}-${incidentId}`);

      const { timeline } = await read(incidentId);
      expect(timeline.filter(({ event }) => event.type === "note-added")).toHaveLength(3);
    });

    test("bodies come in the order asked for", async () => {
      const incidentId = await writer.open();
      for (const text of ["one", "two", "three"]) await writer.note(incidentId, text);

      const found = await world.store.readBodies([hash("three"), hash("missing"), hash("one"), hash("three")]);

      expect(found.map((body) => "text" in body && body.text)).toEqual(["three", "one", "three"]);
    });

    test.each([
      ["NUL", "a\u0000b"],
      ["half of a surrogate pair", "a\ud83db"],
      ["emoji, quotes and backslashes", 'Ünï "😀" \\u0000 \\ \u2028'],
      ["a megabyte", "x".repeat(1_000_000)],
    ])("a text with %s is kept so that its digest and the chain hold", async (_, text) => {
      const incidentId = await writer.open();
      await writer.note(incidentId, text);
      await writer.change(incidentId, (current) =>
        decide({ type: "body-erased", body: hash(`not ${current.id}`), reason: text }),
      );

      const { timeline, incident } = await read(incidentId);

      expect(verifyChain(timeline, hash)).toEqual({ ok: true });
      expect(incident).toEqual(fold(timeline));
      const digests = timeline.flatMap(({ event }) => (event.type === "note-added" ? [event.body] : []));
      const [body] = await world.store.readBodies(digests);
      expect(body !== undefined && "text" in body ? hash(body.text) : "").toBe(digests[0]);
    });

    test("the time of a timeline never falls, though a writer.now does", async () => {
      const incidentId = await writer.open();
      writer.now -= 3_600_000;

      await writer.note(incidentId, "written by another replica");

      const { timeline } = await read(incidentId);
      expect(timeline.at(-1)?.event.type).toBe("note-added");
      expect(timeline.map(({ at }) => at)).toEqual(timeline.map(() => START));
    });

    test("a decision gets the newest incident of its bot, and the end of its chain", async () => {
      const first = await writer.open();
      await writer.end(first);
      writer.now += 25 * 3_600_000;
      const second = await writer.open();
      const timeline = await world.store.readTimeline(second);

      const seen = await world.store.transact<Current>({
        subject: { kind: "bot", botId: writer.botId },
        decide: (current) => ({ result: current }),
      });

      expect(seen.incident?.id).toBe(second);
      expect(seen).toMatchObject({ lastHash: timeline.at(-1)?.hash, lastAt: timeline.at(-1)?.at });
      const nobody = await world.store.transact<Current>({
        subject: { kind: "bot", botId: "unheard-of" },
        decide: (current) => ({ result: current }),
      });
      expect(nobody).toEqual({ incident: undefined, lastHash: CHAIN_START });
    });

    test("incidents are listed newest first, by bot and by state", async () => {
      const first = await writer.open();
      await writer.end(first);
      writer.now += 25 * 3_600_000;
      const second = await writer.open();

      const ids = async (filter: { readonly state?: "active" | "resolved"; readonly limit?: number }) =>
        (await world.store.list({ botId: writer.botId, limit: 10, ...filter })).map(({ id }) => id);

      expect(await ids({})).toEqual([second, first]);
      expect(await ids({ limit: 1 })).toEqual([second]);
      expect(await ids({ state: "active" })).toEqual([second]);
      expect(await ids({ state: "resolved" })).toEqual([first]);
    });

    test("the open ones are walked in pages, each once, and a closed one is not among them", async () => {
      const opened = await writer.open();
      const other = createIncidentWriter(world.store);
      const closed = await other.open();
      await writer.end(closed);
      await writer.change(closed, (incident) => writeReview(incident, { body: hash("review") }));

      const walked: string[] = [];
      let page = await world.store.listOpen(undefined, 3);
      while (page.length > 0) {
        walked.push(...page.map(({ id }) => id));
        page = await world.store.listOpen(walked.at(-1), 3);
      }

      expect(walked).toContain(opened);
      expect(walked).not.toContain(closed);
      expect(new Set(walked).size).toBe(walked.length);
    });

    test("a timeline is read from anywhere", async () => {
      const incidentId = await writer.open();
      const all = await world.store.readTimeline(incidentId);

      expect(await world.store.readTimeline(incidentId, 2)).toEqual(all.slice(2));
      expect(await world.store.readTimeline(incidentId, all.length)).toEqual([]);
    });

    test("whatever happens, the state that is kept is the one that the kept events add up to", async () => {
      const story = fc.array(randomStep, { minLength: 5, maxLength: 25, size: "max" });
      await fc.assert(
        fc.asyncProperty(story, fc.integer({ min: -5_000, max: 5_000 }), async (steps, skew) => {
          writer = createIncidentWriter(world.store);
          const incidentId = await writer.open();
          for (const [index, { actor, waitMs, command }] of steps.entries()) {
            writer.now += waitMs + (index % 2 === 0 ? skew : -skew);
            await writer.change(incidentId, command, { actor });
          }
          const { incident, timeline } = await read(incidentId);
          expect(incident).toEqual(fold(timeline));
          expect(verifyChain(timeline, hash)).toEqual({ ok: true });
          expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted((one, two) => one - two));
        }),
        { numRuns: stories },
      );
    });
  });
}
