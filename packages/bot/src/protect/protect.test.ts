import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { currentSignal, runWithSignal } from "../requests/current-signal.ts";
import { createProtector, type DependencyCall } from "./protect.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Scene {
  readonly calls: DependencyCall[];
  readonly breakers: string[];
  readonly protect: ReturnType<typeof createProtector>["protect"];
  readonly dependency: (
    name: string,
  ) => ReturnType<ReturnType<typeof createProtector>["dependencies"]>[number] | undefined;
}

function scene(): Scene {
  const calls: DependencyCall[] = [];
  const breakers: string[] = [];
  const protector = createProtector({
    onCall: (call) => void calls.push(call),
    onBreaker: (name, state) => void breakers.push(`${name} ${state}`),
  });
  return {
    calls,
    breakers,
    protect: protector.protect,
    dependency: (name) => protector.dependencies().find((one) => one.name === name),
  };
}

class StatusError extends Error {
  readonly status: number;
  readonly headers: Headers;

  constructor(status: number, headers: Readonly<Record<string, string>> = {}) {
    super(`status ${status}`);
    this.status = status;
    this.headers = new Headers(headers);
  }
}

/** Fails as told, then answers. */
function failing(...errors: readonly unknown[]): {
  readonly call: (id?: string) => Promise<string>;
  count: () => number;
} {
  const left = [...errors];
  let count = 0;
  return {
    call: async () => {
      count += 1;
      const error = left.shift();
      if (error !== undefined) throw error;
      return "answer";
    },
    count: () => count,
  };
}

/** Lets all waits pass; the promise is watched from the start, so that no rejection is unhandled. */
async function settle<Value>(promise: Promise<Value>): Promise<PromiseSettledResult<Value>> {
  const settled = Promise.allSettled([promise]);
  await vi.runAllTimersAsync();
  const [result] = await settled;
  return result;
}

const alone = { retry: false } as const;

describe("a protected call", () => {
  test("passes arguments, answer and error through as they are", async () => {
    const { protect } = scene();
    const error = new RangeError("not mine");
    const add = protect("sums", (one: number, other: number) => one + other);
    const fail = protect("sums", () => Promise.reject(error));

    expect(await add(1, 2)).toBe(3);
    await expect(fail()).rejects.toBe(error);
  });

  test("that hangs is given up at its limit, and its work hears of it", async () => {
    const { protect, calls } = scene();
    let signal: AbortSignal | undefined;
    const hang = protect(
      "attio",
      () => {
        signal = currentSignal();
        return new Promise<string>(() => undefined);
      },
      { timeoutMs: 10_000, retry: false },
    );

    const result = await settle(hang());

    expect(result).toMatchObject({ reason: { name: "TimeoutError", code: "ETIMEDOUT", dependency: "attio" } });
    expect(signal?.aborted).toBe(true);
    expect(calls).toMatchObject([{ dependency: "attio", outcome: "failed", tries: 1, fault: { kind: "timeout" } }]);
  });

  test("ends with its listener, for the listener's reason", async () => {
    const { protect } = scene();
    const listener = new AbortController();
    const hang = protect("attio", () => new Promise<string>(() => undefined));

    const call = runWithSignal(listener.signal, () => hang());
    listener.abort(new Error("too late for anybody"));
    const result = await settle(call);

    expect(result).toMatchObject({ reason: { message: "too late for anybody" } });
  });
});

