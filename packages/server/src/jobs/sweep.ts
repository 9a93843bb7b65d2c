import type { Incident } from "../domain/incident.ts";
import { MINUTE } from "../domain/instant.ts";
import { tellingQueue, timerOf } from "../operations/change-incident.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import type { JobWorld } from "./job.ts";
import { watchJobs } from "./watch-jobs.ts";

const PAGE = 200;

export function sweepJob(world: Pick<JobWorld, "now">, afterMs = MINUTE): JobRequest {
  return { task: "sweep", payload: {}, key: "sweep", runAt: world.now() + afterMs };
}

/** Re-arms what must never fall silent: the watching of every bot, and what every open incident waits for. */
export async function sweep(world: JobWorld): Promise<void> {
  await world.queue.add([sweepJob(world), ...world.bots.flatMap(watchJobs)]);
  let after: string | undefined;
  do {
    const open = await world.incidents.listOpen(after, PAGE);
    const jobs = open.flatMap((incident) => [...timerOf(incident, world.rules), ...tryAgain(incident)]);
    await world.queue.add(jobs);
    after = open.length < PAGE ? undefined : open.at(-1)?.id;
  } while (after !== undefined);
}

/** What failed by the world comes again each minute: the engine's own retries get as rare as one in six hours. */
function tryAgain(incident: Incident): readonly JobRequest[] {
  const { id: incidentId, updates, pages, remedies } = incident;
  const queue = tellingQueue(incidentId);
  const untold = updates.filter(({ posted, notTold }) => posted === undefined && notTold !== undefined);
  const unheard = pages.filter(({ delivered, failed }) => delivered === undefined && failed !== undefined);
  const uncertain = remedies.filter(({ state }) => state === "uncertain");
  return [
    ...untold.map(({ id }) => ({ ...job("post-update", { incidentId, updateId: id }), queue })),
    ...unheard.map(({ id }) => ({ ...job("deliver-page", { incidentId, pageId: id }), queue })),
    ...uncertain.map(({ plan }) => job("run-remedy", { incidentId, remedyId: plan.id })),
  ];
}

/** The key is the one of the effect, so that there is never a second job for one thing. */
function job(task: string, payload: Readonly<Record<string, string>>): JobRequest {
  return { task, payload, key: [task, ...Object.values(payload)].join(":") };
}
