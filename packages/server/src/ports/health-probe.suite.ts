import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HealthProbe } from "./health-probe.ts";
import { PortError } from "./port-error.ts";

/** A health page that answers what it is told to. */
export interface HealthWorld {
  readonly probe: HealthProbe;
  readonly url: string;
  answer(status: number, body: string): Promise<void>;
  /** Nobody listens at the address any more. */
  goAway(): Promise<void>;
  close(): Promise<void>;
}

export interface HealthProbeCandidate {
  readonly name: string;
  create(): Promise<HealthWorld>;
}

export function describeHealthProbe({ name, create }: HealthProbeCandidate): void {
  describe(`${name} keeps the contract of HealthProbe`, () => {
    let world: HealthWorld;
    const { signal } = new AbortController();
    const read = () => world.probe.read(world.url, signal);

    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    test.each([200, 302, 404, 503])("a page with status %i is an answer", async (status) => {
      await world.answer(status, '{"status":"degraded"}');

      const answer = await read();

      expect(answer).toMatchObject({ status, body: '{"status":"degraded"}' });
      expect(answer.tookMs).toBeGreaterThanOrEqual(0);
    });

    test("a long body is cut to 4,096 characters, which are whole", async () => {
      await world.answer(200, `a${"😀".repeat(5_000)}`);

      const { body } = await read();

      expect(body.length).toBeLessThanOrEqual(4_096);
      expect(body.length).toBeGreaterThan(4_000);
      expect(body.isWellFormed()).toBe(true);
    });

    test("a page that nobody serves is unreachable", async () => {
      await world.goAway();

      await expectFailure(read(), "unreachable");
    });

    test("a call whose signal has aborted stops", async () => {
      await expectFailure(world.probe.read(world.url, AbortSignal.abort()), "timed-out");
    });
  });
}

async function expectFailure(call: Promise<unknown>, code: PortError["code"]): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PortError);
  expect(error).toMatchObject({ port: "health-probe", code });
}
