import type { Problem, ValidateOptions } from "./problem.ts";
import { validate } from "./validate.ts";

/** What is refused, as `rule at path`. */
export function problemsIn(payload: unknown, options?: ValidateOptions): readonly string[] {
  return validate(payload, options).problems.map(toLine);
}

/** What draws a warning, as `rule at path`. */
export function warningsIn(payload: unknown, options?: ValidateOptions): readonly string[] {
  return validate(payload, options).warnings.map(toLine);
}

/** A message with these blocks and nothing else to say. */
export function messageOf(...blocks: readonly unknown[]): object {
  return { text: "a", blocks };
}

export function modalOf(...blocks: readonly unknown[]): object {
  return { type: "modal", title: plain("a"), submit: plain("a"), blocks };
}

export function plain(text: unknown): object {
  return { type: "plain_text", text };
}

export function mrkdwn(text: unknown): object {
  return { type: "mrkdwn", text };
}

function toLine({ rule, path }: Problem): string {
  return `${rule} at ${path}`;
}
