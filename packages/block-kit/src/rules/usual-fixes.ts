import type { Constraint } from "../finding.ts";
import type { Fix } from "./field.ts";

const usualFixes: Partial<Readonly<Record<Constraint, Fix>>> = {
  type: "coerce",
  text_type: "coerce",
  unknown_key: "strip",
  unique: "strip",
  once: "strip",
  conflict: "strip",
  needs: "strip",
  order: "strip",
  min: "clamp",
  max: "clamp",
  max_length: "truncate",
  max_items: "cut",
  unknown_type: "none",
  advised: "none",
  advised_length: "none",
  advised_items: "none",
};

/** What `repair` does where the row of the table says nothing else. Where that is nothing, the finding is a warning. */
export function usualFix(constraint: Constraint): Fix {
  return usualFixes[constraint] ?? "drop";
}
