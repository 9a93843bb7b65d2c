/** The timeline as a hash chain: a changed past event breaks it, an erased body does not. */

import type { RecordedEvent } from "./events.ts";
import type { Digest } from "./evidence.ts";

/** SHA-256 of a text, in lower-case hex. */
export type Hash = (text: string) => Digest;

export type ChainedEvent = RecordedEvent & { readonly previousHash: Digest; readonly hash: Digest };

/** What stands before the first event. */
export const CHAIN_START: Digest = "0".repeat(64);

export function chain(recorded: RecordedEvent, previousHash: Digest, hash: Hash): ChainedEvent {
  return { ...recorded, previousHash, hash: hash(content(recorded, previousHash)) };
}

export type ChainCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly sequence: number; readonly why: "gap" | "wrong-link" | "changed" };

/** Names the first event that does not fit. */
export function verifyChain(timeline: readonly ChainedEvent[], hash: Hash): ChainCheck {
  let previousHash = CHAIN_START;
  for (const [index, event] of timeline.entries()) {
    if (event.sequence !== index + 1) return { ok: false, sequence: index + 1, why: "gap" };
    if (event.previousHash !== previousHash) return { ok: false, sequence: event.sequence, why: "wrong-link" };
    if (hash(content(event, previousHash)) !== event.hash)
      return { ok: false, sequence: event.sequence, why: "changed" };
    previousHash = event.hash;
  }
  return { ok: true };
}

function content({ incidentId, sequence, at, actor, event }: RecordedEvent, previousHash: Digest): string {
  return canonicalJson({ incidentId, sequence, at, actor, event, previousHash });
}

/** JSON with sorted keys, so that a store may keep objects in any order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}
