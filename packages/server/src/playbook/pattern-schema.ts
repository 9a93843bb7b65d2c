/** The shape of the patterns in a playbook file. */

import { z } from "zod";
import { ORIGINS, type Pattern, type PatternRule, REPORTERS } from "../domain/pattern.ts";
import { exactly } from "./exactly.ts";

const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const NAMING = "must be a name of small letters, digits and hyphens";
/** What triage says where no pattern fits; see `TriageVerdict`. */
const RESERVED: ReadonlySet<string> = new Set(["none", "unknown"]);
/** Ours: words, not whole messages; longer ones belong to one log only. */
const LONGEST = 200;

const prose = z.string().trim().min(1);
const name = z.string().regex(NAME, NAMING);
/** What may stand in a condition: with nothing but `*` it would hold for everything. */
const word = z
  .string({ error: "must be text; put a number in quotes" })
  .trim()
  .max(LONGEST)
  .regex(/[^\s*]/, "must hold more than *");
const STATUS = "must be a status such as 429, or a range such as 5xx";
const status = z.union(
  [z.int(STATUS).min(100, STATUS).max(599, STATUS), z.string().regex(/^[1-5]xx$/, STATUS)],
  STATUS,
);

/** One value may stand without a list. */
function several<Value extends z.ZodType>(value: Value) {
  return z.preprocess((entry) => (Array.isArray(entry) ? entry : [entry]), z.array(value).min(1)).exactOptional();
}

const condition = exactly({
  class: several(word),
  code: several(word),
  type: several(word),
  status: several(status),
  component: several(name),
  call: several(word),
  reporter: several(z.enum(REPORTERS)),
  says: several(word),
  crash: z.boolean().exactOptional(),
  unhandled: z.boolean().exactOptional(),
}).refine((given) => Object.keys(given).length > 0, "must ask for something");

const origin = z.enum(ORIGINS);
const rule = exactly({
  when: condition,
  unless: condition.exactOptional(),
  component: name.exactOptional(),
  usualComponent: name.exactOptional(),
  origin: origin.exactOptional(),
  firstFix: prose.exactOptional(),
  symptom: z.boolean().exactOptional(),
});

/** A map whose keys are names. */
function named<Value extends z.ZodType>(value: Value) {
  return z.record(name, value, {
    error: ({ code }) => (code === "invalid_key" ? NAMING : "must be a map of names to what they name"),
  });
}

const log = z.string().min(1);
const pattern = exactly({
  title: prose,
  origin,
  symptoms: z.array(prose).default([]),
  rules: named(rule).refine((rules) => Object.keys(rules).length > 0, "needs at least one rule"),
  investigation: z.array(prose).default([]),
  causes: z.array(prose).default([]),
  remedies: z.array(prose).min(1, "needs at least one: the first is the first fix"),
  examples: exactly({
    positive: z.array(exactly({ log, component: name.exactOptional(), origin: origin.exactOptional() })).default([]),
    negative: z.array(exactly({ log, pattern: name.exactOptional() })).default([]),
  }).default({ positive: [], negative: [] }),
});

export const patternsSchema = named(pattern).superRefine((patterns, context) => {
  for (const [id, { examples }] of Object.entries(patterns)) {
    if (RESERVED.has(id))
      context.addIssue({ code: "custom", path: [id], message: "is what triage says without a pattern" });
    for (const [index, { pattern: other }] of examples.negative.entries()) {
      if (other === undefined || RESERVED.has(other) || Object.hasOwn(patterns, other)) continue;
      const path = [id, "examples", "negative", index, "pattern"];
      context.addIssue({ code: "custom", path, message: `there is no pattern ${other}` });
    }
  }
});

export function toPatterns(file: z.output<typeof patternsSchema>): readonly Pattern[] {
  return Object.entries(file).map(([id, { rules, ...rest }]) => ({ ...rest, id, rules: toRules(rules) }));
}

function toRules(rules: z.output<typeof pattern>["rules"]): readonly PatternRule[] {
  return Object.entries(rules).map(([id, given]) => ({ ...given, id }));
}
