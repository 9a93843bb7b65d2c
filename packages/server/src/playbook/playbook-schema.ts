/** The shape of a playbook file. */

import { z } from "zod";
import { CHECK_KINDS } from "../domain/check.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { duration } from "./duration.ts";
import { exactly } from "./exactly.ts";
import { masksSchema } from "./mask-schema.ts";
import { patternsSchema } from "./pattern-schema.ts";
import { sourced } from "./sourced.ts";

function isUnique(items: readonly string[]): boolean {
  return new Set(items).size === items.length;
}

function isRising(items: readonly number[]): boolean {
  return items.every((item, index) => index === 0 || item > (items[index - 1] ?? 0));
}

const time = sourced(duration);
const severities = sourced(z.array(z.enum(SEVERITIES)));
const count = sourced(z.int().min(1));
const share = sourced(z.number().min(0).max(1));
const check = exactly({ kind: z.enum(CHECK_KINDS), limit: time });
const checks = z
  .array(check)
  .refine((list) => isUnique(list.map(({ kind }) => kind)), "each kind at most once in a box");
const box = exactly({ name: z.string().min(1), ends: time, checks });
const boxes = z
  .array(box)
  .min(1)
  .refine((list) => isUnique(list.map(({ name }) => name)), "each box needs a name of its own")
  .refine((list) => isRising(list.map(({ ends }) => ends)), "each box must end after the one before it");
const phaseEnds = exactly({ stabilization: time, investigation: time, resolution: time }).refine(
  ({ stabilization, investigation, resolution }) => isRising([stabilization, investigation, resolution]),
  "each phase must end after the one before it",
);

export const playbookSchema = exactly({
  severity: exactly({
    response: exactly({ P0: time, P1: time, P2: time, P3: time }),
    pageAtOnce: severities,
    repeatEscalation: time,
    consistentAfter: count,
    slowFactor: sourced(z.number().gt(1)),
  }),
  metrics: exactly({
    responseTime: exactly({ alert: time, critical: time, every: time }).refine(
      ({ alert, critical }) => alert <= critical,
      "critical must not be below alert",
    ),
    errorRate: exactly({ alert: share, critical: share, every: time, smallestCount: count }).refine(
      ({ alert, critical }) => alert <= critical,
      "critical must not be below alert",
    ),
    availability: exactly({ alert: share, critical: share, every: time }).refine(
      ({ alert, critical }) => alert >= critical,
      "critical must not be above alert",
    ),
  }),
  phases: exactly({
    boxes,
    checkGrace: time,
    ends: phaseEnds,
  }),
  updates: exactly({
    every: time,
    missedAfter: time,
    teamFormat: sourced(z.string().includes("{status}").includes("{description}")),
    tellUsersAt: severities,
    usersInvestigating: sourced(z.string().min(1)),
    usersResolved: sourced(z.string().min(1)),
  }),
  approvals: exactly({ expireAfter: time }),
  remedies: exactly({ planningFor: time, startedFor: time }),
  lease: exactly({ length: time }),
  recovery: exactly({
    watch: time,
    lookEvery: time,
    giveUpAfter: time,
    longestGap: time,
    unseenFor: time,
    reopenWithin: time,
  }).refine(({ lookEvery, longestGap }) => lookEvery < longestGap, "longestGap must be longer than lookEvery"),
  review: exactly({ dueAfter: time, actionDueAfter: time, longWait: time }),
  detection: exactly({
    scenarioEvery: time,
    failuresToSignal: count,
    errorsToSignal: count,
    retryAfter: time,
    logsEvery: time,
    baseline: time,
  }),
  masks: masksSchema,
  patterns: patternsSchema,
});

export type PlaybookFile = z.output<typeof playbookSchema>;
