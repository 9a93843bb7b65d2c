import type { Instant } from "../../domain/instant.ts";
import type { Failure } from "./select-failures.ts";
import type { TriageSignature } from "./triage-report.ts";

const MOST_SAMPLES = 3;

/** Ways of failing, the most frequent first. */
export function summariseSignatures(
  failures: readonly Failure[],
  baseline: ReadonlySet<string> | undefined,
): readonly TriageSignature[] {
  const groups = Map.groupBy(failures, ({ occurrence: { signature = "" } }) => signature);
  return [...groups]
    .map(([id, group]) => toSignature(id, group, baseline))
    .sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1));
}

function toSignature(
  id: string,
  group: readonly Failure[],
  baseline: ReadonlySet<string> | undefined,
): TriageSignature {
  const instants = group.flatMap(({ occurrence: { at } }) => (at === undefined ? [] : [at]));
  const facts = group.flatMap(({ occurrence: { fact } }) => fact ?? []);
  return {
    id,
    template: facts[0]?.template ?? "",
    count: group.length,
    first: extremeOf(instants, Math.min),
    last: extremeOf(instants, Math.max),
    pattern: group[0]?.explanation.pattern ?? "unknown",
    component: group[0]?.explanation.component ?? "unknown",
    samples: [...new Set(facts.map(({ sample }) => sample))].slice(0, MOST_SAMPLES),
    isNew: baseline === undefined ? null : !baseline.has(id),
  };
}

/** Without spreading: a log may hold more of them than a call takes arguments. */
function extremeOf(instants: readonly Instant[], choose: (one: number, other: number) => number): Instant | null {
  return instants.reduce<Instant | null>((extreme, at) => (extreme === null ? at : choose(extreme, at)), null);
}
