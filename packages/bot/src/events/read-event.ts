/** What Slack sent, as far as the package needs it. Never a text: that belongs to the users. */

export type EventKind = "event" | "command" | "action" | "view" | "shortcut" | "options" | "function";

export interface EventFacts {
  readonly kind: EventKind;
  /** `app_mention`, `/crm`, the id of an action, of a view, of a shortcut. */
  readonly name: string;
  /** The same in every delivery of one event. */
  readonly id?: string;
  readonly channel?: string;
  readonly user?: string;
  /** Where an answer belongs: the thread, else the message that would begin one. */
  readonly thread?: string;
  readonly retryNum?: number;
  readonly responseUrl?: string;
  /** Whether a person asked something of the bot and waits. */
  readonly isAwaited: boolean;
  /** Whether the bot must acknowledge it itself, within three seconds. */
  readonly needsAck: boolean;
}

type Loose = Readonly<Record<string, unknown>>;

/** What a receiver of Bolt hands over. */
export interface Delivery {
  readonly body: unknown;
  readonly retryNum?: number | undefined;
}

const nothing: Loose = {};

export function readEvent({ body, retryNum }: Delivery): EventFacts {
  const said = asLoose(body);
  const facts = readKind(said);
  return { ...facts, ...(typeof retryNum === "number" && { retryNum }) };
}

function readKind(body: Loose): EventFacts {
  if (body.event !== undefined) return readEvents(body, asLoose(body.event));
  if (typeof body.command === "string") return interaction(body, { kind: "command", name: body.command });
  const { type } = body;
  if (type === "view_submission" || type === "view_closed") return readView(body, type);
  if (type === "block_suggestion" || type === "dialog_suggestion")
    return { ...interaction(body, { kind: "options", name: nameOf(body, "action_id") }), isAwaited: false };
  if (type === "shortcut" || type === "message_action")
    return interaction(body, { kind: "shortcut", name: nameOf(body, "callback_id") });
  const action = asLoose(Array.isArray(body.actions) ? body.actions[0] : undefined);
  return interaction(body, { kind: "action", name: nameOf(action, "action_id", "name") });
}

function readEvents(body: Loose, event: Loose): EventFacts {
  const name = textOf(event.type) ?? "event";
  const isFunction = name === "function_executed";
  const isPerson = event.bot_id === undefined && event.subtype === undefined;
  const isDirect = name === "message" && event.channel_type === "im";
  return {
    kind: isFunction ? "function" : "event",
    name,
    isAwaited: isFunction || (isPerson && (name === "app_mention" || isDirect)),
    needsAck: isFunction,
    ...some({
      id: textOf(body.event_id),
      channel: textOf(event.channel),
      user: textOf(event.user),
      thread: textOf(event.thread_ts) ?? textOf(event.ts),
    }),
  };
}

function readView(body: Loose, type: string): EventFacts {
  const facts = interaction(body, { kind: "view", name: nameOf(asLoose(body.view), "callback_id") });
  return { ...facts, isAwaited: type === "view_submission" };
}

interface Named {
  readonly kind: EventKind;
  readonly name: string;
}

function interaction(body: Loose, named: Named): EventFacts {
  const message = asLoose(body.message);
  return {
    ...named,
    isAwaited: true,
    needsAck: true,
    ...some({
      id: textOf(body.trigger_id),
      channel: textOf(body.channel_id) ?? textOf(asLoose(body.channel).id),
      user: textOf(body.user_id) ?? textOf(asLoose(body.user).id),
      thread: textOf(message.thread_ts) ?? textOf(message.ts),
      responseUrl: textOf(body.response_url),
    }),
  };
}

type Some = Partial<Record<"id" | "channel" | "user" | "thread" | "responseUrl", string>>;

/** Only what is there. */
function some(
  facts: Readonly<Record<keyof Some, string | undefined>> | Readonly<Record<string, string | undefined>>,
): Some {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function nameOf(of: Loose, ...keys: readonly string[]): string {
  return keys.map((key) => textOf(of[key])).find((name) => name !== undefined) ?? "unnamed";
}

function asLoose(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : nothing;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
