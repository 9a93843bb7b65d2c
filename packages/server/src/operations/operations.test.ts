import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../domain/actor.ts";
import { ROLES, type Role } from "../domain/authority.ts";
import { ANA, ANAS_AGENT, BO, COMMIT } from "../domain/fixtures/facts.ts";
import { SECOND } from "../domain/instant.ts";
import { call, eventsOf, resolveAtOnce, theIncident, waitForPlan } from "../jobs/fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "../jobs/fixtures/crm-world.ts";
import { operations } from "./catalogue.ts";
import type { CommandAnswer } from "./command-answer.ts";
import type { Operation } from "./define-operation.ts";
import { EXAMPLES, type Example, incidentInput, open, remedyInput } from "./fixtures/examples.ts";
import { OperationError } from "./operation-error.ts";
import { runOperation } from "./run-operation.ts";

const ROLE_FOR = { view: "viewer", respond: "responder", approve: "approver", administer: "admin" } as const;

const commands = operations.filter(({ kind }) => kind !== "query");
let crm: CrmWorld;

beforeEach(() => {
  crm = createCrmWorld();
});

interface Asking {
  readonly input: unknown;
  readonly actor?: Actor;
  readonly role?: Role;
  readonly receiptKey?: string;
}

function ask(operation: Operation, { input, actor = BO, role = "admin", receiptKey }: Asking) {
  const request = { operation, input, caller: { actor, role }, ...(receiptKey === undefined ? {} : { receiptKey }) };
  return runOperation(request, crm.world);
}

function exampleOf({ name }: Operation): Example {
  const example = EXAMPLES[name];
  if (example === undefined) throw new Error(`${name} has no example here`);
  return example;
}

test("every operation of the catalogue has its example here, and no other has", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(operations.map(({ name }) => name).sort());
});

test("every operation has a name of its own, a summary, and a tool for agents or the reason why not", () => {
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  for (const { name, summary, agents } of operations) {
    expect(name).toMatch(/^[a-z]+-[a-z]+$/);
    expect(summary.length).toBeGreaterThan(10);
    expect(Object.values(agents)[0]).toMatch(/\S/);
  }
});

describe.each(operations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  const example = exampleOf(operation);
  const least = ROLE_FOR[operation.authority];

  test(`is done for a ${least}, and answers what it says it answers`, async () => {
    await example.arrange(crm);

    const answer = await ask(operation, { input: await example.input(crm), role: least, actor: ANA });

    if (operation.kind === "query") expect(operation.output.safeParse(answer).error).toBeUndefined();
    else expect(answer).toMatchObject({ incidentId: (await theIncident(crm)).id, happened: expect.any(Array) });
  });

  test("refuses a key that it does not know, and names those that it takes", async () => {
    await example.arrange(crm);
    const input = { ...(await example.input(crm)), incidnetId: "x" };

    const refusal = await ask(operation, { input }).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: "invalid-input", message: expect.stringContaining("incidnetId") });
    for (const key of Object.keys(operation.input.shape)) expect(String(refusal)).toContain(key);
  });

  test("refuses an input without the keys that it needs, by their names", async () => {
    const needed = Object.entries(operation.input.shape).filter(([, schema]) => !schema.safeParse(undefined).success);

    const refusal =
      needed.length === 0 ? undefined : await ask(operation, { input: {} }).catch((error: unknown) => error);

    for (const [key] of needed)
      expect(refusal).toMatchObject({ code: "invalid-input", message: expect.stringContaining(key) });
  });
});

const guarded = operations.filter(({ authority }) => authority !== "view");

test.each(guarded.map((operation) => [operation.name, operation] as const))(
  "%s is refused for lack of authority, and nothing happens",
  async (_, operation) => {
    const example = exampleOf(operation);
    await example.arrange(crm);
    const before = await crm.incident();
    const input = await example.input(crm);

    for (const role of ROLES.slice(0, ROLES.indexOf(ROLE_FOR[operation.authority]))) {
      await expect(ask(operation, { input, role })).rejects.toMatchObject({ code: "forbidden" });
    }

    expect(await crm.incident()).toEqual(before);
  },
);

const AGENT: Actor = { kind: "agent", name: "day-agent", principal: "cy" };
const commandsForPeople = commands.filter((operation) => exampleOf(operation).humansOnly === true);

test.each(commandsForPeople.map((operation) => [operation.name, operation] as const))(
  "%s is refused to an agent, whatever its role, and nothing happens",
  async (_, operation) => {
    const { arrange, input } = exampleOf(operation);
    await arrange(crm);
    const events = await eventsOf(crm);

    const asked = ask(operation, { input: await input(crm), actor: AGENT });

    await expect(asked).rejects.toMatchObject({ code: "refused", reason: "humans-only" });
    expect(await eventsOf(crm)).toEqual(events);
  },
);

