import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeploymentFact, Facts } from "../domain/evidence.ts";
import { RULES as rules } from "../domain/fixtures/default-rules.ts";
import type { Diagnosis } from "../domain/hypothesis.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { diagnose } from "./diagnose.ts";
import { changed, collect, deployed, history, ran, START, thrown } from "./fixtures/evidence.ts";

function diagnoseFrom(facts: readonly Facts[]): Diagnosis {
  return diagnose({ evidence: collect(facts), texts: new Map(), checks: [], openedAt: START + 5 * SECOND, rules });
}

const instant = fc.integer({ min: -90, max: 30 }).map((minutes) => START + minutes * MINUTE);
const file = fc.record({
  path: fc.constantFrom("src/notes.ts", "src/app.ts", "README.md"),
  hunks: fc.array(fc.record({ oldStart: fc.nat(60), oldLines: fc.nat(3), newStart: fc.nat(60), newLines: fc.nat(3) }), {
    maxLength: 3,
  }),
});
const commitId = fc.constantFrom("c0", "c1", "c2", "c3");
const anyFacts: fc.Arbitrary<Facts> = fc.oneof(
  fc
    .array(fc.record({ at: instant, files: fc.array(file, { maxLength: 3 }) }), { maxLength: 4 })
    .map((commits) => history(...commits)),
  fc
    .array(fc.tuple(commitId, instant, fc.constantFrom("pending", "live", "failed", "crashed", "removed")), {
      maxLength: 4,
    })
    .map((list) =>
      deployed(...(list.toSorted((one, other) => one[1] - other[1]) as [string, number, DeploymentFact["status"]][])),
    ),
  fc
    .record({
      id: fc.constantFrom("s1", "s2"),
      first: instant,
      isNew: fc.boolean(),
      code: fc.constantFrom("ECONNREFUSED", "invalid_auth", "E"),
      ownFrames: fc.array(
        fc.record({
          path: fc.constantFrom("/app/src/notes.ts", "/app/src/app.ts"),
          line: fc.integer({ min: 1, max: 60 }),
        }),
        {
          maxLength: 3,
        },
      ),
    })
    .map((signature) => thrown(signature)),
  fc
    .tuple(fc.constantFrom("passed", "wrong", "silent"), instant, fc.constantFrom("help", "notes"))
    .map((run) => ran(...run)),
  fc
    .array(
      fc.record({
        name: fc.constantFrom("NOTES_FLAG", "X_KEY"),
        change: fc.constantFrom("added", "removed", "changed"),
        seenAt: instant,
      }),
      {
        maxLength: 2,
      },
    )
    .map((changes): Facts => ({ kind: "variables", changes, since: START - HOUR })),
  fc.constant<Facts>({ kind: "health", status: 200, body: "{}" }),
  fc.nat(4).map(
    (failed): Facts => ({
      kind: "operations",
      operations: [{ name: "notes", started: 5, completed: 1, failed, stuck: 0, slow: 0 }],
    }),
  ),
);

