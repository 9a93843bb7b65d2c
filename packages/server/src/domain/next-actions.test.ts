import { describe, expect, test } from "vitest";
import { claimIncident } from "./acknowledge-incident.ts";
import { SYSTEM } from "./actor.ts";
import { ANA, ANAS_AGENT, BO, COMMIT, diagnosis, NOTES_FAIL } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { apply, approve, endChecks, findCause, look, makeClear, succeed } from "./fixtures/story.ts";
import { MINUTE } from "./instant.ts";
import { nextActions } from "./next-actions.ts";
import { reportRemedyNotPossible } from "./propose-remedy.ts";
import { recordDiagnosis } from "./record-diagnosis.ts";
import { writeReview } from "./write-review.ts";

const offered = (world: IncidentWorld, actor = BO) => nextActions(world.incident, world.moment(actor));
const names = (world: IncidentWorld, actor = BO) => offered(world, actor).map(({ operation }) => operation);

describe("what may be done next", () => {
  test("begins with taking it on, and offers no second look while the first one runs", () => {
    const world = openWorld();

    expect(names(world)).toEqual(["claim-incident", "resolve-incident", "post-update", "add-note"]);
    endChecks(world);
    expect(names(world)).toContain("run-checks");
  });

  test("does not offer to claim what another holds", () => {
    const world = openWorld();
    world.act(ANA, (incident, moment) => claimIncident(incident, {}, moment));

    expect(names(world, BO)).not.toContain("claim-incident");
    expect(offered(world, ANAS_AGENT)[0]?.why).toContain("You hold it until");
  });

  test("follows a remedy from its proposal to its end", () => {
    const world = openWorld();
    findCause(world);
    expect(offered(world)).toContainEqual(
      expect.objectContaining({
        operation: "approve-remedy",
        authority: "approve",
        input: { incidentId: "inc-1", remedyId: "remedy-1", planDigest: "digest of remedy-1" },
      }),
    );
    expect(names(world)).toContain("reject-remedy");

    approve(world);
    expect(offered(world)).toContainEqual(
      expect.objectContaining({
        operation: "apply-remedy",
        effect: "A revert is pushed to main.",
        undo: "Revert the revert.",
      }),
    );
    apply(world);
    expect(names(world).filter((name) => name.endsWith("remedy"))).toEqual([]);
    expect(names(world)).not.toContain("resolve-incident");
    succeed(world);
    look(world);

    expect(names(world)).toEqual(["claim-incident", "run-checks", "post-update", "add-note"]);
  });

  test("offers the revert of the blamed commit again when its first plan was not possible", () => {
    const world = openWorld();
    endChecks(world);
    const command = { round: 1, diagnosis: diagnosis("likely"), impact: NOTES_FAIL, branch: "main" };
    world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));
    expect(names(world)).not.toContain("propose-remedy");

    world.act(SYSTEM, (incident) => reportRemedyNotPossible(incident, "remedy-1", "The fetch failed."));

    expect(offered(world).find(({ operation }) => operation === "propose-remedy")?.input).toEqual({
      incidentId: "inc-1",
      action: { kind: "revert-commit", commit: COMMIT, branch: "main" },
    });
  });

  test("puts taking the newest change back first, once the time for stabilization is over without a fix", () => {
    const world = openWorld();
    endChecks(world);
    expect(names(world)).not.toContain("propose-remedy");

    world.wait(30 * MINUTE);

    expect(offered(world)[0]).toMatchObject({
      operation: "propose-remedy",
      input: { action: { kind: "revert-commit", commit: COMMIT } },
    });
  });

  test("is the review when it is over, and stays open to learning more", () => {
    const world = openWorld();
    makeClear(world);
    expect(names(world)).toEqual(["write-review", "add-note"]);
    world.act(ANA, (incident) => writeReview(incident, { body: "review" }));

    expect(offered(world)[0]?.why).toBe("The review can be written again.");
  });
});
