/** What must be true to go on to the next phase ("Incident Response Workflow"). */

import { type Incident, isActive } from "./incident.ts";
import type { Phase } from "./phase.ts";

interface ExitCondition {
  readonly says: string;
  readonly isMet: (incident: Incident) => boolean;
}

/** Each in words for people, and as a rule. */
export const EXIT_CONDITIONS: Readonly<Record<Phase, readonly ExitCondition[]>> = {
  stabilization: [{ says: "the bleeding has stopped: the bot works again, seen from outside", isMet: isStable }],
  investigation: [
    {
      says: "the cause is known, at least as likely",
      isMet: (incident) => !isActive(incident) || causeIsKnown(incident),
    },
  ],
  resolution: [
    { says: "the bot has worked for the whole watch after the fix", isMet: (incident) => !isActive(incident) },
  ],
  "post-incident": [{ says: "the review is written", isMet: (incident) => incident.reviewBody !== undefined }],
};

/** Why the phase may be left, or `undefined` while it may not. */
export function hasLeft(incident: Incident, phase: Phase): string | undefined {
  const conditions = EXIT_CONDITIONS[phase];
  if (!conditions.every(({ isMet }) => isMet(incident))) return undefined;
  return `${conditions.map(({ says }) => says).join(", and ")}.`;
}

export function missingFor(incident: Incident, phase: Phase): readonly string[] {
  return EXIT_CONDITIONS[phase].filter(({ isMet }) => !isMet(incident)).map(({ says }) => says);
}

function isStable(incident: Incident): boolean {
  return !isActive(incident) || incident.recovery?.state === "watching";
}

export function causeIsKnown(incident: Incident): boolean {
  const status = incident.diagnosis?.diagnosis.verdict.status;
  return status !== undefined && status !== "inconclusive";
}
