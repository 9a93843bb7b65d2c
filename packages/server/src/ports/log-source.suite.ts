import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogQuery, LogSource } from "./log-source.ts";
import { PortError } from "./port-error.ts";

/** A bot that prints what it is told to. */
export interface LogWorld {
  readonly source: LogSource;
  /** The bot prints these lines at once; answers when they can be read. */
  print(lines: readonly string[]): Promise<void>;
  /** The bot is deployed anew. */
  redeploy(): Promise<void>;
  /** Our credentials are worthless from now on. */
  revoke(): Promise<void>;
  close(): Promise<void>;
}

export interface LogSourceCandidate {
  readonly name: string;
  create(): Promise<LogWorld>;
}

export function describeLogSource({ name, create }: LogSourceCandidate): void {
  describe(`${name} keeps the contract of LogSource`, () => {
    let world: LogWorld;
    const { signal } = new AbortController();
    const read = (query: Partial<LogQuery> = {}) => world.source.read({ from: 0, limit: 1_000, signal, ...query });
    const numbered = (count: number) => Array.from({ length: count }, (_, index) => `test line ${index}`);

    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    test("lines come oldest first, and lines of one instant in the order in which they were printed", async () => {
      const trace = ["Error: boom", ...Array.from({ length: 40 }, (_, index) => `    at frame${index} (src/a.ts:1:1)`)];
      await world.print(trace);

      const { lines } = await read();

      const texts = lines.map(({ text }) => text);
      expect(texts.slice(texts.indexOf("Error: boom"))).toEqual(trace);
      expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort((one, other) => one - other));
    });

    test("the newest lines are kept when there are more than the limit, and it says so", async () => {
      await world.print(numbered(30));

      const page = await read({ limit: 10 });

      expect(page.lines.map(({ text }) => text)).toEqual(numbered(30).slice(-10));
      expect(page.cut).toBe(true);
    });

    test("a page that holds everything is not cut", async () => {
      await world.print(numbered(5));

      expect((await read()).cut).toBe(false);
    });

    test("a window begins with its first instant and ends before its last", async () => {
      await world.print(["first"]);
      await world.print(["second"]);
      await world.print(["third"]);
      const { lines } = await read();
      const instantOf = (wanted: string) => lines.find(({ text }) => text === wanted)?.at ?? Number.NaN;
      const window = { from: instantOf("first"), to: instantOf("third") };

      const page = await read(window);

      expect(page.lines).toEqual(lines.filter(({ at }) => at >= window.from && at < window.to));
      expect(page.lines.map(({ text }) => text)).toContain("first");
      expect(page.lines.map(({ text }) => text)).not.toContain("third");
    });

    test("a window in which nothing was printed is empty", async () => {
      await world.print(["first"]);

      expect(await read({ from: 0, to: 1_000 })).toEqual({ lines: [], cut: false });
    });

    test("the lines of the deployments before are still there, before the newer ones", async () => {
      await world.print(["of the old one"]);
      await world.redeploy();
      await world.print(["of the new one"]);

      const { lines } = await read();

      const found = lines.filter(({ text }) => text.startsWith("of the"));
      expect(found.map(({ text }) => text)).toEqual(["of the old one", "of the new one"]);
      expect(new Set(found.map(({ deploymentId }) => deploymentId)).size).toBe(2);
    });

    test("worthless credentials are told as such", async () => {
      await world.revoke();

      await expectFailure(read(), "unauthorized");
    });

    test("a call whose signal has aborted stops", async () => {
      await expectFailure(read({ signal: AbortSignal.abort() }), "timed-out");
    });
  });
}

async function expectFailure(call: Promise<unknown>, code: PortError["code"]): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PortError);
  expect(error).toMatchObject({ port: "log-source", code });
}
