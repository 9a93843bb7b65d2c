import { describe, expect, test } from "vitest";
import { every, failed, failedAt, PATTERNS, SECOND, START, triageOf } from "./fixtures/failures.ts";

describe("the cause", () => {
  test("is what fails within the same requests before they time out", () => {
    const requests = [1, 2, 3].flatMap((number) => [
      failed(number * 100, { code: "429", severity: "warn", requestId: `req-${number}` }),
      failed(number * 100 + 30, { code: "timeout", requestId: `req-${number}` }),
    ]);

    const { verdict, alternatives } = triageOf(requests);

    expect(verdict).toMatchObject({ pattern: "rate-limit", component: "anthropic", origin: "external" });
    expect(alternatives).toMatchObject([{ pattern: "timeout", count: 3, why: expect.stringContaining("symptom") }]);
  });

  test("is not a time-out that began with it, even without requests", () => {
    const facts = [
      ...failedAt(every(60, 0, 300), { code: "429", severity: "warn" }),
      ...failedAt(every(60, 30, 330), { code: "timeout" }),
    ];

    expect(triageOf(facts).verdict.pattern).toBe("rate-limit");
  });

  test("is the time-out where what failed beside it failed in other requests", () => {
    const facts = [
      ...every(20, 0, 300).map((second) => failed(second, { code: "timeout", requestId: `slow-${second}` })),
      ...every(60, 5, 300).map((second) =>
        failed(second, { code: "429", severity: "warn", requestId: `other-${second}` }),
      ),
    ];

    expect(triageOf(facts).verdict.pattern).toBe("timeout");
  });

  test("is not a single odd error before a flood of another", () => {
    const facts = [failed(1, { code: "invalid_auth" }), ...failedAt(every(10, 200, 600), { code: "ECONNREFUSED" })];

    const { verdict, alternatives } = triageOf(facts);

    expect(verdict.pattern).toBe("dependency-down");
    expect(alternatives).toMatchObject([{ pattern: "auth", why: expect.stringContaining("Too few") }]);
  });

  test("is not the loudest, but what failed first", () => {
    const facts = [
      ...failedAt(every(10, 300, 600), { code: "ECONNREFUSED" }),
      ...failedAt(every(5, 330, 600), { code: "429" }),
    ];

    expect(triageOf(facts).verdict).toMatchObject({
      pattern: "dependency-down",
      component: "redis",
      confidence: "low",
    });
  });

  test("is not old noise that went on as before when another failure began", () => {
    const facts = [
      ...failedAt(every(20, 5, 600), { code: "429" }),
      ...failedAt(every(5, 400, 600), { code: "invalid_auth" }),
    ];

    const { verdict, alternatives, onset } = triageOf(facts);

    expect(verdict).toMatchObject({ pattern: "auth", component: "slack", firstFix: "Restore the token" });
    expect(onset).toMatchObject({ line: 401, at: START + 400 * SECOND, course: "consistent" });
    expect(alternatives).toMatchObject([{ pattern: "rate-limit", why: expect.stringContaining("noise") }]);
  });

  test("is not what the baseline has, unless nothing else fails", () => {
    const old = failedAt(every(5, 0, 600), { code: "429" });
    const fresh = failedAt(every(50, 300, 600), { code: "invalid_auth" });
    const baseline = new Set(["429"]);

    expect(triageOf([...old, ...fresh], { baseline }).verdict.pattern).toBe("auth");
    expect(triageOf(old, { baseline }).verdict.pattern).toBe("rate-limit");
    expect(triageOf([...old, ...fresh], { baseline }).signatures).toMatchObject([
      { id: "429", isNew: false },
      { id: "invalid_auth", isNew: true },
    ]);
  });

  test("is what kills the process, not its death", () => {
    const facts = [0, 60, 120].flatMap((second) => [
      failed(second, { code: "missing-variable", crash: true, reporter: "node" }),
      failed(second + 2, { code: "exit", reporter: "platform" }),
      failed(second + 3, { code: "restart", reporter: "platform" }),
    ]);

    const { verdict, alternatives } = triageOf(facts);

    expect(verdict).toMatchObject({ pattern: "config", origin: "config", confidence: "high" });
    expect(alternatives).toMatchObject([{ pattern: "crash-loop", component: "platform" }]);
  });

  test("of a process that an unexplained error kills is a crash loop in our own code", () => {
    const ownFrames = [{ path: "/app/src/deal.ts", line: 7 }];
    const facts = [0, 60].flatMap((second) => [
      failed(second, { code: "oops", crash: true, reporter: "node", ownFrames }),
      failed(second + 1, { code: "exit", reporter: "platform" }),
    ]);

    const { verdict } = triageOf(facts);

    expect(verdict).toMatchObject({ pattern: "crash-loop", component: "own-code", origin: "own-code" });
    expect(verdict.firstFix).toContain("/app/src/deal.ts:7");
  });

  test("of a process that dies long after some other failure stays with its death", () => {
    const facts = [
      ...failedAt([0, 10], { code: "429" }),
      ...failedAt([200, 300, 400, 500], { code: "exit", reporter: "platform" }),
    ];

    expect(triageOf(facts).verdict.pattern).toBe("crash-loop");
  });

  test("that a framework's handler surfaced comes first, and the handler is reported beside it", () => {
    const facts = failedAt([10, 20, 30], { code: "invalid_blocks", reporter: "bolt" });

    const { verdict, alternatives } = triageOf(facts);

    expect(verdict).toMatchObject({ pattern: "block-validation", component: "slack", origin: "own-code" });
    expect(alternatives).toMatchObject([{ pattern: "framework-error-handler", count: 3 }]);
  });

  test("of a call outside that names nobody is looked for where the operation is named after somebody", () => {
    const outside = { code: "x", link: { code: "", message: "the server has gone away" } };
    const patterns = PATTERNS.map((one) => ({
      ...one,
      rules: one.rules.map((rule) => ({ id: rule.id, when: rule.when })),
    }));

    const named = triageOf(failedAt([10, 20], { ...outside, operation: "attio_search" }), { patterns });
    const unnamed = triageOf(failedAt([10, 20], { ...outside, operation: "search" }), { patterns });

    expect(named.verdict).toMatchObject({ pattern: "dependency-down", component: "attio" });
    expect(unnamed.verdict).toMatchObject({ pattern: "dependency-down", component: "network" });
  });

  test("is unknown where nothing explains the failures, and points at our first frame", () => {
    const ownFrames = [{ path: "src/notes.ts", line: 12 }];

    const { verdict } = triageOf(failedAt([10, 20], { code: "TypeError", ownFrames }));

    expect(verdict).toMatchObject({ pattern: "unknown", component: "own-code", origin: "own-code", confidence: "low" });
    expect(verdict.firstFix).toContain("src/notes.ts:12");
  });

  test("that is only how something surfaced is sure of little", () => {
    const surfaced = triageOf(failedAt([10, 20, 30], { code: "x", reporter: "bolt" }));

    expect(surfaced.verdict).toMatchObject({ pattern: "framework-error-handler", confidence: "low" });
  });

  test("that was seen once is less sure than one that was seen again", () => {
    const once = triageOf(failedAt([10], { code: "429" }));
    const again = triageOf(failedAt([10, 20], { code: "429" }));

    expect([once, again].map(({ verdict }) => verdict.confidence)).toEqual(["medium", "high"]);
  });
});

