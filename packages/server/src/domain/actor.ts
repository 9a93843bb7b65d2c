/** Who did something: every event names one. */

export interface Actor {
  readonly kind: "human" | "agent" | "system";
  /** The name shown on the timeline, such as `ana` or `night-agent`. */
  readonly name: string;
  /** Who answers for the actor: an agent's principal is its owner, so the two count as one. */
  readonly principal: string;
}

/** Allclear itself. */
export const SYSTEM: Actor = { kind: "system", name: "allclear", principal: "allclear" };

export function samePrincipal(one: Actor, other: Actor): boolean {
  return one.principal === other.principal;
}
