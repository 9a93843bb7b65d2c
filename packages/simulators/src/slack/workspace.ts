import { randomBytes } from "node:crypto";
import type { CallRecord, DeliveryRecord } from "./records.ts";

/** A message as `conversations.history` shows it. */
export interface SlackMessage {
  type: "message";
  subtype?: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: Readonly<Record<string, unknown>>;
  client_msg_id?: string;
  text: string;
  ts: string;
  team: string;
  blocks?: unknown[];
  attachments?: unknown[];
  metadata?: unknown;
  thread_ts?: string;
  parent_user_id?: string;
  reply_count?: number;
  reply_users_count?: number;
  reply_users?: string[];
  latest_reply?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
}

export type TokenKind = "bot" | "user" | "app";

export interface Grant {
  readonly token: string;
  readonly kind: TokenKind;
  readonly appId: string;
  /** Who speaks: the bot user, the person, or nobody for an app-level token. */
  readonly userId?: string;
  readonly scopes: readonly string[];
  state: "active" | "token_revoked" | "token_expired" | "invalid_auth";
}

export interface SimulatedApp {
  readonly id: string;
  readonly name: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly events: ReadonlySet<string>;
  readonly createdAt: number;
  isSubscribed: boolean;
  delivery: { kind: "socket" } | { kind: "http"; requestUrl: string; isVerified: boolean };
}

export interface SimulatedUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** Set for the user that stands for an app's bot. */
  readonly botOf?: string;
  readonly createdAt: number;
}

export interface SimulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly createdAt: number;
  readonly members: Set<string>;
  /** Oldest first. */
  readonly messages: SlackMessage[];
  readonly ephemerals: (SlackMessage & { shownTo: string })[];
  isArchived: boolean;
}

export interface SimulatedView {
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  content: Record<string, unknown>;
}

export type EventListener = (app: SimulatedApp, payload: Readonly<Record<string, unknown>>) => void;

/** The whole state of one simulated workspace; it lives and dies with the process. */
export interface Workspace {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly now: () => number;
  readonly apps: Map<string, SimulatedApp>;
  readonly users: Map<string, SimulatedUser>;
  readonly channels: Map<string, SimulatedChannel>;
  readonly grants: Map<string, Grant>;
  readonly views: Map<string, SimulatedView>;
  readonly calls: CallRecord[];
  readonly deliveries: DeliveryRecord[];
  readonly eventListeners: EventListener[];
  readonly changeListeners: Set<() => void>;
  version: number;
  issuedIds: number;
  lastMicroseconds: number;
}

export function createWorkspace(now: () => number): Workspace {
  return {
    team: { id: "T0SIMULATED", name: "Allclear Simulator", domain: "allclear-simulator" },
    now,
    apps: new Map(),
    users: new Map(),
    channels: new Map(),
    grants: new Map(),
    views: new Map(),
    calls: [],
    deliveries: [],
    eventListeners: [],
    changeListeners: new Set(),
    version: 0,
    issuedIds: 0,
    lastMicroseconds: 0,
  };
}

/** An id in Slack's form: a letter that tells the kind, then digits and capitals. */
export function issueId(workspace: Workspace, prefix: string): string {
  workspace.issuedIds += 1;
  return `${prefix}0${workspace.issuedIds.toString(36).toUpperCase().padStart(8, "0")}`;
}

export function issueSecret(prefix: string, bytes = 16): string {
  return `${prefix}${randomBytes(bytes).toString("hex")}`;
}

/** A `ts`: unique in the workspace and strictly rising even when the clock stands still or goes back. */
export function issueTs(workspace: Workspace): string {
  const microseconds = Math.max(Math.round(workspace.now() * 1000), workspace.lastMicroseconds + 1);
  workspace.lastMicroseconds = microseconds;
  const digits = String(microseconds).padStart(16, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function noteChange(workspace: Workspace): void {
  workspace.version += 1;
  for (const listener of [...workspace.changeListeners]) {
    listener();
  }
}

export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