describe("a healthy log", () => {
  test("is one where every retry went well", () => {
    const { verdict, alternatives, onset } = triageOf(failedAt([10, 20], { code: "429", recovered: true }));

    expect(verdict).toMatchObject({ pattern: "none", component: "none", origin: "none" });
    expect(onset).toBeNull();
    expect(alternatives).toMatchObject([{ pattern: "rate-limit", count: 2 }]);
  });

  test("may warn of what a program can go on with", () => {
    expect(triageOf(failedAt([10], { code: "429", severity: "warn" })).verdict.pattern).toBe("none");
  });

  test("does not try the same over and over in vain", () => {
    const tries = failedAt(every(3, 10, 40), { code: "429", severity: "warn" });

    expect(triageOf(tries).verdict).toMatchObject({ pattern: "rate-limit", component: "anthropic" });
  });

  test("does not warn of events that were lost", () => {
    const lost = triageOf(failedAt([10], { code: "unacknowledged", severity: "warn" }));
    const dropped = triageOf(failedAt([10], { code: "no-pong", severity: "warn" }));

    expect(lost.verdict.pattern).toBe("framework-error-handler");
    expect(dropped.verdict.pattern).toBe("socket-disconnect");
  });

  test("names the line to look at where something sounds of trouble", () => {
    const { verdict } = triageOf([], { texts: ["START notes requestId=1", "worker died with code 3"] });

    expect(verdict).toMatchObject({ pattern: "none", confidence: "low" });
    expect(verdict.firstFix).toContain("line 2");
  });

  test("is surely so only where it shows that work was done", () => {
    const idle = triageOf([], { texts: ["listening on 3000", "cache warmed", "metrics sent", "metrics sent"] });
    const busy = triageOf([], { texts: ["START notes requestId=1", "completed notes requestId=1"] });

    expect([idle, busy].map(({ verdict }) => verdict.confidence)).toEqual(["medium", "high"]);
  });

  test("of no lines is healthy, and says that there was nothing to see", () => {
    const { verdict, unseen } = triageOf([], { texts: [], seconds: 0 });

    expect(verdict).toMatchObject({ pattern: "none", confidence: "low" });
    expect(unseen).toEqual(["The log has no lines."]);
  });
});

