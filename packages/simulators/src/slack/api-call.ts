import type { Grant, SimulatedApp, SimulatedChannel, TokenKind, Workspace } from "./workspace.ts";

export interface Refusal {
  readonly ok: false;
  readonly error: string;
  readonly [field: string]: unknown;
}

export interface Success {
  readonly ok: true;
  readonly [field: string]: unknown;
}

export type ApiReply = Success | Refusal;

/** The services of the simulator that methods need besides the workspace itself. */
export interface ApiServices {
  readonly workspace: Workspace;
  /** Address of the simulator, without a slash at its end. */
  readonly url: () => string;
  /** A WebSocket address for one connection of this app. */
  readonly issueSocketUrl: (app: SimulatedApp) => string;
  /** Takes a trigger: who may open a view by it, or the error. */
  readonly takeTrigger: (triggerId: string, app: SimulatedApp) => { userId: string } | { error: string };
}

/** A call whose token is good for its method. */
export interface ApiCall {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly grant: Grant;
  readonly app: SimulatedApp;
  readonly services: ApiServices;
}

export interface ApiMethod {
  readonly scope?: string;
  readonly tokens: readonly TokenKind[];
  /** Rate tier: calls a minute for one app (docs.slack.dev/apis/web-api/rate-limits). `per-channel`: about one a second. */
  readonly rate: 1 | 20 | 50 | 100 | "per-channel" | "unlimited";
  readonly answer: (call: ApiCall) => ApiReply;
}

export function refuse(error: string, fields: Readonly<Record<string, unknown>> = {}): Refusal {
  return { ok: false, error, ...fields };
}

export function refuseArguments(...messages: readonly string[]): Refusal {
  return refuse("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function isRefusal(value: object): value is Refusal {
  return "ok" in value && value.ok === false;
}

/** An argument as text; absent and empty are the same to Slack. */
export function textArgument(call: ApiCall, name: string): string | undefined {
  const value = call.arguments[name];
  if (value === undefined || value === null || value === "") {
    return undefined;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function booleanArgument(call: ApiCall, name: string): boolean {
  return ["true", "1"].includes(String(call.arguments[name]));
}

/** An argument that is a JSON value, or text that holds one; `unreadable` when the text is not JSON. */
export function jsonArgument(
  call: Pick<ApiCall, "arguments">,
  name: string,
): { value: unknown } | "absent" | "unreadable" {
  const raw = call.arguments[name];
  if (raw === undefined || raw === null || raw === "") {
    return "absent";
  }
  if (typeof raw !== "string") {
    return { value: raw };
  }
  try {
    return { value: JSON.parse(raw) };
  } catch {
    return "unreadable";
  }
}

export function requireScope(grant: Grant, scope: string): Refusal | undefined {
  return grant.scopes.includes(scope)
    ? undefined
    : refuse("missing_scope", { needed: scope, provided: grant.scopes.join(",") });
}

export function actorOf(call: ApiCall): string {
  return call.grant.userId ?? "";
}

/** The channel that the call names, as far as the caller may `see` it, `read` it or `write` into it. */
export function channelOf(call: ApiCall, purpose: "see" | "read" | "write"): SimulatedChannel | Refusal {
  const name = textArgument(call, "channel");
  if (name === undefined) {
    return refuseArguments("missing required field: channel");
  }
  const channel = findChannel(call, name, purpose === "write");
  const isMember = channel?.members.has(actorOf(call)) ?? false;
  if (channel === undefined || (channel.isPrivate && !isMember)) {
    return refuse("channel_not_found");
  }
  if (purpose === "write" && channel.isArchived) {
    return refuse("is_archived");
  }
  return isMember || mayStayOutside(call, purpose) ? channel : refuse("not_in_channel");
}

function mayStayOutside(call: ApiCall, purpose: "see" | "read" | "write"): boolean {
  switch (purpose) {
    case "see":
      return true;
    case "read":
      return call.grant.kind === "user";
    case "write":
      return call.grant.scopes.includes("chat:write.public");
  }
}

function findChannel(call: ApiCall, name: string, byName: boolean): SimulatedChannel | undefined {
  const { channels } = call.services.workspace;
  const plain = name.replace(/^#/, "");
  return channels.get(name) ?? (byName ? [...channels.values()].find((channel) => channel.name === plain) : undefined);
}
