/** What a fault file may do to the simulated services. */

import type { RailwayFault, SlackFault } from "@allclear/simulators";
import { z } from "zod";
import { closed, exactlyOne, text } from "./yaml-values.ts";

const times = z.int().min(1).optional();
const count = z.int().min(1);
const app = z.enum(["bot", "allclear"]);
const identity = z.enum(["bot", "allclear", "tester"]);

const slackScope = {
  method: text.optional(),
  app: app.optional(),
  token: identity.optional(),
  channel: z.enum(["users", "team"]).optional(),
  times,
  afterEffect: z.boolean().optional(),
};

const slackFault = z.discriminatedUnion("kind", [
  closed({
    kind: z.literal("error"),
    error: text,
    fields: z.record(z.string(), z.unknown()).optional(),
    ...slackScope,
  }),
  closed({ kind: z.literal("rate-limited"), retryAfterSeconds: count, ...slackScope }),
  closed({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    body: z.string().optional(),
    contentType: text.optional(),
    ...slackScope,
  }),
  closed({ kind: z.literal("html"), body: z.string().optional(), ...slackScope }),
  closed({ kind: z.literal("slow"), delayMs: count, ...slackScope }),
  closed({ kind: z.literal("hang"), ...slackScope }),
  closed({ kind: z.literal("reset"), ...slackScope }),
]);

export const slackStep = exactlyOne({
  script: slackFault,
  clearFaults: z.literal(true),
  dropSockets: closed({ app, how: z.enum(["reset", "close", "disconnect"]).optional() }),
  deafen: closed({ app, deaf: z.boolean().default(true) }),
  refuseSockets: closed({ app, refuse: z.boolean().default(true) }),
  setSubscription: closed({ app, enabled: z.boolean() }),
  revokeToken: closed({ of: identity }),
  rotateToken: closed({ of: identity }),
  kick: closed({ app, channel: z.enum(["users", "team"]) }),
  archive: closed({ channel: z.enum(["users", "team"]) }),
});

const railwayScope = { operation: text.optional(), times };

const railwayFault = z.discriminatedUnion("kind", [
  closed({ kind: z.literal("graphql-error"), message: text, ...railwayScope }),
  closed({ kind: z.literal("not-authorized"), ...railwayScope }),
  closed({ kind: z.literal("http-status"), status: z.int().min(400).max(599), ...railwayScope }),
  closed({ kind: z.literal("rate-limited"), retryAfterSeconds: count, ...railwayScope }),
  closed({ kind: z.literal("hang"), ...railwayScope }),
  closed({ kind: z.literal("slow"), delayMs: count, ...railwayScope }),
  closed({ kind: z.literal("logs-unavailable"), times }),
  closed({ kind: z.literal("build-fails"), message: text.optional(), times }),
]);

export const railwayStep = exactlyOne({
  script: railwayFault,
  clearFaults: z.literal(true),
  revokeToken: z.literal(true),
});

export type SlackStep = z.output<typeof slackStep>;
export type RailwayStep = z.output<typeof railwayStep>;
export type ScriptedSlackFault = z.output<typeof slackFault>;
export type ScriptedRailwayFault = z.output<typeof railwayFault>;

/** What the names of a fault file stand for in this run. */
export interface SlackNames {
  readonly appIds: Readonly<Record<"bot" | "allclear", string>>;
  readonly tokens: Readonly<Record<"bot" | "allclear" | "tester", string>>;
  readonly channels: Readonly<Record<"users" | "team", string>>;
}

export function toSlackFault(scripted: ScriptedSlackFault, names: SlackNames): SlackFault {
  const { app: appName, token, channel, ...rest } = scripted;
  return dropUndefined({
    ...rest,
    appId: appName && names.appIds[appName],
    token: token && names.tokens[token],
    channel: channel && names.channels[channel],
  }) as SlackFault;
}

/** A build fails for the bot's service, the only one there is. */
export function toRailwayFault(scripted: ScriptedRailwayFault): RailwayFault {
  return dropUndefined(scripted) as RailwayFault;
}

/** The simulators' types know a missing key, not an undefined one. */
function dropUndefined(value: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
