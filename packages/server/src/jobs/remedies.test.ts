import { beforeEach, describe, expect, test } from "vitest";
import { ANA } from "../domain/fixtures/facts.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import {
  approve,
  bringToRemedy,
  call,
  eventsOf,
  failBot,
  startRemedy,
  theIncident,
  waitForPlan,
  watchGoodBot,
} from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const remedyState = async () => (await theIncident(crm)).remedies.at(-1)?.state;
const ended = async () => !["started", "approved", undefined].includes(await remedyState());
const run = (signal = new AbortController().signal) => ({ attempt: 1, maxAttempts: 25, signal });
const remedyPayload = async () => ({ incidentId: (await theIncident(crm)).id, remedyId: "remedy-1" });

describe("From the checks to a plan", () => {
  test("all checks run, the diagnosis follows, and the blamed commit's revert is planned with a dry run", async () => {
    await watchGoodBot(crm);
    const bad = await failBot(crm);
    await waitForPlan(crm);

    const { checks, remedies } = await theIncident(crm);
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => "ended"));
    expect(new Set(checks.map(({ request }) => request.kind))).toEqual(
      new Set(["scenario", "deployment", "commits", "variables", "logs", "health"]),
    );
    expect(remedies[0]?.plan).toMatchObject({
      action: { kind: "revert-commit", commit: bad, branch: "main" },
      target: { headCommit: bad, liveDeployment: expect.any(String) },
      dryRun: [expect.stringContaining("applies cleanly"), expect.stringContaining("src/notes.ts")],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(crm.pushes).toEqual([]);
  });

  test("a revert that conflicts is not possible, and the files are named", async () => {
    await watchGoodBot(crm);
    const bad = await failBot(crm);
    await waitForPlan(crm);
    crm.repository.commit({ summary: "On top", files: { "src/notes.ts": "// all new\n" } });
    await call(crm, "reject-remedy", { input: { ...(await remedyPayload()), reason: "The branch has moved." } });
    const { id } = await theIncident(crm);

    const action = { kind: "revert-commit", commit: bad, branch: "main" };
    await call(crm, "propose-remedy", { input: { incidentId: id, action } });
    await crm.pass(SECOND);

    const requests = (await theIncident(crm)).remedyRequests;
    expect(requests.at(-1)).toMatchObject({ state: "not-possible", why: expect.stringContaining("src/notes.ts") });
  });

  test("a repository that is away is asked again, and after some tries the plan is not possible, and why", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    await crm.passUntil(async () => (await theIncident(crm)).diagnosis !== undefined, MINUTE);
    const { id } = await theIncident(crm);
    crm.repository.failAlways("unreachable");

    const action = { kind: "revert-commit", commit: "f".repeat(40), branch: "main" };
    await call(crm, "propose-remedy", { input: { incidentId: id, action } });
    await crm.pass(10 * MINUTE);

    const request = (await theIncident(crm)).remedyRequests.at(-1);
    expect(request).toMatchObject({ state: "not-possible", why: expect.stringContaining("repository unreachable") });
    expect(crm.queue.failures.filter(({ task }) => task === "plan-remedy")).toHaveLength(5);
  });
});

