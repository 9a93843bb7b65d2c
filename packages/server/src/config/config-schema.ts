/** The shape of `allclear.yaml`. */

import { z } from "zod";
import { ROLES } from "../domain/authority.ts";
import { duration } from "../playbook/duration.ts";

const text = z.string().trim().min(1);

/** Long enough that a tail of the text cannot match by chance, short enough to be read. */
const expectation = text.max(500).transform((pattern, context) => {
  try {
    return new RegExp(pattern, "iu");
  } catch {
    context.addIssue({ code: "custom", message: "a regular expression, such as `companies? found`" });
    return z.NEVER;
  }
});

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");

const scenario = z.strictObject({
  id,
  feature: text.optional(),
  core: z.boolean().default(false),
  say: text.max(1_000),
  expect: expectation,
  within: duration.default(15_000),
  every: duration.optional(),
});

const railway = z.strictObject({
  kind: z.literal("railway"),
  apiUrl: z.url().default("https://backboard.railway.com/graphql/v2"),
  token: text,
  tokenKind: z.enum(["account", "project"]).default("project"),
  projectId: text,
  environmentId: text,
  serviceId: text,
});

const bot = z.strictObject({
  id,
  userId: z.string().regex(/^[UW][A-Z0-9]+$/, "a Slack user id, such as U012AB3CD"),
  channel: z.string().regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD"),
  incidentChannel: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD")
    .optional(),
  healthUrl: z.url().optional(),
  repository: z.strictObject({ url: text, branch: text.default("main") }),
  platform: z.discriminatedUnion("kind", [railway]),
  scenarios: z.array(scenario).min(1, "at least one scenario, so that the bot can be asked whether it works"),
});

const key = z
  .strictObject({
    name: id,
    kind: z.enum(["human", "agent"]).default("human"),
    owner: id.optional(),
    role: z.enum(ROLES),
    key: text.min(16, "at least 16 characters; `openssl rand -hex 24` makes a good one"),
  })
  .refine(({ kind, owner }) => kind === "human" || owner !== undefined, {
    path: ["owner"],
    message: "the name of the person who answers for the agent",
  });

export const configSchema = z.strictObject({
  listen: z
    .strictObject({ host: text.default("127.0.0.1"), port: z.coerce.number().int().min(0).max(65_535).default(7_373) })
    .prefault({}),
  playbook: text.optional(),
  slack: z.strictObject({
    apiUrl: z.url().default("https://slack.com/api/"),
    token: text,
    testerToken: text,
    incidentChannel: z.string().regex(/^[CG][A-Z0-9]+$/, "a Slack channel id, such as C012AB3CD"),
    onCall: text.default("<!channel>"),
  }),
  bots: z.array(bot).min(1),
  keys: z.array(key).min(1),
});

export type ConfigFile = z.output<typeof configSchema>;
