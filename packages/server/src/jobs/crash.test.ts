import { expect, test } from "vitest";
import { verifyChain } from "../domain/chain.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import type { Incident } from "../domain/incident.ts";
import { MINUTE, SECOND } from "../domain/instant.ts";
import { operations } from "../operations/catalogue.ts";
import { runOperation } from "../operations/run-operation.ts";
import { unescapeText } from "./chat-text.ts";
import { eventsOf, theIncident } from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";
import type { JobWorld } from "./job.ts";
import { sweepJob } from "./sweep.ts";

/** Of a long watch, one look is like the other. */
const QUICK = {
  recovery: { ...RULES.recovery, watchMs: MINUTE },
  detection: { ...RULES.detection, logsEveryMs: 20 * SECOND },
};

/** A process dies at one write: before it was made, or after it, when nobody hears any more that it was. */
interface Crash {
  readonly atWrite: number;
  readonly when: "before" | "after";
}

/** Counts the writes of all stores, and lets the chosen one fail. */
function createCrashing({ atWrite, when }: Crash) {
  let writes = 0;
  const crashing =
    <Input extends readonly unknown[], Result>(write: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      writes += 1;
      if (writes !== atWrite) return write(...input);
      if (when === "after") await write(...input);
      throw new Error("the process died");
    };
  const wrap = (world: JobWorld): JobWorld => ({
    ...world,
    incidents: {
      ...world.incidents,
      transact: crashing(world.incidents.transact) as JobWorld["incidents"]["transact"],
    },
    watch: {
      ...world.watch,
      recordScenarioRun: crashing(world.watch.recordScenarioRun),
      recordSignatures: crashing(world.watch.recordSignatures),
      recordVariables: crashing(world.watch.recordVariables),
    },
    queue: { add: crashing(world.queue.add) },
  });
  return { wrap, writes: () => writes };
}

/** A caller that heard nothing asks again with the same key, as callers do. */
async function ask(crm: CrmWorld, name: string, input: unknown): Promise<void> {
  const operation = operations.find((known) => known.name === name);
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  const ana = { kind: "human", name: "ana", principal: "ana" } as const;
  const request = { operation, input, caller: { actor: ana, role: "approver" }, receiptKey: `ana-${name}` } as const;
  try {
    await runOperation(request, crm.world);
  } catch (error) {
    if (!(error instanceof Error && error.message === "the process died")) throw error;
    await runOperation(request, crm.world);
  }
}

async function tellTheStory(crash: Crash) {
  const crashing = createCrashing(crash);
  const crm = createCrmWorld({ wrap: crashing.wrap, rules: QUICK });
  crm.bot.release();
  // As `main` does it, again and again until it is done.
  await crm.world.queue.add([sweepJob(crm.world, 0)]).catch(() => crm.world.queue.add([sweepJob(crm.world, 0)]));
  await crm.pass(MINUTE);
  crm.bot.releaseBad();
  await crm.passUntil(async () => ((await crm.incident())?.remedies.length ?? 0) > 0, 10 * MINUTE);
  const { id, remedies } = await theIncident(crm);
  const input = { incidentId: id, remedyId: remedies[0]?.plan.id };
  await ask(crm, "approve-remedy", { ...input, planDigest: remedies[0]?.plan.digest });
  await ask(crm, "apply-remedy", input);
  await crm.passUntil(async () => (await theIncident(crm)).closedAt !== undefined, 60 * MINUTE);
  await crm.pass(MINUTE + SECOND);
  return { crm, writes: crashing.writes() };
}

/** What must have happened, and how often, whatever dies on the way. */
async function expectTheEnd(crm: CrmWorld): Promise<void> {
  const incident = await theIncident(crm);
  const timeline = await crm.world.incidents.readTimeline(incident.id);
  const count = (type: string) => timeline.filter(({ event }) => event.type === type).length;
  expect(verifyChain(timeline, crm.world.hash)).toEqual({ ok: true });
  expect(incident).toMatchObject({ status: "Resolved", phase: "post-incident", remedies: [{ state: "succeeded" }] });
  expect(incident.diagnosis?.diagnosis.verdict.status).toBe("confirmed");
  expect(await crm.world.incidents.list({ limit: 10 })).toHaveLength(1);
  expect(crm.pushes).toHaveLength(1);
  for (const type of [
    "remedy-approved",
    "remedy-started",
    "remedy-succeeded",
    "incident-resolved",
    "incident-closed",
  ]) {
    expect([type, count(type)]).toEqual([type, 1]);
  }
  expectEachPostOnce(crm, incident);
}

function expectEachPostOnce(crm: CrmWorld, { updates, pages }: Incident): void {
  const ours = [...crm.workspace.messages("CTEAM"), ...crm.workspace.messages("CUSE")];
  const posts = ours.filter(({ author }) => author === "UALLCLEAR");
  const told = [...updates.map(({ posted }) => posted), ...pages.map(({ delivered }) => delivered)];
  expect(told.map((post) => post?.messageId).sort()).toEqual(posts.map(({ id }) => id).sort());
  const texts = [...updates.map(({ text }) => text), ...pages.map(({ text }) => `<!channel> ${text}`)];
  expect(posts.map(({ text }) => unescapeText(text)).sort()).toEqual(texts.sort());
}

/** Which further signals join depends on how often the bot fails until a retry; everything else is the same. */
async function kindsOf(crm: CrmWorld): Promise<ReadonlySet<string>> {
  const events = await eventsOf(crm);
  return new Set(events.filter((type) => type !== "signal-attached"));
}

test("the incident ends the same, and every effect comes once, whichever write the process dies at", async () => {
  const whole = await tellTheStory({ atWrite: 0, when: "before" });
  await expectTheEnd(whole.crm);
  const kinds = await kindsOf(whole.crm);
  expect(whole.writes).toBeGreaterThan(50);

  for (let atWrite = 1; atWrite <= whole.writes; atWrite += 1) {
    for (const when of ["before", "after"] as const) {
      const { crm } = await tellTheStory({ atWrite, when }).catch((cause: unknown) => {
        throw new Error(`it did not end when the process died ${when} write ${atWrite}`, { cause });
      });
      await expectTheEnd(crm);
      expect(await kindsOf(crm)).toEqual(kinds);
    }
  }
}, 120_000);
