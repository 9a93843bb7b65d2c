import { createHash, randomUUID } from "node:crypto";
import type { Actor } from "../domain/actor.ts";
import { addNote } from "../domain/add-note.ts";
import type { ChainedEvent } from "../domain/chain.ts";
import type { Decision, Moment } from "../domain/decision.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { ANA, BO, NOTES_FAIL, SIGNAL, START } from "../domain/fixtures/facts.ts";
import type { Incident } from "../domain/incident.ts";
import { resolveIncident } from "../domain/prove-recovery.ts";
import { createRedact } from "../domain/redact.ts";
import { type ChangeContext, type Changed, changeIncident } from "../operations/change-incident.ts";
import { decideOnSignal } from "../operations/report-signal.ts";
import { toBody } from "../operations/storable-text.ts";
import type { Append, Body, Current, IncidentStore } from "./incident-store.ts";

export const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const BOT = { userId: "U1", channel: "C1", incidentChannel: "C2", branch: "main", scenarios: [] };

export interface Write {
  readonly actor?: Actor;
  readonly bodies?: readonly Body[];
  readonly receiptKey?: string;
}

/** Writes into a store as the server does, by a clock that the test moves. */
export interface IncidentWriter {
  now: number;
  botId: string;
  open(): Promise<string>;
  change(
    incidentId: string,
    command: (incident: Incident, moment: Moment) => Decision,
    write?: Write,
  ): Promise<Changed>;
  note(incidentId: string, text: string, receiptKey?: string): Promise<Changed>;
  /** Over, without its review. */
  end(incidentId: string): Promise<Changed>;
  /** What one more note of Bo's would write; not through the rules. */
  nextAppend(): Promise<Append>;
}

export function createIncidentWriter(store: IncidentStore): IncidentWriter {
  const context: ChangeContext = {
    incidents: store,
    rules: RULES,
    now: () => writer.now,
    hash,
    redact: createRedact([]),
    newId: randomUUID,
  };
  const change: IncidentWriter["change"] = (incidentId, command, { actor = ANA, ...write } = {}) =>
    changeIncident(
      {
        subject: { kind: "incident", incidentId },
        actor,
        ...write,
        decide: (incident, moment) => ({ decision: command(known(incident), moment) }),
      },
      context,
    );
  const writer: IncidentWriter = {
    now: START,
    botId: `bot-${randomUUID()}`,
    change,
    open: async () => {
      const signal = { ...SIGNAL, at: writer.now };
      const report = { bot: { ...BOT, id: writer.botId }, signal, impact: NOTES_FAIL, drill: false };
      const subject = { kind: "bot", botId: writer.botId } as const;
      const decide = (newest: Incident | undefined, moment: Moment) => decideOnSignal(report, newest, moment);
      const opened = await changeIncident({ subject, actor: ANA, decide }, context);
      if (!opened.ok) throw new Error(opened.says);
      return opened.incidentId;
    },
    note: (incidentId, text, receiptKey) => {
      const body = toBody(text, context);
      const write = { bodies: [body], ...(receiptKey === undefined ? {} : { receiptKey }) };
      return change(incidentId, (incident) => addNote(incident, { body: body.digest }), write);
    },
    end: (incidentId) =>
      change(incidentId, (incident, moment) =>
        resolveIncident(incident, { reason: "gone", withoutProof: true }, moment),
      ),
    nextAppend: () => nextAppend(store, writer.botId),
  };
  return writer;
}

function known(incident: Incident | undefined): Incident {
  if (incident === undefined) throw new Error("the store has lost an incident");
  return incident;
}

async function nextAppend(store: IncidentStore, botId: string): Promise<Append> {
  const current = await store.transact<Current>({
    subject: { kind: "bot", botId },
    decide: (seen) => ({ result: seen }),
  });
  const incident = known(current.incident);
  const sequence = incident.sequence + 1;
  const event: ChainedEvent = {
    incidentId: incident.id,
    sequence,
    at: START,
    actor: BO,
    event: { type: "note-added", body: hash("a note") },
    previousHash: current.lastHash,
    hash: hash(`${current.lastHash} ${sequence}`),
  };
  return { incident: { ...incident, sequence }, events: [event], bodies: [], erasures: [], jobs: [] };
}
