/** The shape of a fault file, as `docs/fault-files.md` documents it. */

import { z } from "zod";
import { railwayStep, slackStep } from "./service-steps.ts";
import { closed, duration, exactlyOne, list, pattern, text } from "./yaml-values.ts";

const label = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and hyphens");

const path = text.refine(
  (value) => !value.startsWith("/") && !value.split("/").some((part) => part === ".." || part === ".git"),
  "a path inside the repository, such as src/notes.ts",
);

const change = closed({
  path: path.optional(),
  find: z.string().min(1).optional(),
  replace: z.string().optional(),
  content: z.string().optional(),
  remove: z.literal(true).optional(),
  patch: z.string().min(1).optional(),
}).superRefine((value, context) => {
  const given = Object.keys(value).sort().join(" ");
  if (["find path replace", "content path", "path remove", "patch"].includes(given)) return;
  const message = "one of: path with find and replace; path with content; path with remove: true; patch";
  context.addIssue({ code: "custom", message });
});

export const commitStep = closed({
  label: label.optional(),
  author: text,
  message: text,
  changes: z.array(change).min(1),
  push: z.boolean().default(true),
});

const say = closed({
  user: z.enum(["ana", "ben", "chloe"]).default("ana"),
  channel: z.enum(["users", "team"]).default("users"),
  mention: z.boolean().default(true),
  text,
  reply: pattern.optional(),
  within: duration.default(15_000),
});

const wait = closed({
  deployment: z.enum(["live", "failed", "crashed"]).optional(),
  commit: label.optional(),
  log: pattern.optional(),
  event: text.optional(),
  within: duration.default(30_000),
}).superRefine((value, context) => {
  const conditions = [value.deployment, value.log, value.event].filter((condition) => condition !== undefined);
  if (conditions.length !== 1) {
    context.addIssue({ code: "custom", message: "exactly one of: deployment, log, event" });
  }
  if (value.commit !== undefined && value.deployment === undefined) {
    context.addIssue({ code: "custom", path: ["commit"], message: "only beside deployment" });
  }
});

const step = exactlyOne({
  commit: commitStep,
  variables: z.record(
    z.string().min(1),
    z.union([z.string(), z.number().transform(String), z.boolean().transform(String), z.null()]),
  ),
  say,
  wait,
  pause: duration,
  slack: slackStep,
  railway: railwayStep,
});

const scenario = closed({
  id: label,
  feature: text.optional(),
  core: z.boolean().optional(),
  say: text,
  expect: pattern,
  within: z.string().optional(),
  every: z.string().optional(),
});

const cause = closed({
  kind: z.enum(["commit", "deploy", "variable", "no-change"]),
  commit: label.optional(),
  id: text.optional(),
});

const expectation = closed({
  outcome: z.enum(["all-clear", "verdict", "no-incident"]).default("all-clear"),
  severity: list(z.enum(["P0", "P1", "P2", "P3"])).optional(),
  verdict: list(z.enum(["confirmed", "likely", "inconclusive"])).optional(),
  cause: cause.optional(),
  component: text.optional(),
  origin: list(z.enum(["own-code", "config", "external", "unknown"])).optional(),
  remedy: z.enum(["revert-commit", "none"]).optional(),
  detectedBy: list(z.enum(["scenario-failed", "error-signature", "report"])).optional(),
  within: duration.optional(),
});

export const faultSchema = closed({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)+$/, "two or more words in lower case with hyphens between them"),
  title: text,
  bot: closed({
    variables: z.record(z.string().min(1), z.coerce.string()).default({}),
    scenarios: z.array(scenario).min(1).optional(),
  }).prefault({}),
  before: z.array(step).default([]),
  fault: z.array(step).min(1),
  expect: expectation.prefault({}),
}).superRefine(({ before, fault, expect }, context) => {
  const steps = [...before, ...fault];
  const labels = steps.flatMap((each) => each.commit?.label ?? []);
  const unknown = (name: string | undefined) => name !== undefined && !labels.includes(name);
  const message = `a label of a commit in this file: ${labels.join(", ") || "there is none"}`;
  if (unknown(expect.cause?.commit)) context.addIssue({ code: "custom", path: ["expect", "cause", "commit"], message });
  for (const [part, partSteps] of Object.entries({ before, fault })) {
    for (const [index, { wait: condition }] of partSteps.entries()) {
      if (unknown(condition?.commit)) {
        context.addIssue({ code: "custom", path: [part, index, "wait", "commit"], message });
      }
    }
  }
});

export type Fault = z.output<typeof faultSchema>;
export type Step = Fault["fault"][number];
export type CommitStep = NonNullable<Step["commit"]>;
export type FileEdit = CommitStep["changes"][number];
export type WaitStep = NonNullable<Step["wait"]>;
export type SayStep = NonNullable<Step["say"]>;
export type ScenarioFile = z.output<typeof scenario>;
