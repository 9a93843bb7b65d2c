/** What a check gets, and what it may say. */

import type { CheckRequest, CheckResult } from "../../domain/check.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Body } from "../../ports/incident-store.ts";
import type { BotWorld, JobWorld } from "../job.ts";

export interface CheckTask {
  readonly request: CheckRequest;
  readonly round: number;
  readonly incident: Incident;
  readonly bot: BotWorld;
  readonly world: JobWorld;
  readonly attempt: number;
  /** Aborts at the check's limit. */
  readonly signal: AbortSignal;
}

export interface CheckAnswer {
  readonly result: CheckResult;
  /** Texts that the evidence refers to. */
  readonly bodies: readonly Body[];
}

export type Check = (task: CheckTask) => Promise<CheckAnswer>;

type Seen = Omit<Evidence, "id" | "collectedAt" | "samples"> & { readonly samples?: readonly string[] };

/** `interesting` is the check's own rule for when its answer says something. */
export function answer(task: CheckTask, interesting: boolean, seen: readonly Seen[]): CheckAnswer {
  const { redact, hash, now } = task.world;
  const bodies: Body[] = [];
  const evidence = seen.map(({ samples = [], ...rest }, index): Evidence => {
    const kept = samples.slice(0, 3).map((sample) => {
      const text = redact(sample);
      return { digest: hash(text), text };
    });
    bodies.push(...kept);
    return {
      ...rest,
      id: `${task.request.id}#${task.round}.${index + 1}`,
      collectedAt: now(),
      samples: kept.map(({ digest }) => digest),
    };
  });
  const summary = evidence.map((item) => item.summary).join(" ");
  return { result: { outcome: interesting ? "found" : "clear", summary, evidence }, bodies };
}

export function couldNotLook(why: string): CheckAnswer {
  return { result: { outcome: "could-not-look", why }, bodies: [] };
}
