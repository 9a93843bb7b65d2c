/** Kinds of values in the demo's YAML files, each of which says what is allowed. */

import { z } from "zod";

export const text = z.string().trim().min(1);

/** A map with these keys alone; an unknown one is told which there are. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `unknown key; allowed: ${Object.keys(shape).join(", ")}` : undefined,
  });
}

/** A map with exactly one of these keys. */
export function exactlyOne<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) {
  const keys = Object.keys(shape);
  return closed(shape)
    .partial()
    .superRefine((value, context) => {
      if (Object.keys(value).length === 1) return;
      context.addIssue({ code: "custom", message: `exactly one of: ${keys.join(", ")}` });
    });
}

/** One value, or several of which each is good. */
export function list<Value extends z.ZodType>(value: Value) {
  return z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(value).min(1));
}

const milliseconds = { ms: 1, s: 1_000, min: 60_000 } as const;

/** `250 ms`, `2 s`, `1.5 min` as milliseconds. */
export const duration = z.string().transform((written, context) => {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|min)$/.exec(written) ?? [];
  if (count !== undefined && (unit === "ms" || unit === "s" || unit === "min")) {
    return Number(count) * milliseconds[unit];
  }
  context.addIssue({ code: "custom", message: "a length of time such as 250 ms, 2 s or 1 min" });
  return z.NEVER;
});

/** A regular expression, kept as it is written. */
export const pattern = text.refine((written) => {
  try {
    return new RegExp(written, "iu") !== undefined;
  } catch {
    return false;
  }
}, "a regular expression, such as `companies? found`");
