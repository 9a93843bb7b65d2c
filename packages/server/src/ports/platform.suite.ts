import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "./platform.ts";
import { PortError } from "./port-error.ts";

/** A service that runs its first version, and what other people and the platform do. */
export interface PlatformWorld {
  readonly platform: Platform;
  /** The commit of the version that runs first. */
  readonly firstCommit: string;
  /** Somebody deploys another version; answers with its commit once it is live. */
  deploy(): Promise<string>;
  /** Somebody deploys a version that ends at once; answers with its commit once the platform has given it up. */
  deployBroken(): Promise<string>;
  /** Answers once a version of this commit is live, newest of all. */
  waitUntilLive(commit: string): Promise<void>;
  /** Somebody sets variables, or deletes them (null). */
  setVariables(values: Readonly<Record<string, string | null>>): Promise<void>;
  /** The next call is told to come back after so many milliseconds (whole seconds). */
  limitNextCall(retryAfterMs: number): Promise<void>;
  /** Our credentials are worthless from now on. */
  revoke(): Promise<void>;
  close(): Promise<void>;
}

export interface PlatformCandidate {
  readonly name: string;
  create(): Promise<PlatformWorld>;
}

export function describePlatform({ name, create }: PlatformCandidate): void {
  describe(`${name} keeps the contract of Platform`, () => {
    let world: PlatformWorld;
    const { signal } = new AbortController();
    const list = (limit = 10) => world.platform.listDeployments({ limit, signal });
    const statusOf = async (commit: string) => (await list()).find((one) => one.commit === commit)?.status;
    const digestsOf = async () =>
      new Map((await world.platform.readVariables(signal)).map(({ name: variable, digest }) => [variable, digest]));

    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    test("deployments are listed newest first, with their commits, and only the last one is live", async () => {
      const second = await world.deploy();

      const deployments = await list();

      expect(deployments.map(({ commit, status }) => ({ commit, status }))).toEqual([
        { commit: second, status: "live" },
        { commit: world.firstCommit, status: "removed" },
      ]);
      expect(deployments[0]?.createdAt).toBeGreaterThan(deployments[1]?.createdAt ?? Number.POSITIVE_INFINITY);
    });

    test("no more deployments are listed than asked for", async () => {
      const second = await world.deploy();

      expect((await list(1)).map(({ commit }) => commit)).toEqual([second]);
    });

    test("a version that ends at once is failed or crashed", async () => {
      const broken = await world.deployBroken();

      expect(["failed", "crashed"]).toContain(await statusOf(broken));
    });

    test("a roll back brings the old version back as a new deployment", async () => {
      await world.deploy();
      const before = await list();
      const target = before.find(({ commit }) => commit === world.firstCommit);
      expect(target?.canRollBack).toBe(true);

      await world.platform.rollBack(target?.id ?? "", signal);
      await world.waitUntilLive(world.firstCommit);

      const after = await list();
      expect(after).toHaveLength(before.length + 1);
      expect(after[0]).toMatchObject({ commit: world.firstCommit, status: "live" });
      expect(before.map(({ id }) => id)).not.toContain(after[0]?.id);
    });

    test("an unknown deployment is not found", async () => {
      await expectFailure(world.platform.rollBack("00000000-0000-4000-8000-000000000000", signal), {
        code: "not-found",
      });
    });

    test("a deployment that the platform no longer keeps cannot be rolled back to", async () => {
      const broken = await world.deployBroken();
      const deployment = (await list()).find(({ commit }) => commit === broken);
      expect(deployment?.canRollBack).toBe(false);

      await expectFailure(world.platform.rollBack(deployment?.id ?? "", signal), { code: "refused" });
    });

    test("variables are named in order, each with a digest that changes with its value alone", async () => {
      await world.setVariables({ B_KEY: "planted-one", A_KEY: "planted-one" });
      const before = await digestsOf();
      await world.setVariables({ B_KEY: "planted-two" });

      const after = await digestsOf();

      expect([...after.keys()]).toEqual([...after.keys()].sort());
      expect([...after.keys()]).toEqual(expect.arrayContaining(["A_KEY", "B_KEY"]));
      expect(after.get("A_KEY")).toBe(before.get("A_KEY"));
      expect(after.get("B_KEY")).not.toBe(before.get("B_KEY"));
    });

    test("a variable that was deleted is gone", async () => {
      await world.setVariables({ A_KEY: "planted-one" });
      await world.setVariables({ A_KEY: null });

      expect([...(await digestsOf()).keys()]).not.toContain("A_KEY");
    });

    test("values never leave, not even as equal digests of equal values", async () => {
      await world.setVariables({ A_KEY: "planted-one", B_KEY: "planted-one" });

      const digests = await digestsOf();

      expect(JSON.stringify([...digests])).not.toContain("planted");
      expect(digests.get("A_KEY")).toMatch(/^[0-9a-f]{64}$/);
      expect(digests.get("A_KEY")).not.toBe(digests.get("B_KEY"));
    });

    test("a new deployment of the same settings changes no digest", async () => {
      await world.setVariables({ A_KEY: "planted-one" });
      const before = await digestsOf();

      await world.deploy();

      expect(before.size).toBeGreaterThan(0);
      expect(await digestsOf()).toEqual(before);
    });

    test("a rate limit says when to come back", async () => {
      await world.limitNextCall(7_000);

      await expectFailure(list(), { code: "rate-limited", retryAfterMs: 7_000 });
    });

    test("worthless credentials are told as such", async () => {
      await world.revoke();

      await expectFailure(list(), { code: "unauthorized" });
    });

    test("a call whose signal has aborted stops", async () => {
      await expectFailure(world.platform.readVariables(AbortSignal.abort()), { code: "timed-out" });
    });
  });
}

async function expectFailure(call: Promise<unknown>, wanted: Partial<PortError>): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PortError);
  expect(error).toMatchObject({ port: "platform", ...wanted });
}
