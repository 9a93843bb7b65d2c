import type { SlackFault } from "./faults.ts";
import type { CallRecord, DeliveryRecord } from "./records.ts";
import type { SlackMessage } from "./workspace.ts";

/** How an app gets its events: over Socket Mode, or by signed HTTP requests to a URL of its own. */
export type AppDelivery = "socket" | { readonly requestUrl: string };

export interface NewApp {
  readonly name: string;
  /** Scopes of the bot token. Default: every scope the simulator knows. */
  readonly scopes?: readonly string[];
  /** Subscribed bot events. Default: `app_mention` and `message.channels`. */
  readonly events?: readonly string[];
  /** Default: `"socket"`. */
  readonly delivery?: AppDelivery;
}

/** What an installed app has in its settings page. The tokens are made up and valid in this workspace only. */
export interface AppCredentials {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

/** What became of a command, a click or a submission: the app's answer, or the error Slack shows the person. */
export interface InteractionOutcome {
  readonly acked: boolean;
  readonly error?: "operation_timeout" | "dispatch_failed";
  /** What the app put into its acknowledgement, if anything. */
  readonly response?: unknown;
  readonly triggerId: string;
  readonly responseUrl: string;
}

export interface CallFilter {
  readonly method?: string;
  readonly appId?: string;
  /** Only calls at or after this time (milliseconds since the epoch). */
  readonly since?: number;
}

export interface DeliveryFilter {
  readonly appId?: string;
  readonly kind?: DeliveryRecord["kind"];
}

export interface EphemeralMessage extends SlackMessage {
  /** The only person who sees it. */
  readonly shownTo: string;
}

/**
 * The raw verbs, one JSON object in, one JSON value out: exactly what `POST /_control/<verb>` offers.
 * Errors: a verb about something unknown rejects with a sentence that names it.
 */
export interface SlackVerbs {
  createApp(input: NewApp): Promise<AppCredentials>;
  createUser(input: { name: string; realName?: string }): Promise<{ id: string }>;
  createUserToken(input: { appId: string; userId: string; scopes?: readonly string[] }): Promise<{ token: string }>;
  createChannel(input: { name: string; members?: readonly string[]; isPrivate?: boolean }): Promise<{ id: string }>;
  invite(input: { channelId: string; userId: string }): Promise<null>;
  kick(input: { channelId: string; userId: string }): Promise<null>;
  archive(input: { channelId: string }): Promise<null>;
  setRequestUrl(input: { appId: string; requestUrl: string }): Promise<null>;
  say(input: { channel: string; user: string; text: string; threadTs?: string }): Promise<{ ts: string }>;
  messages(input: { channelId: string }): Promise<SlackMessage[]>;
  thread(input: { channelId: string; ts: string }): Promise<SlackMessage[]>;
  ephemerals(input: { channelId: string }): Promise<EphemeralMessage[]>;
  awaitChange(input: { version: number; timeoutMs: number }): Promise<{ version: number }>;
  calls(input: CallFilter): Promise<CallRecord[]>;
  deliveries(input: DeliveryFilter): Promise<DeliveryRecord[]>;
  script(input: SlackFault): Promise<{ id: string }>;
  clearFault(input: { id: string }): Promise<null>;
  clearFaults(input: Record<string, never>): Promise<null>;
  connections(input: { appId: string }): Promise<{ open: number; deaf: number }>;
  dropSockets(input: { appId: string; how?: DropHow }): Promise<{ dropped: number }>;
  deafen(input: { appId: string; deaf: boolean }): Promise<null>;
  refuseSockets(input: { appId: string; refuse: boolean }): Promise<null>;
  setSubscription(input: { appId: string; enabled: boolean }): Promise<null>;
  revokeToken(input: { token: string }): Promise<null>;
  rotateToken(input: { token: string }): Promise<{ token: string }>;
  slashCommand(input: SlashCommand): Promise<InteractionOutcome>;
  clickButton(input: ButtonClick): Promise<InteractionOutcome>;
  submitView(input: ViewSubmission): Promise<InteractionOutcome>;
  views(input: { appId: string }): Promise<Record<string, unknown>[]>;
}

/** `reset`: the TCP connection dies. `disconnect`: Slack's polite message first. `close`: a WebSocket close frame. */
export type DropHow = "reset" | "disconnect" | "close";

export interface SlashCommand {
  readonly appId: string;
  readonly channel: string;
  readonly user: string;
  /** With its slash, for example `/crm`. */
  readonly command: string;
  readonly text?: string;
}

export interface ButtonClick {
  readonly channel: string;
  /** The message that carries the button; an ephemeral one may be named too. */
  readonly ts: string;
  readonly actionId: string;
  readonly user: string;
  /** For menus: the value of the chosen option. */
  readonly option?: string;
}

export interface ViewSubmission {
  readonly viewId: string;
  readonly user: string;
  /** `state.values` by block id and action id. Default: empty. */
  readonly values?: Readonly<Record<string, Record<string, unknown>>>;
}

/** Everything a test or a drill does to the simulated workspace; the same in process and over HTTP. */
export interface SlackControl {
  /** Address of the simulator, without a slash at its end. */
  readonly url: string;
  /** Base address of the Web API, for `slackApiUrl`. */
  readonly apiUrl: string;
  createApp(app: NewApp): Promise<AppCredentials>;
  createUser(user: { name: string; realName?: string }): Promise<{ id: string }>;
  /** A token (`xoxp-`) by which the app speaks as that person. */
  createUserToken(grant: { appId: string; userId: string; scopes?: readonly string[] }): Promise<string>;
  createChannel(channel: { name: string; members?: readonly string[]; isPrivate?: boolean }): Promise<{ id: string }>;
  invite(channelId: string, userId: string): Promise<void>;
  kick(channelId: string, userId: string): Promise<void>;
  archive(channelId: string): Promise<void>;
  /** Sends Slack's `url_verification`; rejects when the address does not answer with the challenge. */
  setRequestUrl(appId: string, requestUrl: string): Promise<void>;
  /** A person types a message; gives its `ts`. */
  say(message: { channel: string; user: string; text: string; threadTs?: string }): Promise<string>;
  /** All messages of a channel, thread replies too, oldest first. */
  messages(channelId: string): Promise<SlackMessage[]>;
  /** Parent and replies, oldest first; empty when there is no such message. */
  thread(channelId: string, ts: string): Promise<SlackMessage[]>;
  ephemerals(channelId: string): Promise<EphemeralMessage[]>;
  /** The first message (thread replies too) that satisfies the predicate; rejects after `timeoutMs`. */
  waitForMessage(
    channelId: string,
    predicate: (message: SlackMessage) => boolean,
    timeoutMs: number,
  ): Promise<SlackMessage>;
  calls(filter?: CallFilter): Promise<CallRecord[]>;
  deliveries(filter?: DeliveryFilter): Promise<DeliveryRecord[]>;
  script(fault: SlackFault): Promise<{ clear(): Promise<void> }>;
  clearFaults(): Promise<void>;
  connections(appId: string): Promise<{ open: number; deaf: number }>;
  dropSockets(appId: string, how?: DropHow): Promise<number>;
  /** Makes the sockets that are open now deaf (or hear again); a new connection always hears. */
  deafen(appId: string, deaf: boolean): Promise<void>;
  refuseSockets(appId: string, refuse: boolean): Promise<void>;
  setSubscription(appId: string, enabled: boolean): Promise<void>;
  revokeToken(token: string): Promise<void>;
  rotateToken(token: string): Promise<string>;
  slashCommand(command: SlashCommand): Promise<InteractionOutcome>;
  clickButton(click: ButtonClick): Promise<InteractionOutcome>;
  submitView(submission: ViewSubmission): Promise<InteractionOutcome>;
  /** Views that the app has open, oldest first. */
  views(appId: string): Promise<Record<string, unknown>[]>;
}

// A record, so that the compiler refuses a list with a verb missing.
const everyVerb: Readonly<Record<keyof SlackVerbs, true>> = {
  createApp: true,
  createUser: true,
  createUserToken: true,
  createChannel: true,
  invite: true,
  kick: true,
  archive: true,
  setRequestUrl: true,
  say: true,
  messages: true,
  thread: true,
  ephemerals: true,
  awaitChange: true,
  calls: true,
  deliveries: true,
  script: true,
  clearFault: true,
  clearFaults: true,
  connections: true,
  dropSockets: true,
  deafen: true,
  refuseSockets: true,
  setSubscription: true,
  revokeToken: true,
  rotateToken: true,
  slashCommand: true,
  clickButton: true,
  submitView: true,
  views: true,
};

/** Every verb; the HTTP client and the HTTP routes are made from this list. */
export const slackVerbNames = Object.keys(everyVerb) as readonly (keyof SlackVerbs)[];
