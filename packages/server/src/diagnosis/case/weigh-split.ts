/** Whether what tells failing requests from those that go well is what a change brought: its version, its flag, its model. */

import { MINUTE } from "../../domain/instant.ts";
import type { Change } from "./case.ts";
import type { Weight } from "./hypothesis.ts";
import { spellKey } from "./read-attributes.ts";
import type { Split } from "./split-requests.ts";
import type { Effect } from "./take-effect.ts";
import type { WeighingGround } from "./weighing-ground.ts";

export interface SplitFit {
  readonly weights: readonly Weight[];
  /** What the change brought is just what fails. */
  readonly isMechanism: boolean;
}

const POINTS = { brought: 3.5, names: 3, other: -1.5 } as const;
/** Instances of a version say their first word so long around its deployment. */
const AROUND_DEPLOY = 10 * MINUTE;
/** Words by which every switch and every version is called. */
const PLAIN = /^(?:new|old|use|enabled?|disabled?|flag|feature|on|off|true|false|version|app|the|v\d{0,3}|\d{1,3})$/;
const OF_CHANGES: readonly Split["kind"][] = ["version", "flag", "model"];

export function fitSplit(change: Change, effect: Effect, { splits, first }: WeighingGround): SplitFit {
  const isHere = effect.services.length === 0 || effect.services.includes(first.component);
  const cites = [`change-${change.id}`, ...first.signals.slice(0, 1).map(({ id }) => id)];
  const brought = splits.find((split) => brings(change, isHere ? effect.at : undefined, split));
  if (brought !== undefined) {
    const weights = [{ points: POINTS.brought, says: `It brought what fails: ${brought.says}.`, evidence: cites }];
    return { weights, isMechanism: true };
  }
  const named = splits.find((split) => names(change, split));
  if (named !== undefined) {
    const says = `It names ${named.key}=${named.value}, by which failures are told apart.`;
    return { weights: [{ points: POINTS.names, says, evidence: cites }], isMechanism: true };
  }
  const other = splits.find(({ kind, wentWell }) => OF_CHANGES.includes(kind) || (kind === "machine" && wentWell));
  if (other === undefined) return { weights: [], isMechanism: false };
  const says = `It reached others too, while ${other.says}.`;
  return { weights: [{ points: POINTS.other, says, evidence: cites }], isMechanism: false };
}

function brings(change: Change, at: Effect["at"], split: Split): boolean {
  if (split.kind === "path" || split.kind === "record" || split.kind === "client" || split.kind === "machine")
    return false;
  if (change.kind === "flag" || change.kind === "variable") return sharesName(change.id, split);
  if (change.kind === "model") return split.kind === "model" && writes(change, split.value);
  if (split.kind !== "version") return false;
  const isOfTheTime = at !== undefined && Math.abs(split.since - at) <= AROUND_DEPLOY;
  return writes(change, split.value) || change.commits.some((id) => isSame(id, split.value)) || isOfTheTime;
}

function isSame(id: string, value: string): boolean {
  return value.length >= 7 && (id.startsWith(value) || value.startsWith(id) || value.includes(id));
}

function writes({ id, summary, diff }: Change, value: string): boolean {
  return value.length >= 3 && `${id}\n${summary}\n${diff.slice(0, 20_000)}`.includes(value);
}

/** `bundle_pricing=on` is of the flag `new-bundle-pricing`, and so is `flags=bundle-pricing`. */
function sharesName(id: string, { key, value }: Split): boolean {
  const own = partsOf(id);
  const words = new Set([...partsOf(key.replace(/^.*: /, "")), ...partsOf(value)]);
  return own.length > 0 && own.join("").length >= 4 && own.every((part) => words.has(part));
}

function partsOf(name: string): readonly string[] {
  return spellKey(name)
    .split("_")
    .filter((part) => part.length > 1 && !PLAIN.test(part));
}

/** The very value stands in what it adds or takes away. */
function names({ summary, diff }: Change, { value, kind }: Split): boolean {
  if (kind === "size" || value.length < 4 || /^(?:true|false|null|none|\d{1,4})$/i.test(value)) return false;
  const lines = diff
    .slice(0, 40_000)
    .split("\n")
    .filter((line) => /^[-+](?![-+])/.test(line));
  return [summary, ...lines].some((line) => line.split(/[^\w.@/-]+/).some((word) => word === value));
}
