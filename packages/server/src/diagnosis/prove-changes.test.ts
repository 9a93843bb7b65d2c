import { expect, test } from "vitest";
import type { Facts } from "../domain/evidence.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { MINUTE, SECOND } from "../domain/instant.ts";
import { createDeployedHistory } from "./deployed-history.ts";
import { diagnose } from "./diagnose.ts";
import { findOnset } from "./find-onset.ts";
import {
  bad,
  collect,
  DEPLOYED,
  deployed,
  health,
  history,
  initial,
  innocent,
  START,
  statusOf,
  thrown,
  wellBefore,
} from "./fixtures/evidence.ts";
import { gatherFacts } from "./gather-facts.ts";
import { proveChanges } from "./prove-changes.ts";
import { suspect, weighCommit } from "./weigh-commit.ts";

const inTheMiddle = { ...innocent, id: "fffffff2", files: [] };

test.each([
  ["that was read whole is cleared because it did not touch the failing line", {}, "refuted"],
  ["of which a part was cut is not cleared by what was not read", { cut: true } as const, "unresolved"],
])("a commit %s", (_, more, status) => {
  const facts = [
    history(initial, { ...inTheMiddle, ...more }, bad),
    deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]),
    thrown(),
    ...health,
  ];

  const diagnosis = diagnose({
    evidence: collect(facts),
    texts: new Map(),
    checks: [],
    openedAt: START + 5 * SECOND,
    rules: RULES,
  });

  expect(diagnosis.verdict).toMatchObject({ status: "confirmed", cause: { kind: "commit", id: "1a2b3c4d" } });
  expect(statusOf(diagnosis, "fffffff2")).toBe(status);
});

function prove(seen: readonly Facts[], read: readonly string[] = []): ReturnType<typeof proveChanges> {
  const facts = gatherFacts(collect(seen));
  const deployedHistory = createDeployedHistory(facts.commits, facts.deployments);
  const ground = { facts, history: deployedHistory, onset: findOnset(facts), baselineFrom: START - 60 * MINUTE };
  const suspicions = facts.signatures.map((signature) => suspect(signature, ground));
  const commits = facts.commits.map((commit) => weighCommit(commit, suspicions, ground));
  return proveChanges(ground, commits, new Map(read.map((id) => [id, "+a"])));
}

const live = deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]);

test("a commit whose line throws is proven in full", () => {
  const { commits } = prove([history(initial, bad), live, thrown(), ...health]);

  expect(commits.get("1a2b3c4d")).toMatchObject({ mechanism: "full", isTimely: true, isRuledOut: false, against: [] });
});

test("a commit of which no stack shows a line is left to what its lines do, where they were read", () => {
  const seen = [history(initial, bad), live, thrown({ ownFrames: [] }), ...health];

  expect(prove(seen).commits.get("1a2b3c4d")).toMatchObject({ mechanism: "none" });
  expect(prove(seen, ["1a2b3c4d"]).commits.has("1a2b3c4d")).toBe(false);
});

test("nothing is left to what lines do where another commit's line throws, nor for a commit that came too late", () => {
  const late = deployed(wellBefore, ["1a2b3c4d", START + 5 * MINUTE, "live"]);

  const beside = prove([history(initial, inTheMiddle, bad), live, thrown(), ...health], ["fffffff2", "1a2b3c4d"]);
  const after = prove([history(initial, bad), late, thrown({ ownFrames: [] }), ...health], ["1a2b3c4d"]);

  expect(beside.commits.get("fffffff2")).toMatchObject({ mechanism: "none" });
  expect(after.commits.get("1a2b3c4d")).toMatchObject({ isRuledOut: true });
});

test("a deployment that does not come up is likely to blame where no commit of it is", () => {
  const { deployments } = prove([history(initial), deployed(wellBefore, ["eeeeeee1", DEPLOYED, "crashed"])]);

  expect(deployments.get("d1")).toMatchObject({ mechanism: "part", isTimely: true });
  expect(deployments.get("d0")).toMatchObject({ mechanism: "none" });
});
