import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DeploymentsReply, LogsReply } from "./api-types.ts";
import { deploymentNode, logNodes } from "./fixtures/replies.ts";
import { mergeLines, toDeploymentFact, toTimedLine, toVariableDigests } from "./mapper.ts";

function deployment(change: object) {
  const { deployments } = DeploymentsReply.parse({
    deployments: { edges: [{ node: { ...deploymentNode, ...change } }] },
  });
  return deployments.edges.map(({ node }) => toDeploymentFact(node))[0];
}

describe("A deployment of Railway", () => {
  test("keeps its commit, its instant and whether it can be rolled back to", () => {
    expect(deployment({})).toEqual({
      id: deploymentNode.id,
      status: "live",
      commit: deploymentNode.meta.commitHash,
      createdAt: Date.UTC(2026, 10, 23, 14, 20, 5, 123),
      canRollBack: true,
    });
  });

  test.each([
    ["SLEEPING", "live"],
    ["CRASHED", "crashed"],
    ["FAILED", "failed"],
    ["REMOVED", "removed"],
    ["REMOVING", "removed"],
    ["SKIPPED", "removed"],
    ["QUEUED", "pending"],
    ["WAITING", "pending"],
    ["NEEDS_APPROVAL", "pending"],
    ["A_STATUS_OF_TOMORROW", "pending"],
  ])("that is %s counts as %s", (status, expected) => {
    expect(deployment({ status })?.status).toBe(expected);
  });

  test("that was stopped is not live", () => {
    expect(deployment({ deploymentStopped: true })?.status).toBe("removed");
  });

  test.each([[null], [{}], [{ commitHash: null }], [{ commitHash: "--force" }], ["text"]])(
    "has no commit when its meta is %j",
    (meta) => {
      expect(deployment({ meta })).not.toHaveProperty("commit");
    },
  );
});

describe("The logs of Railway", () => {
  const timed = LogsReply.parse({ deploymentLogs: logNodes }).deploymentLogs.map((log) => toTimedLine(log, "d1"));

  test("are ordered by their nanoseconds, and a structured line becomes one line again", () => {
    expect(mergeLines(timed, 10).map(({ text, severity }) => ({ text, severity }))).toEqual([
      { text: "TypeError: Cannot read properties of undefined (reading 'title')", severity: "error" },
      { text: "    at listNotes (file:///app/src/notes.ts:12:9)", severity: "error" },
      {
        text: '{"level":"info","message":"completed notes","took":31000,"feature":"notes","odd":"not json"}',
        severity: "info",
      },
      { text: "plain", severity: undefined },
    ]);
  });

  test("are at their millisecond, and name their deployment", () => {
    expect(timed[0]?.line).toMatchObject({ at: Date.UTC(2026, 10, 23, 14, 20, 5, 123), deploymentId: "d1" });
  });

  test("of one instant keep the order in which they came", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 50 }), (seconds) => {
        const lines = seconds.map((second, index) =>
          toTimedLine({ timestamp: `2026-11-23T14:20:0${second}Z`, message: `${index}` }, "d1"),
        );

        const merged = mergeLines(lines, 100);

        const expected = [0, 1, 2, 3].flatMap((second) =>
          seconds.flatMap((each, index) => (each === second ? [`${index}`] : [])),
        );
        expect(merged.map(({ text }) => text)).toEqual(expected);
      }),
    );
  });
});

describe("The variables of Railway", () => {
  test("leave as names in order with keyed digests; those of the deployment itself do not count", () => {
    const digests = toVariableDigests(
      { B: "planted", A: "planted", RAILWAY_GIT_COMMIT_SHA: "1", RAILWAY_SERVICE_ID: "2" },
      "key",
    );

    expect(digests.map(({ name }) => name)).toEqual(["A", "B", "RAILWAY_SERVICE_ID"]);
    // HMAC-SHA-256 of "A\0planted" under "key", worked out with openssl.
    expect(digests[0]?.digest).toBe("38083928a9d73d3c2c8318bc94678db02b528ef0835d2d9300bcb00e305cb490");
    expect(JSON.stringify(digests)).not.toContain("planted");
  });
});
