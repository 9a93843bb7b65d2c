/** What show-incident tells of an incident and its clock. Objects may hold more than is described here. */

import { z } from "zod";
import { PHASES, STATUSES } from "../domain/phase.ts";
import type { Remedy } from "../domain/remedy.ts";
import { SEVERITIES } from "../domain/severity.ts";

const instant = z.int().describe("Milliseconds since 1970, UTC");
const actor = z.looseObject({
  kind: z.enum(["human", "agent", "system"]),
  name: z.string(),
  principal: z.string().describe("Who answers for it"),
});

const signal = z.looseObject({ kind: z.string(), key: z.string(), at: instant, summary: z.string() });

const severity = z.looseObject({
  value: z.enum(SEVERITIES),
  since: instant,
  reasons: z.array(z.string()).describe("The decisive one first"),
  overriddenBy: actor.optional().describe("Who set it by hand"),
});

const evidence = z.looseObject({
  id: z.string(),
  source: z.string(),
  query: z.string().describe("What was asked, in words"),
  collectedAt: instant,
  summary: z.string(),
  samples: z.array(z.string()).describe("Digests of texts that show-text gives"),
});

const check = z.looseObject({
  state: z.enum(["running", "ended"]),
  request: z.looseObject({ id: z.string(), kind: z.string() }),
  round: z.int(),
  since: instant,
  endedAt: instant.optional(),
  result: z
    .looseObject({
      outcome: z.enum(["found", "clear", "could-not-look", "needs-approval"]),
      summary: z.string().optional(),
      why: z.string().optional().describe("Why it could not look"),
      evidence: z.array(evidence).optional(),
    })
    .optional()
    .describe("Once it has ended"),
});

const answer = z.looseObject({
  known: z.boolean(),
  says: z.string().optional().describe("Where it is known"),
  evidence: z.array(z.string()).optional().describe("Ids of evidence"),
  why: z.string().optional().describe("Why it is not known"),
});

const cause = z.looseObject({ kind: z.enum(["commit", "deploy", "variable", "no-change"]), id: z.string() });
const argument = z.looseObject({ says: z.string(), evidence: z.array(z.string()) });

const hypothesis = z.looseObject({
  rank: z.int(),
  cause,
  status: z.enum(["supported", "refuted", "unresolved"]),
  summary: z.string(),
  for: z.array(argument),
  against: z.array(argument),
  refuteBy: z.string().describe("The cheapest probe that would refute it"),
});

const verdict = z.looseObject({
  status: z.enum(["confirmed", "likely", "inconclusive"]),
  cause,
  component: z.string(),
  origin: z.string(),
  summary: z.string(),
  evidence: z.array(z.string()),
  missing: z.array(z.string()).describe("What could not be seen"),
});

const diagnosis = z.looseObject({
  findings: z.looseObject({ startedAt: answer, errorPattern: answer, affected: answer, changed: answer }),
  hypotheses: z.array(hypothesis),
  verdict,
});

/** A state that is added to the domain must be added here, or this does not compile. */
const REMEDY_STATES: Readonly<Record<Remedy["state"], true>> = {
  proposed: true,
  rejected: true,
  approved: true,
  expired: true,
  started: true,
  succeeded: true,
  failed: true,
  uncertain: true,
  undone: true,
};

const remedy = z.looseObject({
  state: z.enum(Object.keys(REMEDY_STATES)),
  plan: z.looseObject({
    id: z.string(),
    action: z.looseObject({ kind: z.string() }),
    summary: z.string(),
    because: z.string(),
    evidence: z.array(z.string()),
    dryRun: z.array(z.string()),
    effect: z.string(),
    undo: z.string(),
    digest: z.string().describe("What an approval is for"),
  }),
  proposedBy: actor,
  proposedAt: instant,
});

const recovery = z.looseObject({
  state: z.enum(["waiting", "watching", "proven", "failed"]),
  because: z.string(),
  startedAt: instant,
  lastLook: z
    .looseObject({ at: instant, outcome: z.enum(["good", "bad", "could-not-look"]), says: z.array(z.string()) })
    .optional(),
});

const update = z.looseObject({
  id: z.string(),
  audience: z.enum(["team", "users"]),
  status: z.enum(STATUSES),
  text: z.string(),
  requestedAt: instant,
  posted: z.looseObject({ at: instant, channel: z.string() }).optional(),
  notTold: z.string().optional().describe("Why it could not be told so far"),
});

export const incidentSchema = z.looseObject({
  id: z.string(),
  botId: z.string(),
  sequence: z.int().describe("Number of the last event on the timeline"),
  drill: z.boolean(),
  openedAt: instant,
  resolvedAt: instant.optional(),
  closedAt: instant.optional(),
  severity,
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  signals: z.array(signal),
  acknowledged: z.looseObject({ by: actor, at: instant }).optional(),
  lease: z.looseObject({ holder: actor, until: instant, plan: z.string().optional() }).optional(),
  rounds: z.int().describe("Rounds of checks so far"),
  checks: z.array(check),
  diagnosis: z.looseObject({ round: z.int(), diagnosis }).optional(),
  remedies: z.array(remedy),
  recovery: recovery.optional(),
  updates: z.array(update),
  reviewBody: z.string().optional().describe("Digest of the review, which show-review gives"),
});

const deadline = z.looseObject({ at: instant, minutesLeft: z.int().describe("Below 0 it is over") });

export const clockSchema = z.looseObject({
  phase: z.enum(PHASES),
  since: instant,
  ends: deadline,
  box: z.looseObject({ name: z.string(), ends: deadline }).optional(),
  toGoOn: z.array(z.looseObject({ says: z.string(), isMet: z.boolean() })).describe("What must be true to go on"),
  otherwise: z.string().describe("What happens when the time is over and it is not"),
  response: z.looseObject({ state: z.enum(["acknowledged", "waiting", "over"]) }),
  nextUpdate: deadline.optional(),
  due: z.array(deadline.extend({ what: z.string() })).describe("What falls due if nothing else happens"),
});
