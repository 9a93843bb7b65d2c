/** The one way to run an operation, whichever face it came through. */

import type { z } from "zod";
import { allows } from "../domain/authority.ts";
import { describe } from "../domain/describe.ts";
import type { Incident } from "../domain/incident.ts";
import { nextActions } from "../domain/next-actions.ts";
import { awaitEvent } from "./await-event.ts";
import { type Change, type Changed, changeIncident } from "./change-incident.ts";
import type { CommandAnswer } from "./command-answer.ts";
import type { BotCommand, Caller, Command, Operation, OperationContext } from "./define-operation.ts";
import { OperationError } from "./operation-error.ts";

export interface OperationRequest {
  readonly operation: Operation;
  /** Not yet parsed. */
  readonly input: unknown;
  readonly caller: Caller;
  /** The second call of a principal with the same key gets the first one's answer. */
  readonly receiptKey?: string;
}

/** Answers what the operation's kind answers; throws `OperationError`, or `PortError` when a store is away. */
export async function runOperation(request: OperationRequest, context: OperationContext): Promise<unknown> {
  const { operation, caller } = request;
  if (!allows(caller.role, operation.authority)) {
    const message = `${operation.name} needs the authority to ${operation.authority}; ${caller.actor.name} is a ${caller.role}.`;
    throw new OperationError("forbidden", message);
  }
  const input = parse(operation, request.input);
  switch (operation.kind) {
    case "query":
      return operation.run(input, context, caller);
    case "command":
      return runCommand(operation, { ...request, input }, context);
    case "bot-command":
      return runBotCommand(operation, { ...request, input }, context);
  }
}

type Parsed = OperationRequest & { readonly input: Readonly<Record<string, unknown>> };

function parse(operation: Operation, input: unknown): Readonly<Record<string, unknown>> {
  const parsed = operation.input.strict().safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new OperationError("invalid-input", `${operation.name}: ${parsed.error.issues.map(describeIssue).join("; ")}`);
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}

async function runCommand(command: Command, request: Parsed, context: OperationContext): Promise<CommandAnswer> {
  const incidentId = String(request.input.incidentId);
  const bodies = await toBodies(command, request, context);
  const digests = Object.fromEntries(bodies.map(({ name, digest }) => [name, digest]));
  return runChange(request, context, {
    subject: { kind: "incident", incidentId },
    bodies,
    decide: (incident, moment) => ({
      decision: command.decide(existing(incident), request.input, { ...moment, digests }),
    }),
  });
}

async function toBodies(command: Command, { input }: Parsed, { incidents, redact, hash }: OperationContext) {
  const drafted = command.draft?.(input, await incidents.readTimeline(String(input.incidentId)));
  return Object.entries({ ...command.texts?.(input), ...drafted }).map(([name, text]) => {
    const redacted = redact(text);
    return { name, text: redacted, digest: hash(redacted) };
  });
}

async function runBotCommand(command: BotCommand, request: Parsed, context: OperationContext): Promise<CommandAnswer> {
  const botId = String(request.input.botId);
  const bot = context.bots.find((known) => known.id === botId);
  if (bot === undefined) {
    const known = context.bots.map(({ id }) => id).join(", ");
    throw new OperationError("not-found", `There is no bot ${botId}; the bots are: ${known}.`);
  }
  const decide = await command.prepare(request.input, context, bot);
  return runChange(request, context, { subject: { kind: "bot", botId }, decide });
}

async function runChange(
  request: Parsed,
  context: OperationContext,
  change: Omit<Change, "actor" | "receiptKey">,
): Promise<CommandAnswer> {
  const { operation, caller, receiptKey } = request;
  const changed = await changeIncident(
    {
      ...change,
      actor: caller.actor,
      ...(receiptKey === undefined ? {} : { receiptKey: `${caller.actor.principal}:${operation.name}:${receiptKey}` }),
    },
    context,
  );
  if (!changed.ok) throw refusal(changed);
  const settledBy = operation.kind === "command" ? operation.settledBy : undefined;
  const pending = await awaitEvent({ changed, settledBy: settledBy ?? [], incidents: context.incidents });
  return toAnswer({ changed, caller, pending }, context);
}

function refusal(changed: Extract<Changed, { ok: false }>): OperationError {
  if (changed.why === "not-found") return new OperationError("not-found", changed.says);
  return new OperationError("refused", changed.says, changed.why);
}

interface Answering {
  readonly changed: Extract<Changed, { ok: true }>;
  readonly caller: Caller;
  readonly pending: string | undefined;
}

async function toAnswer({ changed, caller, pending }: Answering, context: OperationContext): Promise<CommandAnswer> {
  const incident = existing(await context.incidents.find(changed.incidentId));
  const timeline = await context.incidents.readTimeline(changed.incidentId, changed.sequence - changed.events.length);
  const moment = { now: context.now(), actor: caller.actor, rules: context.rules };
  return {
    incidentId: incident.id,
    sequence: incident.sequence,
    severity: incident.severity.value,
    status: incident.status,
    phase: incident.phase,
    happened: timeline.map(({ event }) => describe(event)),
    ...(pending === undefined ? {} : { pending }),
    nextActions: [...nextActions(incident, moment)],
  };
}

function existing(incident: Incident | undefined): Incident {
  if (incident === undefined) throw new Error("an incident that was just decided on is not there");
  return incident;
}