describe("operations", () => {
  test("over the critical time are a time-out also without any error", () => {
    const texts = [
      "0 START notes req=a1",
      "31 notes completed req=a1",
      "40 START notes req=a2",
      "75 notes completed req=a2",
    ];

    const { verdict, operations, scope } = triageOf([], { texts });

    expect(verdict).toMatchObject({ pattern: "timeout", component: "own-code", firstFix: "Remedy of timeout" });
    expect(operations).toMatchObject({ started: 2, completed: 2, slow: 2, stuck: 0 });
    expect(operations.byName).toMatchObject([{ name: "notes", p50Ms: 31_000, p99Ms: 35_000 }]);
    expect(scope).toMatchObject({ operations: ["notes"], requests: 2 });
  });

  test("that never end are stuck, with the age of the oldest", () => {
    const texts = ["0 START notes req=a1", "1 notes completed req=a1", "2 START notes req=a2", "90 still here"];

    const { verdict, operations } = triageOf([], { texts });

    expect(verdict.pattern).toBe("timeout");
    expect(operations).toMatchObject({ stuck: 1, byName: [{ oldestStuckMs: 88_000 }] });
  });

  test("of which none ends are stuck where they are many", () => {
    const begun = (count: number) => every(1, 0, count).map((second) => `${second} START notes req=a${second}`);
    const [few, many] = [2, 8].map((count) => triageOf([], { texts: [...begun(count), "90 still here"] }));

    expect(few?.verdict.pattern).toBe("none");
    expect(many?.verdict).toMatchObject({ pattern: "timeout", component: "own-code" });
  });

  test("that have only just begun, or that nobody waits for, are no failure", () => {
    const texts = [
      "0 START notes req=a1",
      "1 notes completed req=a1",
      "2 START nightly-sync",
      "88 nightly-sync completed",
      "90 START notes req=a2",
    ];

    expect(triageOf([], { texts }).verdict.pattern).toBe("none");
  });

  test("that fail without a reason are failures that nothing explains", () => {
    const texts = ["0 START notes req=a1", "1 notes failed req=a1", "2 START notes req=a2", "3 notes failed req=a2"];

    const { verdict, scope } = triageOf([], { texts });

    expect(verdict).toMatchObject({ pattern: "unknown", component: "own-code", origin: "own-code" });
    expect(scope).toMatchObject({ operations: ["notes"], requests: 2 });
  });

  test("that fail after warnings of their own requests fail for what was warned of", () => {
    const texts = ["0 START notes req=a1", "9 notes failed req=a1"];

    const { verdict } = triageOf([failed(4, { code: "429", severity: "warn", requestId: "a1" })], { texts });

    expect(verdict).toMatchObject({ pattern: "rate-limit", component: "anthropic" });
  });

  test("under way when Slack was told that an event was not acknowledged make it a time-out", () => {
    const unacknowledged = {
      code: "x",
      reporter: "bolt" as const,
      link: { message: "An incoming event was not acknowledged within 3 seconds." },
    };
    const slow = ["0 START notes req=a1", "9 notes completed req=a1"];
    const quick = ["0 START notes req=a1", "1 notes completed req=a1", "9 still here"];

    expect(triageOf([failed(3, unacknowledged)], { texts: slow }).verdict.pattern).toBe("timeout");
    expect(triageOf([failed(3, unacknowledged)], { texts: quick }).verdict.pattern).toBe("framework-error-handler");
  });

  test("of which one in many was slow are healthy", () => {
    const texts = every(1, 0, 200).flatMap((second) => [
      `${second} START notes req=${second}`,
      `${second} notes completed req=${second}${second === 50 ? " took 26000ms" : ""}`,
    ]);

    expect(triageOf([], { texts })).toMatchObject({ verdict: { pattern: "none" }, operations: { slow: 1 } });
  });

  test("whose request failed are no second failure", () => {
    const texts = ["0 START notes req=a1", "1 notes completed req=a1", "2 START notes req=a2", "90 still here"];

    const { verdict, alternatives } = triageOf([failed(3, { code: "invalid_auth", requestId: "a2" })], { texts });

    expect(verdict.pattern).toBe("auth");
    expect(alternatives).toEqual([]);
  });

  test("under way when the process died are part of its death, and those that had hung before are not", () => {
    const texts = ["0 START notes req=a1", "1 notes completed req=a1", "2 START notes req=a2", "90 still here"];

    const cutOff = triageOf([failed(3, { code: "x", crash: true, reporter: "node" })], { texts });
    const hung = triageOf([failed(60, { code: "x", crash: true, reporter: "node" })], { texts });

    expect(cutOff).toMatchObject({ verdict: { pattern: "crash-loop" }, alternatives: [], operations: { stuck: 1 } });
    expect(hung.alternatives).not.toEqual([]);
  });

  test("that wait behind many retries are late for what was retried, though each went well", () => {
    const texts = ["0 START notes req=a1", "1 notes completed req=a1", "2 START notes req=a2", "90 still here"];
    const retried = { code: "429", severity: "warn", recovered: true } as const;

    expect(triageOf(failedAt([4, 6, 8], retried), { texts }).verdict.pattern).toBe("rate-limit");
    expect(triageOf(failedAt([70, 75, 80], retried), { texts }).verdict.pattern).toBe("timeout");
  });

  test("whose errors were read are no second failure, however many they are", () => {
    const seconds = every(3, 0, 12_000);
    const texts = seconds.flatMap((second) => [
      `${second} START notes req=a${second}`,
      `${second + 1} notes failed req=a${second}`,
      `${second + 2} info`,
    ]);
    const facts = seconds.map((second) => failed(second, { code: "invalid_auth", requestId: `a${second}` }));

    expect(triageOf(facts, { texts })).toMatchObject({
      verdict: { pattern: "auth", confidence: "high" },
      operations: { failed: 4_000 },
      alternatives: [],
    });
  });

  test("that went on well after the onset make a failure intermittent", () => {
    const texts = every(2, 0, 100).flatMap((second) => [
      `${second} START notes`,
      `${second + 1} notes completed in 900ms`,
    ]);
    const facts = failedAt([20, 60], { code: "429", operation: "notes" });

    expect(triageOf(facts, { texts }).onset).toMatchObject({ course: "intermittent" });
  });
});

