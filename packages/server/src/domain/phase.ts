/** Where the playbook stands ("Incident Response Workflow"). */

export const PHASES = ["stabilization", "investigation", "resolution", "post-incident"] as const;
export type Phase = (typeof PHASES)[number];

/** What people are told ("Communication Protocol"). */
export const STATUSES = ["Investigating", "Mitigating", "Resolved"] as const;
export type Status = (typeof STATUSES)[number];

export function phaseAfter(phase: Phase): Phase | undefined {
  return PHASES[PHASES.indexOf(phase) + 1];
}