describe.each(commands.map((operation) => [operation.name, operation] as const))("%s, a command,", (_, operation) => {
  const { arrange, input, causes, humansOnly = false } = exampleOf(operation);
  test("stands on the timeline with whoever did it, a person as well as an agent", async () => {
    for (const actor of humansOnly ? [BO] : [BO, AGENT]) {
      crm = createCrmWorld();
      await arrange(crm);
      if (operation.name === "release-incident") await releaseAndClaimAs(actor);

      await ask(operation, { input: await input(crm), actor });

      const timeline = await crm.world.incidents.readTimeline((await theIncident(crm)).id);
      expect(timeline.findLast(({ event }) => event.type === causes)).toMatchObject({ actor });
    }
  });

  test("done twice with one key happens once, and answers the same", async () => {
    await arrange(crm);
    if (operation.name === "release-incident") await releaseAndClaimAs(BO);
    const asked = { input: await input(crm), receiptKey: "key-1" };

    const first = (await ask(operation, asked)) as CommandAnswer;
    const events = await eventsOf(crm);
    const second = (await ask(operation, asked)) as CommandAnswer;

    expect(await eventsOf(crm)).toEqual(events);
    expect([second.incidentId, second.happened]).toEqual([first.incidentId, first.happened]);
  });

  async function releaseAndClaimAs(actor: Actor) {
    await call(crm, "release-incident", { actor: ANA, input: await incidentInput(crm) });
    await call(crm, "claim-incident", { actor, input: await incidentInput(crm) });
  }
});

describe("A command", () => {
  test("for an incident that does not exist says so", async () => {
    for (const operation of commands.filter(({ kind }) => kind === "command")) {
      await open(crm);
      const input = { ...(await exampleInput(operation)), incidentId: "inc-none" };
      await expect(ask(operation, { input }), operation.name).rejects.toMatchObject({ code: "not-found" });
    }
  });

  test("for a bot that does not exist names those that do", async () => {
    const input = { botId: "crm", summary: "It is down." };

    await expect(call(crm, "open-incident", { input })).rejects.toThrow("the bots are: crm-bot");
  });

  test("that the rules refuse gives the reason and changes nothing", async () => {
    await open(crm);
    const events = await eventsOf(crm);
    const input = { ...(await incidentInput(crm)), remedyId: "remedy-9", planDigest: "0".repeat(64) };

    await expect(call(crm, "approve-remedy", { input })).rejects.toMatchObject({
      code: "refused",
      reason: "no-such-remedy",
    });

    expect(await eventsOf(crm)).toEqual(events);
  });

  test("by an agent never approves what its owner proposed", async () => {
    await open(crm);
    await waitForPlan(crm);
    await call(crm, "reject-remedy", { actor: BO, input: { ...(await remedyInput(crm)), reason: "again by hand" } });
    const { id, remedies } = await theIncident(crm);
    await call(crm, "propose-remedy", { actor: ANA, input: { incidentId: id, action: remedies[0]?.plan.action } });
    await crm.pass(SECOND);

    const input = await remedyInput(crm, true);

    await expect(call(crm, "approve-remedy", { actor: ANAS_AGENT, input })).rejects.toMatchObject({
      reason: "own-proposal",
    });
    expect(await call(crm, "approve-remedy", { actor: BO, input })).toMatchObject({ happened: [expect.any(String)] });
  });

  test.each([
    ["post-update", { audience: "everybody", text: "x" }, /audience.*team.*users/],
    ["set-severity", { severity: "P9", reason: "x" }, /severity.*P0.*P3/],
    ["add-note", { text: "  " }, /text/],
    ["approve-remedy", { remedyId: "remedy-1", planDigest: "abc" }, /planDigest.*64 hex/],
    ["propose-remedy", { action: { kind: "revert-commit", commit: "abc", branch: "main" } }, /action\.commit.*40 hex/],
    ["propose-remedy", { action: { kind: "reboot" } }, /action\.kind.*revert-commit/],
    ["acknowledge-incident", { incidentId: "a\u0000b" }, /incidentId.*printable/],
    ["erase-body", { body: "x", reason: "y" }, /body.*64 hex/],
  ])("%s with %o says which key is wrong and what is allowed", async (name, input, says) => {
    await open(crm);

    const refused = call(crm, name, { input: { ...(await incidentInput(crm)), ...input } });

    await expect(refused).rejects.toMatchObject({ code: "invalid-input", message: expect.stringMatching(says) });
  });

  test("with a key of an odd shape is refused before anything happens", async () => {
    await open(crm);
    const input = await incidentInput(crm);

    for (const receiptKey of ["", "with space", "a\u0000b", "k".repeat(201)]) {
      await expect(call(crm, "acknowledge-incident", { input, receiptKey })).rejects.toBeInstanceOf(OperationError);
    }
    expect((await theIncident(crm)).acknowledged).toBeUndefined();
  });

  test("with a key that was used for another incident, by another person or for another verb is a command of its own", async () => {
    await open(crm);
    const input = await incidentInput(crm);
    await call(crm, "add-note", { input: { ...input, text: "one" }, receiptKey: "1" });
    await call(crm, "add-note", { actor: BO, input: { ...input, text: "two" }, receiptKey: "1" });
    await call(crm, "acknowledge-incident", { input, receiptKey: "1" });
    await resolveAtOnce(crm);
    await crm.pass(25 * 3_600_000);
    await call(crm, "open-incident", { input: { botId: "crm-bot", summary: "again" } });

    const answer = await call(crm, "acknowledge-incident", { input: await incidentInput(crm), receiptKey: "1" });

    expect(answer.incidentId).not.toBe(input.incidentId);
    expect((await theIncident(crm)).acknowledged).toMatchObject({ by: ANA });
  });

  async function exampleInput(operation: Operation) {
    const shape = Object.keys(operation.input.shape);
    const filled = {
      remedyId: "remedy-1",
      planDigest: "0".repeat(64),
      body: "0".repeat(64),
      reason: "why",
      text: "text",
      severity: "P1",
      outcome: "failed",
      audience: "team",
      action: { kind: "revert-commit", commit: COMMIT, branch: "main" },
    };
    return Object.fromEntries(Object.entries(filled).filter(([key]) => shape.includes(key)));
  }
});

