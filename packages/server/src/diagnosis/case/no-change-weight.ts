/** What the weighings of "no change of ours" share. */

import type { CaseHypothesis, Weight } from "./hypothesis.ts";
import type { CaseSignal } from "./signal.ts";
import type { WeighingGround } from "./weighing-ground.ts";

export interface Weighed {
  readonly weights: readonly Weight[];
  readonly mechanism: CaseHypothesis["mechanism"];
  readonly isStated?: boolean;
}

export function weigh(points: number, says: string, evidence: readonly (CaseSignal | string)[] = []): Weight {
  const ids = evidence.map((one) => (typeof one === "string" ? one : one.id));
  return { points, says, evidence: [...new Set(ids)].slice(0, 4) };
}

/** What the first failing component says, and what is said of it. */
export function textOf({ first }: WeighingGround): string {
  return first.signals
    .filter(({ source }) => source !== "metric")
    .map(({ name, text }) => `${name}\n${text}`)
    .join("\n");
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A line as evidence: short, on one line. */
export function quote(text: string): string {
  return `"${(text.split("\n")[0] ?? "").trim().slice(0, 110)}"`;
}