describe("retries", () => {
  test.each([
    ["429", new StatusError(429)],
    ["529, as an overloaded model says", new StatusError(529)],
    ["503", new StatusError(503)],
    ["a reset connection", Object.assign(new Error("reset"), { code: "ECONNRESET" })],
    [
      "a failed fetch with its cause inside",
      new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "UND_ERR_SOCKET" }) }),
    ],
  ])("a read is made again after %s", async (_, error) => {
    const { protect, calls } = scene();
    const attio = failing(error);

    const result = await settle(protect("attio", attio.call)());

    expect(result).toMatchObject({ value: "answer" });
    expect(calls).toMatchObject([{ outcome: "ok", tries: 2 }]);
  });

  test.each([
    ["400", new StatusError(400)],
    ["401: a refused key is not hammered with", new StatusError(401)],
    ["a slip in the code", new TypeError("x is not a function")],
  ])("nothing is made again after %s", async (_, error) => {
    const { protect } = scene();
    const attio = failing(error, error, error);

    const result = await settle(protect("attio", attio.call)());

    expect(result).toMatchObject({ reason: error });
    expect(attio.count()).toBe(1);
  });

  test("a write is made again only where it surely did not happen", async () => {
    const { protect } = scene();
    const refused = failing(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
    const lost = failing(Object.assign(new Error("reset"), { code: "ECONNRESET" }));

    const first = await settle(protect("notes", refused.call, { isWrite: true })());
    const second = await settle(protect("notes", lost.call, { isWrite: true })());

    expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
    expect([refused.count(), lost.count()]).toEqual([2, 1]);
  });

  test("wait as long as the other side asks", async () => {
    const { protect } = scene();
    const attio = failing(new StatusError(429, { "retry-after": "3" }));
    const call = protect("attio", attio.call)();

    await vi.advanceTimersByTimeAsync(2_999);
    const before = attio.count();
    await vi.advanceTimersByTimeAsync(1);

    expect([before, attio.count()]).toEqual([1, 2]);
    expect(await call).toBe("answer");
  });

  test("are given up at once where it asks for longer than anybody waits", async () => {
    const { protect } = scene();
    const attio = failing(new StatusError(429, { "retry-after": "60" }));

    const result = await settle(protect("attio", attio.call)());

    expect(result.status).toBe("rejected");
    expect(attio.count()).toBe(1);
  });

  test("a response of fetch that says 503 counts as a failure, and comes back as it is in the end", async () => {
    const { protect, calls } = scene();
    const get = protect("attio", async () => new Response("down", { status: 503 }));

    const result = await settle(get());

    expect(result).toMatchObject({ value: { status: 503 } });
    expect(calls).toMatchObject([{ outcome: "failed", tries: 3, fault: { status: 503, kind: "unavailable" } }]);
  });
});

describe("the breaker", () => {
  const down = () => new StatusError(503);

  test("opens after five failures, and then nothing is asked", async () => {
    const { protect, breakers, calls } = scene();
    const attio = failing(...Array.from({ length: 9 }, down));
    const ask = protect("attio", attio.call, alone);

    for (let index = 0; index < 5; index += 1) await settle(ask());
    const result = await settle(ask());

    expect(attio.count()).toBe(5);
    expect(breakers).toEqual(["attio open"]);
    expect(result).toMatchObject({ reason: { name: "DependencyUnavailableError", code: "breaker-open" } });
    expect(calls.at(-1)).toMatchObject({ outcome: "not-made", tries: 0 });
  });

  test("lets one call through after a minute, and closes when it goes well", async () => {
    const { protect, breakers } = scene();
    const attio = failing(...Array.from({ length: 5 }, down));
    const ask = protect("attio", attio.call, alone);
    for (let index = 0; index < 5; index += 1) await settle(ask());

    await vi.advanceTimersByTimeAsync(59_000);
    const early = await settle(ask());
    await vi.advanceTimersByTimeAsync(1_000);
    const late = await settle(ask());

    expect([early.status, late.status]).toEqual(["rejected", "fulfilled"]);
    expect(breakers).toEqual(["attio open", "attio half-open", "attio closed"]);
  });

  test("answers as the playbook does, where that is wanted", async () => {
    const { protect, dependency } = scene();
    const ask = protect("attio", async () => "answer", { whenUnavailable: "result" });

    dependency("attio")?.holdOpen();

    expect(await ask()).toEqual({ success: false, error: "Service temporarily unavailable" });
  });

  test("is not opened by requests that the other side refuses and is well", async () => {
    const { protect, breakers } = scene();
    const attio = failing(...Array.from({ length: 6 }, () => new StatusError(404)));
    const ask = protect("attio", attio.call);

    for (let index = 0; index < 6; index += 1) await settle(ask());

    expect(breakers).toEqual([]);
    expect(await ask()).toBe("answer");
  });

  test("is shared by all that goes to one dependency", async () => {
    const { protect, dependency } = scene();
    const read = protect("attio", async () => "answer");
    const write = protect("attio", async () => "written");
    const other = protect("notes", async () => "noted");

    dependency("attio")?.holdOpen();

    await expect(read()).rejects.toThrow("Service temporarily unavailable: attio");
    await expect(write()).rejects.toThrow("Service temporarily unavailable: attio");
    expect(await other()).toBe("noted");
  });

  test("that is held open stays open for as long as it is held", async () => {
    const { protect, dependency } = scene();
    const ask = protect("attio", async () => "answer");

    const release = dependency("attio")?.holdOpen();
    await vi.advanceTimersByTimeAsync(600_000);
    const state = dependency("attio")?.breakerState();
    release?.();

    expect(state).toBe("held-open");
    expect(await ask()).toBe("answer");
  });

  test("that is closed by order begins to count anew", async () => {
    const { protect, dependency } = scene();
    const attio = failing(...Array.from({ length: 6 }, down));
    const ask = protect("attio", attio.call, alone);
    for (let index = 0; index < 5; index += 1) await settle(ask());

    dependency("attio")?.close();
    await settle(ask());

    expect(dependency("attio")?.breakerState()).toBe("closed");
  });
});

