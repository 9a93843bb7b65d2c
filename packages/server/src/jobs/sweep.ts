import type { Incident } from "../domain/incident.ts";
import { MINUTE } from "../domain/instant.ts";
import { timerOf } from "../operations/change-incident.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import { forgetJob } from "./forget.ts";
import type { JobWorld } from "./job.ts";
import { watchJobs } from "./watch-jobs.ts";

const PAGE = 200;

export function sweepJob(world: Pick<JobWorld, "now">, afterMs = MINUTE): JobRequest {
  return { task: "sweep", payload: {}, key: "sweep", runAt: world.now() + afterMs };
}

/** Re-arms what must never fall silent: the watching of every bot, and what every open incident waits for. */
export async function sweep(world: JobWorld): Promise<void> {
  await world.queue.add([sweepJob(world), forgetJob(world), ...world.bots.flatMap(watchJobs)]);
  let after: string | undefined;
  do {
    const open = await world.incidents.listOpen(after, PAGE);
    const jobs = open.flatMap((incident) => [...timerOf(incident, world.rules), ...lookAgain(incident)]);
    await world.queue.add(jobs);
    after = open.length < PAGE ? undefined : open.at(-1)?.id;
  } while (after !== undefined);
}

/** Nobody looks any more whether a push arrived whose job has ended without knowing. */
function lookAgain({ id: incidentId, remedies }: Incident): readonly JobRequest[] {
  return remedies
    .filter(({ state }) => state === "uncertain")
    .map(({ plan }) => ({
      task: "run-remedy",
      payload: { incidentId, remedyId: plan.id },
      key: `run-remedy:${incidentId}:${plan.id}`,
    }));
}