/** Small changes around the failing line, deployed around the failure: now to blame, now just not. */
const nearMisses: fc.Arbitrary<readonly Facts[]> = fc
  .record({
    changes: fc.array(
      fc.record({
        path: fc.constantFrom("src/notes.ts", "src/notes.ts", "src/help.ts"),
        line: fc.integer({ min: 39, max: 42 }),
        lines: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    deployedAt: fc.array(fc.integer({ min: -20, max: 3 }), { minLength: 3, maxLength: 3 }),
    isNew: fc.boolean(),
    extra: fc.array(anyFacts, { maxLength: 1 }),
  })
  .map(({ changes, deployedAt, isNew, extra }) => {
    const times = deployedAt.toSorted((one, other) => one - other).map((minutes) => START + minutes * MINUTE);
    const commits = changes.map(({ path, line, lines }) => ({ at: START - HOUR, files: [changed(path, line, lines)] }));
    const deployments = commits.map((_, index) => [`c${index}`, times[index] ?? START] as const);
    return [history(...commits), deployed(...deployments), thrown({ isNew }), ...extra];
  });

function linesOf(facts: readonly Facts[], commit: string): number {
  const commits = facts.flatMap((one) => (one.kind === "commits" ? one.commits : []));
  return commits.filter(({ id }) => id === commit).flatMap(({ files }) => files.flatMap(({ hunks }) => hunks)).length;
}

function deploymentsBefore(facts: readonly Facts[], at: number): number {
  const deployments = facts.flatMap((one) => (one.kind === "deployments" ? one.deployments : []));
  return deployments.filter(({ createdAt }) => createdAt <= at).length;
}

function citedIn({ findings, hypotheses, verdict }: Diagnosis): readonly string[] {
  const answers = Object.values(findings).flatMap((answer) => (answer.known ? answer.evidence : []));
  const argued = hypotheses.flatMap((hypothesis) =>
    [...hypothesis.for, ...hypothesis.against].flatMap(({ evidence }) => evidence),
  );
  return [...answers, ...argued, ...verdict.evidence];
}

describe("any evidence", () => {
  const many = fc.array(anyFacts, { maxLength: 10 });

  test("is answered with arguments that all cite evidence that exists", () => {
    fc.assert(
      fc.property(many, (facts) => {
        const known = new Set(collect(facts).map(({ id }) => id));

        const answer = diagnoseFrom(facts);

        for (const id of citedIn(answer)) expect(known).toContain(id);
        for (const argument of answer.hypotheses.flatMap((one) => [...one.for, ...one.against])) {
          expect(argument.evidence.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("always has no change of ours among the hypotheses, ranked without a gap", () => {
    fc.assert(
      fc.property(many, (facts) => {
        const { hypotheses } = diagnoseFrom(facts);

        expect(hypotheses.map(({ rank }) => rank)).toEqual(hypotheses.map((_, index) => index + 1));
        expect(hypotheses.some(({ cause }) => cause.kind === "no-change")).toBe(true);
      }),
    );
  });

  test("confirms only a commit with a line of the stack, a new error, a deployment before it, and no rival", () => {
    let confirmed = 0;
    fc.assert(
      fc.property(fc.oneof(many, nearMisses), (facts) => {
        const { verdict, hypotheses } = diagnoseFrom(facts);
        if (verdict.status !== "confirmed") return;
        confirmed += 1;
        const leader = hypotheses.find(
          ({ cause }) => cause.id === verdict.cause.id && cause.kind === verdict.cause.kind,
        );

        expect(verdict.cause.kind).toBe("commit");
        expect(leader?.for.some(({ says }) => /^It changed \S+:\d+, where /.test(says))).toBe(true);
        expect(leader?.for.some(({ says }) => says.includes("before the failure began"))).toBe(true);
        expect(leader?.against).toEqual([]);
        expect(verdict.summary).toContain("the error was not there before");
        expect(hypotheses.filter(({ status }) => status === "supported")).toEqual([leader]);
        expect(linesOf(facts, verdict.cause.id)).toBeGreaterThan(0);
        expect(deploymentsBefore(facts, START)).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );

    expect(confirmed).toBeGreaterThan(0);
  });

  test("gives the same answer in whatever order the checks ended", () => {
    fc.assert(
      fc.property(many, fc.infiniteStream(fc.nat(100)), (facts, keys) => {
        const evidence = collect(facts);
        const shuffled = evidence
          .map((one) => [keys.next().value ?? 0, one] as const)
          .toSorted(([one], [other]) => one - other)
          .map(([, one]) => one);
        const input = { texts: new Map(), checks: [], openedAt: START, rules };

        expect(diagnose({ ...input, evidence: shuffled })).toEqual(diagnose({ ...input, evidence }));
      }),
    );
  });
});