describe("the bulkhead", () => {
  test("takes so many at once, lets so many wait, and refuses the rest at once", async () => {
    const { protect, calls } = scene();
    const answers: (() => void)[] = [];
    const ask = protect("attio", () => new Promise<void>((resolve) => void answers.push(resolve)), {
      bulkhead: { calls: 2, waiting: 1 },
    });

    const pending = [ask(), ask(), ask()];
    await expect(ask()).rejects.toMatchObject({ code: "too-many-calls" });
    const atOnce = answers.length;
    for (const answer of answers) answer();
    await vi.advanceTimersByTimeAsync(0);
    for (const answer of answers) answer();
    await Promise.all(pending);

    expect(atOnce).toBe(2);
    expect(calls.map(({ outcome }) => outcome)).toEqual(["not-made", "ok", "ok", "ok"]);
  });
});

describe("the cache", () => {
  test("answers the same call again while it is fresh, and tells calls apart by their arguments", async () => {
    const { protect } = scene();
    const asked: string[] = [];
    const find = protect(
      "attio",
      async (id: string) => {
        asked.push(id);
        return `${id} Ltd`;
      },
      { cache: { freshMs: 60_000 } },
    );

    await find("acme");
    await find("acme");
    await find("globex");
    await vi.advanceTimersByTimeAsync(60_001);
    await find("acme");

    expect(asked).toEqual(["acme", "globex", "acme"]);
  });

  test("stands in with an older answer while the dependency fails", async () => {
    const { protect, calls } = scene();
    const attio = failing();
    let isDown = false;
    const find = protect("attio", (id: string) => (isDown ? Promise.reject(new StatusError(503)) : attio.call(id)), {
      retry: false,
      cache: { freshMs: 1_000, staleMs: 600_000 },
    });

    await find("acme");
    isDown = true;
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await find("acme")).toBe("answer");
    expect(calls.at(-1)).toMatchObject({ outcome: "failed", instead: "stale", fault: { status: 503 } });
  });

  test("keeps no more answers than it may", async () => {
    const { protect } = scene();
    const asked: number[] = [];
    const find = protect("attio", async (id: number) => asked.push(id), { cache: { freshMs: 60_000, most: 2 } });

    for (const id of [1, 2, 1, 3, 1, 2]) await find(id);

    expect(asked).toEqual([1, 2, 3, 2]);
  });
});

describe("the fallback", () => {
  test("answers when all else failed, with the same arguments", async () => {
    const { protect, calls } = scene();
    const find = protect("attio", (_: string) => Promise.reject<string>(new StatusError(503)), {
      retry: false,
      fallback: (id) => `${id}, as of yesterday`,
    });

    expect(await find("acme")).toBe("acme, as of yesterday");
    expect(calls).toMatchObject([{ outcome: "failed", instead: "fallback" }]);
  });

  test("that fails too leaves the first error", async () => {
    const { protect } = scene();
    const error = new StatusError(503);
    const find = protect("attio", () => Promise.reject<string>(error), {
      retry: false,
      fallback: () => Promise.reject(new Error("the fallback's own")),
    });

    await expect(find()).rejects.toBe(error);
  });
});

test("a limit that is ordered holds for what was protected before", async () => {
  const { protect, dependency } = scene();
  const hang = protect("attio", () => new Promise<string>(() => undefined), { retry: false });

  dependency("attio")?.limitTries(1_500);
  const result = await settle(hang());

  expect(result).toMatchObject({ reason: { message: "attio did not answer within 1500ms" } });
});
