import { MINUTE } from "../domain/instant.ts";
import { timerOf } from "../operations/change-incident.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import type { JobWorld } from "./job.ts";
import { watchJobs } from "./watch-jobs.ts";

const PAGE = 200;

export function sweepJob(world: Pick<JobWorld, "now">, afterMs = MINUTE): JobRequest {
  return { task: "sweep", payload: {}, key: "sweep", runAt: world.now() + afterMs };
}

/** Re-arms what must never fall silent: the watching of every bot, and the timer of every open incident. */
export async function sweep(world: JobWorld): Promise<void> {
  await world.queue.add([sweepJob(world), ...world.bots.flatMap(watchJobs)]);
  let after: string | undefined;
  do {
    const open = await world.incidents.listOpen(after, PAGE);
    await world.queue.add(open.flatMap((incident) => timerOf(incident, world.rules)));
    after = open.length < PAGE ? undefined : open.at(-1)?.id;
  } while (after !== undefined);
}
