/** The one way to make an operation: parsing, authority, transaction, audit and idempotency come with the kind. */

import type { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import type { Authority, Role } from "../domain/authority.ts";
import type { Bot } from "../domain/bot.ts";
import type { Decision, Moment } from "../domain/decision.ts";
import type { EventType, RecordedEvent } from "../domain/events.ts";
import type { Incident } from "../domain/incident.ts";
import type { Milliseconds } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import type { WatchStore } from "../ports/watch-store.ts";
import type { ChangeContext, ChangeDecision } from "./change-incident.ts";

/** Agents get few, task-shaped tools; each operation names the one it belongs to, or why agents do not get it. */
export type AgentTool =
  | { readonly tool: "look" | "open" | "claim" | "record" | "investigate" | "remedy" | "tell" | "finish" }
  | { readonly none: string };

/** Who calls, and what they may. */
export interface Caller {
  readonly actor: Actor;
  readonly role: Role;
}

/** What operations work with. */
export interface OperationContext extends ChangeContext {
  readonly watch: WatchStore;
  readonly bots: readonly Bot[];
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (time: Milliseconds, signal?: AbortSignal) => Promise<void>;
}

interface Described<Input extends z.ZodObject> {
  /** Verb and noun in kebab-case: `approve-remedy`. */
  readonly name: string;
  readonly summary: string;
  readonly authority: Authority;
  readonly agents: AgentTool;
  readonly input: Input;
}

/** Changes one incident. `incidentId` is part of the input. */
export interface Command<Input extends z.ZodObject = z.ZodObject> extends Described<Input> {
  readonly kind: "command";
  readonly decide: (incident: Incident, input: z.output<Input>, moment: CommandMoment) => Decision;
  /** Long or delicate texts of the input, kept as bodies; `decide` finds their digests in its moment. */
  readonly texts?: (input: z.output<Input>) => Readonly<Record<string, string>>;
  /** Texts drafted from the incident's timeline, kept as bodies likewise. */
  readonly draft?: (
    input: z.output<Input>,
    timeline: readonly RecordedEvent[],
    rules: Rules,
  ) => Readonly<Record<string, string>>;
  /** The command starts something that ends by one of these events; the answer waits for it, up to 10 s. */
  readonly settledBy?: readonly EventType[];
}

export interface CommandMoment extends Moment {
  /** Digest of each of the command's texts, by the same names. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Opens an incident of a bot, or adds to the one that is open. `botId` is part of the input. */
export interface BotCommand<Input extends z.ZodObject = z.ZodObject> extends Described<Input> {
  readonly kind: "bot-command";
  readonly prepare: (input: z.output<Input>, context: OperationContext, bot: Bot) => Promise<BotDecider>;
}

/** Pure; gets the bot's newest incident, if it ever had one. */
export type BotDecider = (newest: Incident | undefined, moment: Moment) => ChangeDecision;

export interface Query<Input extends z.ZodObject = z.ZodObject> extends Described<Input> {
  readonly kind: "query";
  /** What it answers; the API's document and the MCP server show it. */
  readonly output: z.ZodType;
  readonly run: (input: z.output<Input>, context: OperationContext, caller: Caller) => Promise<unknown>;
}

export type Operation = Command | BotCommand | Query;

/** Keeps the input's type for the functions of the definition, and forgets it for the catalogue. */
export function defineOperation<Input extends z.ZodObject>(
  definition: Command<Input> | BotCommand<Input> | Query<Input>,
): Operation {
  // Inputs are parsed by `definition.input` before any function of the definition sees them.
  return definition as unknown as Operation;
}
