import { expect, test } from "vitest";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { SECOND } from "../domain/instant.ts";
import { diagnose } from "./diagnose.ts";
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
