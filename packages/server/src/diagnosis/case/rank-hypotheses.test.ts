import { expect, test } from "vitest";
import { MINUTE } from "../../domain/instant.ts";
import type { Case, CaseFailure, Change, ChangeProof } from "./case.ts";
import { rankHypotheses } from "./rank-hypotheses.ts";
import { surveyCase, type WeighingGround } from "./weighing-ground.ts";

const START = Date.UTC(2026, 10, 23, 14, 0);
const PROOF: ChangeProof = { mechanism: "full", score: 8, isTimely: true, isRuledOut: false, for: [], against: [] };

function changed(id: string, more: Partial<Change> = {}): Change {
  return { kind: "commit", id, at: START - MINUTE, summary: "", files: [], diff: "", commits: [], ...more };
}

function groundWith(...changes: readonly Change[]): WeighingGround {
  const failure: CaseFailure = {
    at: START,
    service: "bot",
    signature: "s1",
    template: "anthropic: 503 service unavailable",
    facts: "HTTP 503",
    component: "anthropic",
    isNew: true,
    ownFrames: [],
    sample: "APIError: anthropic: 503 service unavailable",
    file: "log",
  };
  const theCase: Case = {
    id: "one",
    bot: "bot",
    logs: [],
    series: [],
    spans: [],
    changes,
    checks: [],
    notes: [],
    unseen: [],
  };
  const ground = surveyCase(theCase, { failures: [failure], outcomes: [], starts: [], requests: [], remarks: [] });
  if (!("first" in ground)) throw new Error("one new failure is an incident");
  return ground;
}

test("what is proven of a change goes as it is, and takes from what is no change", () => {
  const [proven] = rankHypotheses(groundWith(changed("proven", { proof: PROOF })));
  const external = (ground: WeighingGround) => rankHypotheses(ground).find(({ cause }) => cause.kind === "external");

  expect(proven).toMatchObject({ cause: { kind: "commit", id: "proven" }, score: 8, mechanism: "full" });
  const alone = external(groundWith())?.score ?? 0;
  expect(external(groundWith(changed("proven", { proof: PROOF })))?.score).toBeLessThan(alone);
});

test("a proof of a commit is none of a deployment of the same id", () => {
  const ranked = rankHypotheses(groundWith(changed("same", { proof: PROOF }), changed("same", { kind: "deploy" })));

  expect(ranked.find(({ cause }) => cause.kind === "deploy")?.score).toBeLessThan(PROOF.score);
});

test("a change that was ruled out stays so, whatever its score", () => {
  const ranked = rankHypotheses(groundWith(changed("late", { proof: { ...PROOF, isRuledOut: true } })));
  const alone = rankHypotheses(groundWith());

  expect(ranked.find(({ cause }) => cause.id === "late")?.isRuledOut).toBe(true);
  expect(ranked.find(({ cause }) => cause.kind === "external")?.score).toBe(
    alone.find(({ cause }) => cause.kind === "external")?.score,
  );
});

test("one failure of a kind that was never there before is an incident, and not a chance", () => {
  const { first, signals } = groundWith();

  expect(signals).toMatchObject([{ isWeak: false, isSteady: false, at: START }]);
  expect(first.component).toBe("anthropic");
});
