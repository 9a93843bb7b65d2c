import type { Actor } from "./actor.ts";

/** Who acts when a person's key is used by an agent: the person answers for it, and did nothing themselves. */
export function agentOf(actor: Actor): Actor {
  if (actor.kind !== "human") return actor;
  return { kind: "agent", name: agentName(actor.name), principal: actor.principal };
}

export function agentName(person: string): string {
  return `${person}-agent`;
}
