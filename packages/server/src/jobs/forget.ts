import { HOUR, type Milliseconds } from "../domain/instant.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import type { JobWorld } from "./job.ts";

const DAY: Milliseconds = 24 * HOUR;

/** Often enough that each time little is to go. */
const EVERY_MS = HOUR;

/** How long what is no part of an incident's record is kept. All of it is ours; incidents and their timelines stay. */
const KEPT = {
  /** A caller that heard nothing asks again within minutes; an agent that slept may do so the next day. */
  receiptsMs: DAY,
  /** Histories read the newest 50 of each scenario; the others are for whoever wonders about the hours before. */
  runsOfScenario: 200,
  /** What was absent for the baseline's length, hours, begins anew anyway; what a bot has logged in the last month can be looked up. */
  signaturesMs: 30 * DAY,
  /** Longer than anybody goes back to ask what was changed; the newest one before stays, as what it is compared with. */
  variablesMs: 30 * DAY,
} as const;

export function forgetJob({ now }: Pick<JobWorld, "now">): JobRequest {
  return { task: "forget", payload: {}, key: "forget", runAt: now() + EVERY_MS, keepsTime: true };
}

/** Without it the tables of what was only seen, or only answered, grow for ever. */
export async function forget({ incidents, watch, now }: JobWorld): Promise<void> {
  await incidents.forgetReceipts(now() - KEPT.receiptsMs);
  await watch.forget({
    runsOfScenario: KEPT.runsOfScenario,
    signaturesBefore: now() - KEPT.signaturesMs,
    variablesBefore: now() - KEPT.variablesMs,
  });
}
