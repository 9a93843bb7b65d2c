/** What a check gets, and what it may say. */

import type { CheckRequest, CheckResult } from "../../domain/check.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Incident } from "../../domain/incident.ts";
import { redactDeep } from "../../domain/redact.ts";
import { toBody } from "../../operations/storable-text.ts";
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

/** An incident carries its evidence for ever, and every event writes it again: texts of the world are cut. */
const LONGEST_TEXT = 1_000;
const LONGEST_SAMPLE = 4_000;

/** `interesting` is the check's own rule for when its answer says something. */
export function answer(task: CheckTask, interesting: boolean, seen: readonly Seen[]): CheckAnswer {
  const bodies: Body[] = [];
  const evidence = seen.map(({ samples = [], ...rest }, index): Evidence => {
    // Redacted before it is cut, as the half of a secret is recognised by nobody.
    const kept = samples
      .slice(0, 3)
      .map((sample) => toBody(cutText(task.world.redact(sample), LONGEST_SAMPLE), task.world));
    bodies.push(...kept);
    return {
      ...redactDeep(rest, (text) => cutText(task.world.redact(text), LONGEST_TEXT)),
      id: `${task.request.id}#${task.round}.${index + 1}`,
      collectedAt: task.world.now(),
      samples: kept.map(({ digest }) => digest),
    };
  });
  const summary = evidence.map((item) => item.summary).join(" ");
  return { result: { outcome: interesting ? "found" : "clear", summary, evidence }, bodies };
}

function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

export function couldNotLook(why: string): CheckAnswer {
  return { result: { outcome: "could-not-look", why }, bodies: [] };
}
