/** Everything that happens by itself, by the names that the effects and the timers use. */

import { deliverPage } from "./deliver-page.ts";
import { diagnoseIncident } from "./diagnose.ts";
import { forget } from "./forget.ts";
import type { Job, JobWorld } from "./job.ts";
import { planRemedy } from "./plan-remedy.ts";
import { postUpdate } from "./post-update.ts";
import { reportClear, reportSignal } from "./report-jobs.ts";
import { runCheck } from "./run-check.ts";
import { runRemedy } from "./run-remedy.ts";
import { sweep } from "./sweep.ts";
import { tickIncident } from "./tick-incident.ts";
import { verifyRecovery } from "./verify-recovery.ts";
import { watchLogs } from "./watch-logs.ts";
import { watchScenario } from "./watch-scenario.ts";
import { watchVariables } from "./watch-variables.ts";
import { writeFirstReview } from "./write-review.ts";

export function createTasks(world: JobWorld): Readonly<Record<string, Job>> {
  return {
    "deliver-page": (payload, run) => deliverPage(payload, run, world),
    diagnose: (payload) => diagnoseIncident(payload, world),
    forget: () => forget(world),
    "plan-remedy": (payload, run) => planRemedy(payload, run, world),
    "post-update": (payload, run) => postUpdate(payload, run, world),
    "report-clear": (payload) => reportClear(payload, world),
    "report-signal": (payload, run) => reportSignal(payload, run, world),
    "run-check": (payload, run) => runCheck(payload, run, world),
    "run-remedy": (payload, run) => runRemedy(payload, run, world),
    sweep: () => sweep(world),
    tick: (payload) => tickIncident(payload, world),
    "verify-recovery": (payload, run) => verifyRecovery(payload, run, world),
    "watch-logs": (payload, run) => watchLogs(payload, run, world),
    "watch-scenario": (payload, run) => watchScenario(payload, run, world),
    "watch-variables": (payload, run) => watchVariables(payload, run, world),
    "write-review": (payload) => writeFirstReview(payload, world),
  };
}
