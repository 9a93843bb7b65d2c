import type { Fault } from "../faults/read-fault.ts";
import { readFault } from "../faults/read-fault.ts";
import { type GuardOptions, sendGuarded } from "./guard-message.ts";

/** Methods that show blocks to people. */
const SENDING = [
  "chat.postMessage",
  "chat.postEphemeral",
  "chat.scheduleMessage",
  "chat.update",
  "views.open",
  "views.publish",
  "views.push",
  "views.update",
] as const;
const isSending: ReadonlySet<string> = new Set(SENDING);

type Call = (args?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** What a `WebClient` of any version has, as far as it is used here. */
export interface SlackClient {
  apiCall(method: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface ClientGuard extends GuardOptions {
  /** Hears how each call of a sending method ended: `undefined` when it went well. */
  onCall(method: string, fault: Fault | undefined): void;
}

/** The methods as they were, for answers that must not go through the code that failed. */
const untouched = new WeakMap<SlackClient, Call>();

/** Guards all that a client sends, in place and once: Bolt hands the same client to every listener. */
export function guardClient(client: SlackClient, guard: ClientGuard): void {
  if (untouched.has(client)) return;
  const call = client.apiCall.bind(client);
  untouched.set(client, (args) => call("chat.postMessage", args));
  for (const method of SENDING) replaceMethod(client, method, guard);
  client.apiCall = (method, args) =>
    isSending.has(method) ? guarded((given) => call(method, given), method, guard)(args) : call(method, args);
}

/** Posts text alone, past the guard. */
export function postPlainly(client: SlackClient, args: Readonly<Record<string, unknown>>): Promise<unknown> {
  const post = untouched.get(client) ?? ((given) => client.apiCall("chat.postMessage", given));
  return post(args);
}

/** `client.chat.postMessage` is bound to the client when that is made, so each is replaced by itself. */
function replaceMethod(client: SlackClient, method: (typeof SENDING)[number], guard: ClientGuard): void {
  const [family = "", name = ""] = method.split(".");
  const methods: unknown = Reflect.get(client, family);
  if (typeof methods !== "object" || methods === null) return;
  const call: unknown = Reflect.get(methods, name);
  if (typeof call !== "function") return;
  Reflect.set(
    methods,
    name,
    guarded((args) => call.call(methods, args), method, guard),
  );
}

function guarded(call: Call, method: string, guard: ClientGuard): Call {
  const send: Call = async (args) => {
    try {
      const reply = await call(args);
      guard.onCall(method, undefined);
      return reply;
    } catch (error) {
      guard.onCall(method, readFault(error));
      throw error;
    }
  };
  return (args) => (args === undefined ? send(args) : sendGuarded(args, { method, send }, guard));
}