describe("A remedy that was started", () => {
  test.each([
    ["the branch has moved", () => void crm.repository.commit({ summary: "Innocent", files: { "README.md": "hi\n" } })],
    ["another deployment is live", () => void crm.platform.deploy({ commit: "e".repeat(40) })],
    ["its approval has run out", () => crm.clock.advance(16 * MINUTE)],
  ])("fails and pushes nothing when %s", async (_, change) => {
    await bringToRemedy(crm);

    change();
    await crm.passUntil(ended, MINUTE);

    expect(await remedyState()).toBe("failed");
    expect(crm.pushes).toEqual([]);
    expect(await eventsOf(crm)).toEqual(expect.arrayContaining(["remedy-failed", "escalated"]));
  });

  test("fails and pushes nothing when the server came back with another playbook", async () => {
    crm = createCrmWorld({
      wrap: (world) => ({
        ...world,
        get rules() {
          return { ...world.rules, version: version.now };
        },
      }),
    });
    const version = { now: "playbook-1" };
    await bringToRemedy(crm);

    version.now = "playbook-2";
    await crm.passUntil(ended, MINUTE);

    expect((await theIncident(crm)).remedies[0]).toMatchObject({
      state: "failed",
      why: expect.stringContaining("playbook"),
    });
    expect(crm.pushes).toEqual([]);
  });

  test("is pushed once when the process died after the push", async () => {
    await bringToRemedy(crm);
    const { target, action } = (await theIncident(crm)).remedies[0]?.plan ?? {};
    if (action === undefined) throw new Error("nothing is planned");
    const { incidentId, remedyId } = await remedyPayload();
    const request = { ...action, expectedHead: target?.headCommit ?? "", key: `${incidentId}/${remedyId}` };
    const commit = await crm.repository.revert({ ...request, signal: new AbortController().signal });

    await crm.passUntil(ended, MINUTE);

    expect((await theIncident(crm)).remedies[0]).toMatchObject({ state: "succeeded", result: { commit } });
    expect(crm.pushes).toEqual([commit]);
  });

  test("that is refused has failed at once", async () => {
    await bringToRemedy(crm);
    refuseReverts("refused");

    await crm.passUntil(ended, MINUTE);

    expect((await theIncident(crm)).remedies[0]).toMatchObject({
      state: "failed",
      why: expect.stringContaining("refused"),
    });
  });

  test("that is refused because its own earlier push arrived late has succeeded", async () => {
    await bringToRemedy(crm);
    const { revert } = crm.repository;
    crm.repository.revert = async (request) => {
      // The push of an earlier try arrives between our look and our push.
      await revert(request);
      return revert(request);
    };

    await crm.passUntil(ended, MINUTE);

    expect(await remedyState()).toBe("succeeded");
    expect(crm.pushes).toHaveLength(1);
  });

  test("whose outcome stays unknown is uncertain after some tries, and a later look finds that it arrived", async () => {
    await bringToRemedy(crm);
    const { revert } = crm.repository;
    crm.repository.revert = async (request) => {
      await revert(request);
      crm.repository.failAlways("unreachable");
      return crm.repository.head("main", request.signal);
    };

    await crm.pass(6 * MINUTE);
    expect(await remedyState()).toBe("uncertain");
    expect(crm.pushes).toHaveLength(1);
    crm.repository.failAlways(undefined);
    await crm.pass(2 * MINUTE);

    expect(["succeeded", "undone"]).toContain(await remedyState());
    expect(crm.pushes).toHaveLength(1);
    expect((await eventsOf(crm)).filter((type) => type === "remedy-uncertain")).toHaveLength(1);
  });

  test("that never arrived, and whose approval ran out meanwhile, has failed", async () => {
    await bringToRemedy(crm);
    crm.repository.failAlways("unreachable");
    await crm.pass(HOUR);
    expect(await remedyState()).toBe("uncertain");

    crm.repository.failAlways(undefined);
    await crm.pass(2 * MINUTE);

    expect(await remedyState()).toBe("failed");
    expect(crm.pushes).toEqual([]);
  });

  test("pushes nothing once the process must let go of the world, and leaves its outcome open", async () => {
    await bringToRemedy(crm);
    const letGo = new AbortController();
    const { findRevert } = crm.repository;
    crm.repository.findRevert = async (query) => {
      letGo.abort(new Error("the worker's lock is lost"));
      return findRevert({ ...query, signal: new AbortController().signal });
    };

    await expect(crm.tasks["run-remedy"]?.(await remedyPayload(), run(letGo.signal))).rejects.toThrow("lock is lost");

    expect(crm.pushes).toEqual([]);
    expect(await remedyState()).toBe("started");
  });

  test("that has ended is not run again", async () => {
    await bringToRemedy(crm);
    await crm.passUntil(ended, MINUTE);
    const events = await eventsOf(crm);

    await crm.tasks["run-remedy"]?.(await remedyPayload(), run());

    expect(await eventsOf(crm)).toEqual(events);
    expect(crm.pushes).toHaveLength(1);
  });
});

test("two who apply the same approval at once start it once", async () => {
  await watchGoodBot(crm);
  await failBot(crm);
  await waitForPlan(crm);
  await approve(crm);

  await Promise.all([startRemedy(crm), startRemedy(crm)]);
  await crm.passUntil(ended, MINUTE);

  expect((await eventsOf(crm)).filter((type) => type === "remedy-started")).toHaveLength(1);
  expect(crm.pushes).toHaveLength(1);
});

test("a revert of the revert is planned as its undo", async () => {
  await bringToRemedy(crm);
  await crm.passUntil(ended, MINUTE);
  const { id, remedies } = await theIncident(crm);
  const commit = remedies[0]?.state === "succeeded" ? remedies[0].result.commit : undefined;

  await call(crm, "propose-remedy", {
    actor: ANA,
    input: { incidentId: id, action: { kind: "revert-commit", commit, branch: "main" } },
  });
  await crm.pass(SECOND);

  expect((await theIncident(crm)).remedies[1]?.plan).toMatchObject({ undoes: "remedy-1" });
});

function refuseReverts(code: "refused" | "unreachable") {
  crm.repository.revert = async ({ signal }) => {
    crm.repository.failNext(code);
    return crm.repository.head("main", signal);
  };
}
