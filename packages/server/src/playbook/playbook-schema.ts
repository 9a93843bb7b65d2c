/** The shape of a playbook file. */

import { z } from "zod";
import { CHECK_KINDS } from "../domain/check.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { duration } from "./duration.ts";

const source = z.strictObject({ value: z.unknown(), section: z.string().min(1), note: z.string().optional() });

/** A value, alone or with the playbook section it comes from. */
function sourced<Value extends z.ZodType>(value: Value) {
  return z.preprocess((entry) => {
    const parsed = source.safeParse(entry);
    return parsed.success ? parsed.data.value : entry;
  }, value);
}

const time = sourced(duration);
const severities = sourced(z.array(z.enum(SEVERITIES)));
const count = sourced(z.int().min(1));
const share = sourced(z.number().min(0).max(1));
const check = z.strictObject({ kind: z.enum(CHECK_KINDS), limit: duration });

const box = z.strictObject({ name: z.string().min(1), ends: time, checks: z.array(check) });

export const playbookSchema = z.strictObject({
  severity: z.strictObject({
    response: z.strictObject({ P0: time, P1: time, P2: time, P3: time }),
    pageAtOnce: severities,
    repeatEscalation: time,
    consistentAfter: count,
    slowFactor: sourced(z.number().gt(1)),
  }),
  metrics: z.strictObject({
    responseTime: z.strictObject({ alert: time, critical: time, every: time }),
    errorRate: z.strictObject({ alert: share, critical: share, every: time }),
    availability: z.strictObject({ alert: share, critical: share, every: time }),
  }),
  phases: z.strictObject({
    boxes: z.array(box).min(1),
    ends: z.strictObject({ stabilization: time, investigation: time, resolution: time }),
  }),
  updates: z.strictObject({
    every: time,
    missedAfter: time,
    teamFormat: sourced(z.string().includes("{status}").includes("{description}")),
    tellUsersAt: severities,
    usersInvestigating: sourced(z.string().min(1)),
    usersResolved: sourced(z.string().min(1)),
  }),
  approvals: z.strictObject({ expireAfter: time }),
  lease: z.strictObject({ length: time }),
  recovery: z.strictObject({ watch: time, lookEvery: time, giveUpAfter: time, reopenWithin: time }),
  review: z.strictObject({ dueAfter: time }),
  detection: z.strictObject({
    scenarioEvery: time,
    failuresToSignal: count,
    errorsToSignal: count,
    retryAfter: time,
    logsEvery: time,
    baseline: time,
  }),
});

export type PlaybookFile = z.output<typeof playbookSchema>;
