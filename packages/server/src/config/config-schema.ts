/** The shape of `allclear.yaml`. */

import { z } from "zod";
import { SYSTEM } from "../domain/actor.ts";
import { ROLES } from "../domain/authority.ts";
import { duration } from "../playbook/duration.ts";
import { exactly } from "../playbook/exactly.ts";

const text = z.string().trim().min(1);

/** A reply is matched within a time limit, whatever the pattern; see `jobs/match-reply.ts`. */
const expectation = text.max(500).transform((pattern, context) => {
  const expected = toPattern(pattern);
  if (expected === undefined) {
    context.addIssue({ code: "custom", message: "must be a regular expression, such as `companies? found`" });
  } else if (expected.test("")) {
    context.addIssue({ code: "custom", message: "must not match an empty reply, or any reply would be a good one" });
  } else return expected;
  return z.NEVER;
});

function toPattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "iu");
  } catch {
    return undefined;
  }
}

const address = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");

const scenario = exactly({
  id,
  feature: text.optional(),
  core: z.boolean().default(false),
  say: text.max(1_000),
  expect: expectation,
  within: duration.default(15_000),
  every: duration.optional(),
});

const railway = exactly({
  kind: z.literal("railway"),
  apiUrl: address.default("https://backboard.railway.com/graphql/v2"),
  token: text,
  tokenKind: z.enum(["account", "project"]).default("project"),
  projectId: text,
  environmentId: text,
  serviceId: text,
});

const bot = exactly({
  id,
  userId: z.string().regex(/^[UW][A-Z0-9]+$/, "a Slack user id, such as U012AB3CD"),
  channel: z.string().regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD"),
  incidentChannel: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD")
    .optional(),
  healthUrl: address.optional(),
  repository: exactly({ url: text, branch: text.default("main") }),
  platform: z.discriminatedUnion("kind", [railway]),
  scenarios: z.array(scenario).min(1, "at least one scenario, so that the bot can be asked whether it works"),
});

/** What Allclear does by itself stands on the timeline under its own name. */
const keyName = id.refine(
  (name) => name !== SYSTEM.principal,
  `${SYSTEM.principal} is the system itself; take another name`,
);

const key = exactly({
  name: keyName,
  kind: z.enum(["human", "agent"]).default("human"),
  owner: id.optional(),
  role: z.enum(ROLES),
  key: text.min(16, "at least 16 characters; `openssl rand -hex 24` makes a good one"),
})
  .refine(({ kind, owner }) => kind === "human" || owner !== undefined, {
    path: ["owner"],
    message: "the name of the person who answers for the agent",
  })
  .refine(({ kind, owner }) => kind === "agent" || owner === undefined, {
    path: ["owner"],
    message: "only an agent has an owner; a person answers for what they do themselves",
  });

export const configSchema = exactly({
  listen: exactly({
    host: text.default("127.0.0.1"),
    port: z.coerce.number().int().min(0).max(65_535).default(7_373),
  }).prefault({}),
  playbook: text.optional(),
  slack: exactly({
    apiUrl: address.default("https://slack.com/api/"),
    token: text,
    testerToken: text,
    incidentChannel: z.string().regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD"),
    onCall: text.default("<!channel>"),
  }),
  bots: z.array(bot).min(1, "at least one bot to watch"),
  keys: z.array(key).min(1, "at least one key, so that somebody can ask the server"),
});

export type ConfigFile = z.output<typeof configSchema>;