describe("A command that needs an answer from the world", () => {
  test("waits for it and tells it, up to the event that settles it", async () => {
    // While the operation waits, the jobs run.
    crm = createCrmWorld({ wrap: (world) => ({ ...world, sleep: () => crm.queue.runDue(crm.tasks) }) });
    crm.bot.release();
    const { incidentId } = await call(crm, "open-incident", { input: { botId: "crm-bot", summary: "It is slow." } });

    const answer = await call(crm, "post-update", { input: { incidentId, audience: "team", text: "On it." } });

    expect(answer.pending).toBeUndefined();
    expect(answer.happened.at(-1)).toMatch(/posted|told/i);
    expect(crm.workspace.messages("CTEAM").map(({ text }) => text)).toContainEqual(expect.stringContaining("On it."));
  });

  test("says after ten seconds what goes on, and how to hear of its end", async () => {
    await open(crm);
    const before = crm.clock.now();

    const answer = await call(crm, "post-update", {
      input: { ...(await incidentInput(crm)), audience: "team", text: "On it." },
    });

    expect(crm.clock.now() - before).toBe(10 * SECOND);
    expect(answer.pending).toMatch(/show-incident.*update-posted/);
  });

  test("does not take the end of another's for its own", async () => {
    await open(crm);
    crm.team.failAlways("unreachable");
    const input = { ...(await incidentInput(crm)), audience: "team" };
    await call(crm, "post-update", { input: { ...input, text: "first" } });
    const incident = await theIncident(crm);
    const first = incident.updates.at(-1)?.id ?? "";

    const asked = call(crm, "post-update", { input: { ...input, text: "second" } });
    crm.team.failAlways(undefined);
    await crm.tasks["post-update"]?.(
      { incidentId: incident.id, updateId: first },
      { attempt: 1, maxAttempts: 25, signal: new AbortController().signal },
    );

    expect((await asked).pending).toBeDefined();
  });

  test("tells only what it caused itself, though others write at the same time", async () => {
    await open(crm);
    const input = await incidentInput(crm);

    const [answer] = await Promise.all([
      call(crm, "acknowledge-incident", { input }),
      call(crm, "add-note", { actor: BO, input: { ...input, text: "meanwhile" } }),
    ]);

    expect(answer.happened).toHaveLength(1);
  });
});

describe("What operations answer", () => {
  test("a review that is not written yet, or was erased, is said to be so", async () => {
    await open(crm);
    const input = await incidentInput(crm);
    await expect(call(crm, "show-review", { input })).rejects.toThrow("no review yet");
    await resolveAtOnce(crm);
    await crm.pass(SECOND);
    const { reviewBody } = await theIncident(crm);

    await call(crm, "erase-body", { input: { ...input, body: reviewBody, reason: "it named a customer" } });

    await expect(call(crm, "show-review", { input })).rejects.toThrow("it named a customer");
    expect(await call(crm, "show-text", { input: { digest: reviewBody } })).toMatchObject({
      erased: expect.stringContaining("it named a customer"),
    });
  });

  test("a timeline comes in pages, with the word whether its chain holds", async () => {
    await open(crm);
    const input = { ...(await incidentInput(crm)), after: 2, limit: 3 };

    expect(await call(crm, "show-timeline", { input })).toMatchObject({
      events: [{ sequence: 3 }, { sequence: 4 }, { sequence: 5 }],
      more: true,
      chain: { ok: true },
    });
  });
});
