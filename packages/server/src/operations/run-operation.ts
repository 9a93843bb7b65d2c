/** The one way to run an operation, whichever face it came through. */

import type { z } from "zod";
import { allows } from "../domain/authority.ts";
import { canonicalJson } from "../domain/chain.ts";
import { describe } from "../domain/describe.ts";
import type { Incident } from "../domain/incident.ts";
import { nextActions } from "../domain/next-actions.ts";
import type { Subject } from "../ports/incident-store.ts";
import { type Awaited, awaitEvent } from "./await-event.ts";
import { type Change, type Changed, changeIncident } from "./change-incident.ts";
import type { CommandAnswer } from "./command-answer.ts";
import type { BotCommand, Caller, Command, Operation, OperationContext } from "./define-operation.ts";
import { OperationError } from "./operation-error.ts";
import { toBody } from "./storable-text.ts";

export interface OperationRequest {
  readonly operation: Operation;
  /** Not yet parsed. */
  readonly input: unknown;
  readonly caller: Caller;
  /** The second call of a caller with the same key and input gets the first one's answer; another input is refused. */
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
  const issues = parsed.error.issues.map((issue) => describeIssue(operation, issue));
  throw new OperationError("invalid-input", `${operation.name}: ${issues.join("; ")}`);
}

/** A key that is not known is most often a spelling mistake, so the answer names those that are. */
function describeIssue(operation: Operation, issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  if (issue.code !== "unrecognized_keys" || issue.path.length > 0) return `${at}${issue.message}`;
  const known = Object.keys(operation.input.shape);
  return `${issue.keys.join(", ")} is not known; it takes ${known.length === 0 ? "no input" : known.join(", ")}`;
}

async function runCommand(command: Command, request: Parsed, context: OperationContext): Promise<CommandAnswer> {
  const incidentId = String(request.input.incidentId);
  const bodies = await toBodies(command, request, context);
  const digests = Object.fromEntries(bodies.map(({ name, body }) => [name, body.digest]));
  return runChange(request, context, {
    subject: { kind: "incident", incidentId },
    bodies: bodies.map(({ body }) => body),
    decide: (incident, moment) => ({
      decision: command.decide(existing(incident), request.input, { ...moment, digests }),
    }),
  });
}

async function toBodies(command: Command, { input }: Parsed, context: OperationContext) {
  const drafted = await draft(command, input, context);
  const texts = Object.entries({ ...command.texts?.(input), ...drafted });
  return texts.map(([name, text]) => ({ name, body: toBody(text, context) }));
}

async function draft({ draft: write }: Command, input: Parsed["input"], { incidents, rules }: OperationContext) {
  if (write === undefined) return {};
  const timeline = await incidents.readTimeline(String(input.incidentId));
  // There is nothing to write about; what follows says that there is no such incident.
  return timeline.length === 0 ? {} : write(input, timeline, rules);
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
  change: Omit<Change, "actor" | "receiptKey" | "inputDigest">,
): Promise<CommandAnswer> {
  const { operation, caller, receiptKey } = request;
  const changed = await changeIncident(
    {
      ...change,
      actor: caller.actor,
      ...(receiptKey === undefined
        ? {}
        : {
            receiptKey: toReceiptKey(request, change.subject, receiptKey),
            inputDigest: context.hash(canonicalJson(request.input)),
          }),
    },
    context,
  );
  if (!changed.ok) throw refusal(changed);
  const settledBy = operation.kind === "command" ? operation.settledBy : undefined;
  const awaited = await awaitEvent({ changed, settledBy: settledBy ?? [] }, context);
  return toAnswer({ changed, caller, awaited }, context);
}

/**
 * The same key for another incident, or of another caller, is another command: who counts their keys must not miss one,
 * and an agent counts apart from its owner.
 */
function toReceiptKey({ operation, caller }: Parsed, subject: Subject, key: string): string {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new OperationError("invalid-input", "An idempotency key is 1 to 200 printable characters without spaces.");
  }
  const about = subject.kind === "incident" ? subject.incidentId : subject.botId;
  const { principal, name } = caller.actor;
  return [principal, name, operation.name, about, key].join(":");
}

function refusal(changed: Extract<Changed, { ok: false }>): OperationError {
  if (changed.why === "not-found") return new OperationError("not-found", changed.says);
  if (changed.why === "key-used") return new OperationError("refused", changed.says);
  return new OperationError("refused", changed.says, changed.why);
}

interface Answering {
  readonly changed: Extract<Changed, { ok: true }>;
  readonly caller: Caller;
  readonly awaited: Awaited;
}

async function toAnswer({ changed, caller, awaited }: Answering, context: OperationContext): Promise<CommandAnswer> {
  const incident = existing(await context.incidents.find(changed.incidentId));
  const before = changed.sequence - changed.events.length;
  const timeline = await context.incidents.readTimeline(changed.incidentId, before);
  const caused = timeline.filter(({ sequence }) => sequence <= awaited.sequence);
  const moment = { now: context.now(), actor: caller.actor, rules: context.rules };
  return {
    incidentId: incident.id,
    sequence: incident.sequence,
    severity: incident.severity.value,
    status: incident.status,
    phase: incident.phase,
    happened: caused.map(({ event }) => describe(event)),
    ...(awaited.pending === undefined ? {} : { pending: awaited.pending }),
    nextActions: [...nextActions(incident, moment)],
  };
}

function existing(incident: Incident | undefined): Incident {
  if (incident === undefined) throw new Error("an incident that was just decided on is not there");
  return incident;
}
