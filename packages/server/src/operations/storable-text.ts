import type { Hash } from "../domain/chain.ts";
import type { Redact } from "../domain/redact.ts";
import type { Body } from "../ports/incident-store.ts";

/** A store keeps neither NUL nor half of a surrogate pair; what is hashed is what is kept, so they go before. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\uFFFD");
}

interface Keeping {
  readonly redact: Redact;
  readonly hash: Hash;
}

/** A text that an event refers to by its digest, as it will be kept: without secrets, and storable. */
export function toBody(text: string, { redact, hash }: Keeping): Body {
  const kept = toStorable(redact(text));
  return { digest: hash(kept), text: kept };
}
