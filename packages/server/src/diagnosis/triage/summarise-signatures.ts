import type { Instant } from "../../domain/instant.ts";
import { keepSample } from "../signatures/keep-sample.ts";
import type { Failure } from "./select-failures.ts";
import type { TriageSignature } from "./triage-report.ts";

export interface SignatureSummary {
  add(failure: Failure): void;
  /** Ways of failing, the most frequent first. */
  finish(): readonly TriageSignature[];
}

/** A log in which nothing fails twice the same way is told of by these. */
const MOST_SIGNATURES = 2_000;

interface Counting extends TriageSignature {
  count: number;
  first: Instant | null;
  last: Instant | null;
  readonly samples: string[];
}

export function createSignatureSummary(baseline: ReadonlySet<string> | undefined): SignatureSummary {
  const countings = new Map<string, Counting>();

  function start({ explanation, occurrence }: Failure, id: string): Counting {
    const counting: Counting = {
      id,
      template: occurrence.fact?.template ?? "",
      count: 0,
      first: null,
      last: null,
      pattern: explanation.pattern,
      component: explanation.component,
      samples: [],
      isNew: baseline === undefined ? null : !baseline.has(id),
    };
    if (countings.size < MOST_SIGNATURES) countings.set(id, counting);
    return counting;
  }

  function add(failure: Failure): void {
    const { signature = "", at, fact } = failure.occurrence;
    const counting = countings.get(signature) ?? start(failure, signature);
    const { first, last, samples } = counting;
    counting.count += 1;
    if (at !== undefined && (first === null || at < first)) counting.first = at;
    if (at !== undefined && (last === null || at > last)) counting.last = at;
    if (fact !== undefined) keepSample(samples, counting.count, fact.sample);
  }

  return {
    add,
    finish: () => [...countings.values()].sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1)),
  };
}
