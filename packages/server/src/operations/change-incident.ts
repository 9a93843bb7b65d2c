/** Decide purely, then write: the path that every change of an incident takes, whoever asks for it. */

import type { Actor } from "../domain/actor.ts";
import { CHAIN_START, type ChainedEvent, chain, type Hash } from "../domain/chain.ts";
import type { Decision, Moment, RefusalReason } from "../domain/decision.ts";
import { type Effect, effectsOf } from "../domain/effects.ts";
import type { IncidentEvent } from "../domain/events.ts";
import type { Incident } from "../domain/incident.ts";
import type { Instant } from "../domain/instant.ts";
import { type Redact, redactDeep } from "../domain/redact.ts";
import type { Rules } from "../domain/rules.ts";
import { advance, settle } from "../domain/settle.ts";
import { nextDueAt } from "../domain/tick.ts";
import type { Append, Body, Current, IncidentStore, Outcome, Subject } from "../ports/incident-store.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import { toStorable } from "./storable-text.ts";

/** What a change works with; nothing here reaches the outside world but the store. */
export interface ChangeContext {
  readonly incidents: IncidentStore;
  readonly rules: Rules;
  readonly now: () => Instant;
  readonly hash: Hash;
  readonly redact: Redact;
  readonly newId: () => string;
}

/** About four minutes with the engine's backoff; then somebody has to know. */
const REMEDY_TRIES = 6;

export interface Change {
  readonly subject: Subject;
  readonly actor: Actor;
  /** Long or delicate texts that the events refer to by digest, made by `toBody`. */
  readonly bodies?: readonly Body[];
  readonly receiptKey?: string;
  /** Of what is asked under the receipt's key: another request does not get this one's answer. */
  readonly inputDigest?: string;
  /** Pure; gets the incident, or the bot's newest one. */
  readonly decide: (incident: Incident | undefined, moment: Moment) => ChangeDecision;
}

export interface ChangeDecision {
  readonly decision: Decision;
  /** The events begin a new incident. */
  readonly begins?: boolean;
}

export type Changed =
  | {
      readonly ok: true;
      readonly incidentId: string;
      /** Of the last event on the timeline. */
      readonly sequence: number;
      readonly events: readonly IncidentEvent[];
    }
  | { readonly ok: false; readonly why: RefusalReason | "not-found" | "key-used"; readonly says: string };

/** What stands under a receipt's key; receipts of before this was kept have no digest. */
type Remembered = Changed & { readonly inputDigest?: string };

const KEY_USED: Changed = {
  ok: false,
  why: "key-used",
  says: "This Idempotency-Key was used for another request; nothing was done. Give each request a key of its own.",
};

export async function changeIncident(change: Change, context: ChangeContext): Promise<Changed> {
  const { receiptKey, inputDigest } = change;
  const { inputDigest: known, ...changed } = await context.incidents.transact<Remembered>({
    subject: change.subject,
    ...(receiptKey === undefined ? {} : { receiptKey }),
    decide: (current) => {
      const { result, ...written } = toOutcome(change, current, context);
      return { ...written, result: inputDigest === undefined ? result : { ...result, inputDigest } };
    },
  });
  return known === undefined || known === inputDigest ? changed : KEY_USED;
}

function toOutcome(change: Change, { incident, lastHash, lastAt }: Current, context: ChangeContext): Outcome<Changed> {
  // Replicas' clocks differ, and any clock may be set back; what follows on an event is not earlier than it.
  const now = Math.max(context.now(), lastAt ?? 0);
  const moment: Moment = { now, actor: change.actor, rules: context.rules };
  if (incident === undefined && change.subject.kind === "incident") {
    const says = `There is no incident ${change.subject.incidentId}.`;
    return { result: { ok: false, why: "not-found", says } };
  }
  const { decision, begins = false } = change.decide(incident, moment);
  if (!decision.ok) return { result: { ok: false, why: decision.why, says: decision.says } };
  const before =
    begins || incident === undefined
      ? { incidentId: context.newId(), incident: undefined, lastHash: CHAIN_START }
      : { incidentId: incident.id, incident, lastHash };
  const append = toAppend({ before, decided: decision.events, bodies: change.bodies ?? [], moment }, context);
  const sequence = append?.incident.sequence ?? incident?.sequence ?? 0;
  const events = append?.events.map(({ event }) => event) ?? [];
  const result = { ok: true, incidentId: before.incidentId, sequence, events } as const;
  return append === undefined ? { result } : { append, result };
}

