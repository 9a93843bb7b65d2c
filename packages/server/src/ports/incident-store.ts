/** Where incidents stand: their timelines, projections and bodies, written together with the jobs that follow. */

import type { ChainedEvent } from "../domain/chain.ts";
import type { Digest } from "../domain/evidence.ts";
import type { Incident } from "../domain/incident.ts";
import type { Instant } from "../domain/instant.ts";
import type { Severity } from "../domain/severity.ts";
import type { JobRequest } from "./job-queue.ts";

/** One incident, or the newest one of a bot, of which at most one is active. */
export type Subject =
  | { readonly kind: "incident"; readonly incidentId: string }
  | { readonly kind: "bot"; readonly botId: string };

export interface Current {
  readonly incident: Incident | undefined;
  /** Of the last event, or the chain's start. */
  readonly lastHash: Digest;
  /** Of the last event; the time of a timeline never goes back, whichever replica's clock writes it. */
  readonly lastAt?: Instant;
}

/** All of it is written in one transaction, or nothing; so it is when the events do not follow on those that are stored. */
export interface Append {
  /** As it is after the events. */
  readonly incident: Incident;
  readonly events: readonly ChainedEvent[];
  readonly bodies: readonly Body[];
  /** Texts that are gone for ever after it; their events and the chain stay as they are. */
  readonly erasures: readonly { readonly body: Digest; readonly reason: string }[];
  readonly jobs: readonly JobRequest[];
}

/**
 * A long or delicate text; the event holds only its digest. A text that was erased stays erased, also when the same
 * text is added again, by whatever event: a secret does not come back because somebody pastes it once more. Nobody is
 * told then; whoever reads the body reads that it was erased, when and why.
 */
export interface Body {
  readonly digest: Digest;
  readonly text: string;
}

export type StoredBody =
  | { readonly digest: Digest; readonly text: string }
  | { readonly digest: Digest; readonly erased: { readonly at: Instant; readonly reason: string } };

export interface IncidentFilter {
  readonly botId?: string;
  readonly state?: "active" | "resolved";
  /** 1 to 200. */
  readonly limit: number;
}

export interface IncidentRow {
  readonly id: string;
  readonly botId: string;
  readonly severity: Severity;
  readonly incident: Incident;
}

/** How a transaction ends: something to write, with the answer to remember under the receipt's key, or only an answer. */
export interface Outcome<Result> {
  readonly append?: Append;
  readonly result: Result;
}

export interface Transaction<Result> {
  readonly subject: Subject;
  /** The second call with a key gets the first one's result, and decides nothing. */
  readonly receiptKey?: string;
  /** Pure; it may be called again when another writer was faster. */
  readonly decide: (current: Current) => Outcome<Result>;
}

/** Throws `PortError` when the database cannot be reached. */
export interface IncidentStore {
  /** Serialised for each subject: two writers never decide on the same state. */
  transact<Result>(transaction: Transaction<Result>): Promise<Result>;
  find(incidentId: string): Promise<Incident | undefined>;
  /** Newest first. */
  list(filter: IncidentFilter): Promise<readonly IncidentRow[]>;
  /** Oldest first, those after a sequence number. */
  readTimeline(incidentId: string, afterSequence?: number): Promise<readonly ChainedEvent[]>;
  /** In the order asked for; a digest never stored is left out. */
  readBodies(digests: readonly Digest[]): Promise<readonly StoredBody[]>;
  /** Incidents that are not closed, by id, in pages: for the sweep that re-arms timers. */
  listOpen(afterId: string | undefined, limit: number): Promise<readonly Incident[]>;
  /** Those that were written before; a call with the key of one decides anew. */
  forgetReceipts(before: Instant): Promise<void>;
}