describe("the report", () => {
  test("cites numbered evidence with lines that exist", () => {
    const report = triageOf(failedAt([10, 20, 30], { code: "invalid_auth" }));

    const ids = report.evidence.map(({ id }) => id);
    expect(report.verdict.evidence.length).toBeGreaterThan(0);
    expect(report.verdict.evidence.every((id) => ids.includes(id))).toBe(true);
    expect(report.evidence[0]).toMatchObject({ id: "E1", lines: [11] });
    expect(report.evidence.flatMap(({ lines }) => lines).every((line) => line >= 1 && line <= report.lines)).toBe(true);
  });

  test("keeps to the time that was asked for, and counts every line all the same", () => {
    const texts = ["0 START notes", "1 notes completed", "50 START notes", "51 notes completed"];

    const { operations, lines, levels } = triageOf([], {
      texts,
      since: START + 10 * SECOND,
      until: START + 50 * SECOND,
    });

    expect(operations).toMatchObject({ started: 1, completed: 0 });
    expect(lines).toBe(4);
    expect(levels.info).toBe(1);
  });

  test("says what a log without times cannot show", () => {
    const { unseen } = triageOf([], { texts: ["hello", "world"] });

    expect(unseen.join(" ")).toContain("tell no times");
    expect(unseen.join(" ")).toContain("began or ended");
  });

  test("names an operation only with its secrets masked", () => {
    const texts = ["0 START hunter2 req=a", "40 hunter2 completed req=a"];

    expect(JSON.stringify(triageOf([], { texts }))).not.toContain("hunter2");
  });

  test("draws as many failures as it counts", () => {
    const { timeline } = triageOf(failedAt([10, 20, 599], { code: "invalid_auth" }));

    expect(timeline?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(timeline?.counts.at(-1)).toBe(1);
  });
});