interface Decided {
  readonly before: { readonly incidentId: string; readonly incident: Incident | undefined; readonly lastHash: string };
  readonly decided: readonly IncidentEvent[];
  readonly bodies: readonly Body[];
  readonly moment: Moment;
}

function toAppend({ before, decided, bodies, moment }: Decided, context: ChangeContext): Append | undefined {
  const clean = (text: string) => toStorable(context.redact(text));
  // Before anything is drafted from it: a secret that a draft cuts in half would no longer be recognised.
  const cleaned = decided.map((event) => redactDeep(event, clean));
  const settled = settle(before, cleaned, moment);
  const jobs: JobRequest[] = [];
  let { incident } = before;
  for (const event of settled) {
    incident = advance({ incidentId: before.incidentId, incident }, [event], moment);
    if (incident === undefined) return undefined;
    const queue = tellingQueueOf(incident.botId, context.hash);
    const effects = effectsOf({ event, at: moment.now, incident }, context.rules);
    jobs.push(...effects.map((effect) => toJob(before.incidentId, effect, queue)));
  }
  if (incident === undefined || settled.length === 0) return undefined;
  const events = toChain(settled, { before, moment, hash: context.hash });
  const erasures = settled.flatMap((event) => (event.type === "body-erased" ? [event] : []));
  return { incident, events, bodies, erasures, jobs: [...jobs, ...timerOf(incident, context.rules)] };
}

interface Link {
  readonly before: Decided["before"];
  readonly moment: Moment;
  readonly hash: Hash;
}

function toChain(events: readonly IncidentEvent[], { before, moment, hash }: Link): readonly ChainedEvent[] {
  let previousHash = before.lastHash;
  let sequence = before.incident?.sequence ?? 0;
  return events.map((event) => {
    sequence += 1;
    const recorded = { incidentId: before.incidentId, sequence, at: moment.now, actor: moment.actor, event };
    const chained = chain(recorded, previousHash, hash);
    previousHash = chained.hash;
    return chained;
  });
}

/** One durable timer for each incident; setting it again moves it. */
export function timerOf(incident: Incident, rules: Rules): readonly JobRequest[] {
  const runAt = nextDueAt(incident, rules);
  return runAt === undefined ? [] : [tickJob(incident.id, runAt)];
}

function tickJob(incidentId: string, runAt: Instant): JobRequest {
  return { task: "tick", payload: { incidentId, dueAt: runAt }, key: `tick:${incidentId}`, runAt };
}

/** Each name is a row that the job engine keeps for ever, so there are few; bots that share one take turns. */
const TELLING_QUEUES = 32;

/** Those who post for one bot take turns, so that no post is made by two at once; the order is the post's own matter. */
function tellingQueueOf(botId: string, hash: Hash): string {
  return `telling:${Number.parseInt(hash(botId).slice(0, 8), 16) % TELLING_QUEUES}`;
}

function toJob(incidentId: string, effect: Effect, tellingQueue: string): JobRequest {
  switch (effect.job) {
    case "run-check":
    case "diagnose":
    case "plan-remedy":
    case "run-remedy":
    case "write-review": {
      const { job, ...rest } = effect;
      const key = [job, incidentId, ...Object.values(rest)].join(":");
      const touchesTarget = job === "plan-remedy" || job === "run-remedy";
      return { task: job, payload: { incidentId, ...rest }, key, ...(touchesTarget ? { tries: REMEDY_TRIES } : {}) };
    }
    case "verify-recovery":
      return { task: effect.job, payload: { incidentId }, key: `verify-recovery:${incidentId}`, runAt: effect.at };
    case "post-update":
    case "deliver-page": {
      const { job, ...rest } = effect;
      const key = [job, incidentId, ...Object.values(rest)].join(":");
      return { task: job, payload: { incidentId, ...rest }, key, queue: tellingQueue };
    }
  }
}
