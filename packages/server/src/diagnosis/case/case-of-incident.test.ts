import { describe, expect, test } from "vitest";
import type { Facts } from "../../domain/evidence.ts";
import { HOUR, MINUTE, SECOND } from "../../domain/instant.ts";
import { createDeployedHistory } from "../deployed-history.ts";
import { findOnset } from "../find-onset.ts";
import {
  bad,
  collect,
  DEPLOYED,
  deployed,
  health,
  history,
  initial,
  START,
  thrown,
  wellBefore,
} from "../fixtures/evidence.ts";
import { gatherFacts } from "../gather-facts.ts";
import { caseOfIncident, type IncidentCase } from "./case-of-incident.ts";
import { surveyCase, type WeighingGround } from "./weighing-ground.ts";

function caseFrom(seen: readonly Facts[]): IncidentCase {
  const evidence = collect(seen);
  const facts = gatherFacts(evidence);
  return caseOfIncident({
    facts,
    onset: findOnset(facts),
    history: createDeployedHistory(facts.commits, facts.deployments),
    suspects: facts.signatures,
    evidence,
    proofs: { commits: new Map(), deployments: new Map() },
    diffs: new Map([["1a2b3c4d", "-a\n+b"]]),
  });
}

function survey({ theCase, logs }: IncidentCase): WeighingGround {
  const ground = surveyCase(theCase, logs);
  if (!("first" in ground)) throw new Error("nothing failed");
  return ground;
}

describe("a live incident as a case", () => {
  test("begins with the first sign, and is of one bot", () => {
    const { theCase } = caseFrom([thrown(), ...health]);

    expect(theCase).toMatchObject({ bot: "bot", alert: { service: "bot", firedAt: START } });
  });

  test("has a failure for each signature, as often as it was seen, from first to last", () => {
    const { logs } = caseFrom([thrown({ count: 12 })]);

    expect(logs.failures).toMatchObject([
      { at: START, times: 11, isNew: true },
      { at: START + MINUTE, isNew: true },
    ]);
    expect(survey(caseFrom([thrown({ count: 12 })])).signals[0]?.says).toContain("(12 times)");
  });

  test("names the dependency whose answer an error is, and none for a slip of our own", () => {
    const refused = {
      errorClass: "MongoNetworkError",
      code: "ECONNREFUSED",
      template: "connect ECONNREFUSED <address>",
    };
    const slip = { template: "Cannot read properties of undefined (reading 'slack')" };

    expect(caseFrom([thrown(refused)]).logs.failures[0]?.component).toBe("mongodb");
    expect(caseFrom([thrown({ code: "ECONNRESET", template: "read ECONNRESET" })]).logs.failures[0]?.component).toBe(
      "network",
    );
    expect(caseFrom([thrown(slip)]).logs.failures[0]?.component).toBeUndefined();
  });

  test("stays an incident when a scenario fails and nothing is logged", () => {
    const { first, symptoms } = survey(caseFrom(health));

    expect(first.at).toBe(START + SECOND);
    expect([...symptoms]).toContain("timeout");
  });

  test("knows how scenarios ended, the good ones too", () => {
    const { logs } = caseFrom(health);

    expect(logs.outcomes.map(({ name, failed }) => [name, failed])).toEqual([
      ["scenario notes", false],
      ["scenario notes", true],
      ["scenario notes", true],
    ]);
  });

  test("has every change with its lines, and the commits that each deployment brought first", () => {
    const { theCase } = caseFrom([history(initial, bad), deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"])]);

    expect(theCase.changes.map(({ kind, id, commits, diff }) => ({ kind, id, commits, diff }))).toEqual([
      { kind: "commit", id: "1a2b3c4d", commits: [], diff: "-a\n+b" },
      { kind: "commit", id: "aaaaaaa0", commits: [], diff: "" },
      { kind: "deploy", id: "d0", commits: ["aaaaaaa0"], diff: "" },
      { kind: "deploy", id: "d1", commits: ["1a2b3c4d"], diff: "" },
    ]);
  });

  test("does not say when a variable changed of which only the last look is known", () => {
    const variable = (seenAt: number, since?: number): Facts => ({
      kind: "variables",
      changes: [{ name: "NOTES_URL", change: "changed", seenAt }],
      ...(since === undefined ? {} : { since }),
    });
    const timeOf = (facts: Facts) => caseFrom([thrown(), facts]).theCase.changes[0]?.at;

    expect(timeOf(variable(START - HOUR))).toBe(START - HOUR);
    expect(timeOf(variable(START + HOUR, START - HOUR))).toBeUndefined();
    expect(timeOf(variable(START + HOUR, START + MINUTE))).toBe(START + HOUR);
  });

  test("cites the evidence of the store for what the engine cites, also where two changes have one id", () => {
    const incident = caseFrom([history(bad), deployed(["1a2b3c4d", DEPLOYED]), thrown()]);
    const ground = survey(incident);
    const [signal] = ground.signals;

    expect(incident.citesOf(["change-1a2b3c4d", "change-d0", signal?.id ?? ""], ground)).toEqual([
      "commits-0",
      "deployments-1",
      "errors-2",
    ]);
    expect(incident.citesOf(["check-health#1.1", "nothing"], ground)).toEqual(["health#1.1"]);
  });
});
