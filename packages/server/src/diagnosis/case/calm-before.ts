/** How likely it is that a change was live and yet nothing failed, as often as the same was done before the onset. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import type { Change, Outcome } from "./case.ts";
import type { Weight } from "./hypothesis.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** Where no start was logged: instances are replaced, and flags fetched, one after the other. */
const ROLLOUT = 2 * MINUTE;
/** Less often than once in twenty is no chance any more. */
const UNLIKELY = 0.05;
/** The logarithm of a likelihood weighs as many points, up to so many. */
const MOST = 4;
/** Made by what grows, runs out or comes at its time: all was well until then. */
const TAKES_TIME: readonly Symptom[] = [
  "memory",
  "disk",
  "backlog",
  "quota",
  "cost",
  "tls",
  "pool",
  "cache",
  "rate-limit",
];
const IN_STEPS =
  /\b(?:ttl|cach(?:e|ed|ing)|expir\w{1,6}|max.?age|rollout|roll(?:ed|ing)? out|canary|gradual\w{0,2}|percent|cron|schedul\w{1,4}|nightly|daily|hourly)\b|\d\s?%/i;

export interface Live {
  readonly change: Change;
  readonly at: Instant | undefined;
  readonly isScheduled: boolean;
}

export function weighCalm(live: Live, ground: WeighingGround): Weight | undefined {
  const { change, at } = live;
  const path = pathOf(ground);
  if (at === undefined || path === undefined || needsTime(live, ground)) return undefined;
  const started = startOf(at, ground);
  const calm = path.filter((one) => one.at >= (started ?? at) && one.at < ground.first.at);
  const failing = path.filter((one) => one.at >= ground.first.at);
  const ifLive = likelihoodOf(calm, failing);
  const notYet = started === undefined ? Math.exp((at - ground.first.at) / ROLLOUT) : 0;
  const likelihood = Math.min(1, notYet + (1 - notYet) * ifLive);
  if (calm.length === 0 || likelihood >= UNLIKELY) return undefined;
  const [{ name } = { name: "" }] = path;
  return {
    points: Math.max(-MOST, Math.log(likelihood)),
    says: `It was live for ${calm.length} times ${name}, of which ${countFailed(calm)} failed; then ${countFailed(failing)} of ${failing.length} did.`,
    evidence: [`change-${change.id}`, ...ground.first.signals.slice(0, 1).map(({ id }) => id)],
  };
}

function needsTime({ change, isScheduled }: Live, { symptoms }: WeighingGround): boolean {
  if (isScheduled || TAKES_TIME.some((symptom) => symptoms.has(symptom))) return true;
  return IN_STEPS.test(`${change.summary}\n${change.diff.slice(0, 20_000)}`);
}

/** All outcomes of the operation that fails most from the onset on. */
function pathOf({ first, outcomes }: WeighingGround): readonly Outcome[] | undefined {
  const suffering = new Set([first.component, ...first.affected]);
  const own = outcomes.filter(({ service }) => suffering.has(service));
  const byPath = Map.groupBy(own, ({ service, name }) => `${service}\n${name}`);
  const failures = (path: readonly Outcome[]): number => countFailed(path.filter(({ at }) => at >= first.at));
  const [most] = [...byPath]
    .filter(([, path]) => failures(path) > 0)
    .sort(([one, left], [other, right]) => failures(right) - failures(left) || (one < other ? -1 : 1));
  return most?.[1];
}

/** The last start that the next deployment did not cause. */
function startOf(at: Instant, { theCase, first, starts }: WeighingGround): Instant | undefined {
  const next = theCase.changes
    .filter((change) => change.kind === "deploy" && (change.at ?? 0) > at)
    .reduce((least, change) => Math.min(least, change.at ?? least), first.at);
  const own = starts.filter((start) => start.at >= at && start.at < next);
  return own.length === 0 ? undefined : Math.max(...own.map((start) => start.at));
}

function countFailed(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ failed }) => failed).length;
}

/** So few failures or fewer, at a rate that is as uncertain as what was seen later leaves it: a beta-binomial's tail. */
function likelihoodOf(calm: readonly Outcome[], failing: readonly Outcome[]): number {
  const count = calm.length;
  const bad = countFailed(failing) + 1;
  const good = failing.length - countFailed(failing) + 1;
  let log = 0;
  for (let index = 0; index < count; index += 1) log += Math.log((good + index) / (good + bad + index));
  let sum = Math.exp(log);
  for (let failed = 0; failed < countFailed(calm); failed += 1) {
    log += Math.log(((count - failed) * (bad + failed)) / ((failed + 1) * (good + count - failed - 1)));
    sum += Math.exp(log);
  }
  return sum;
}
