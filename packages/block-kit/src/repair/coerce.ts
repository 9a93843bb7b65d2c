import type { Finding } from "../finding.ts";
import { isRecord } from "../json.ts";

/** The same thing in the JSON type that is wanted, or undefined where that would be another thing. */
export function coerce(value: unknown, { wanted, textTypes }: Finding): unknown {
  switch (wanted?.[0]) {
    case "a string":
      return toText(value);
    case "an object":
      return textTypes === undefined ? undefined : toTextObject(value, textTypes);
    case "an array":
      return toList(value);
    case "a boolean":
      return value === "true" || value === "false" ? value === "true" : undefined;
    case "an integer":
      return toNumber(value, Math.round);
    case "a number":
      return toNumber(value, (number) => number);
    default:
      return undefined;
  }
}

/** The text type that does the most with what somebody wrote in a type that does not fit. */
export function chooseTextType(types: readonly string[]): string {
  return types.includes("mrkdwn") ? "mrkdwn" : "plain_text";
}

function toText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  return isRecord(value) && typeof value.text === "string" ? value.text : undefined;
}

function toTextObject(value: unknown, types: readonly string[]): unknown {
  const text = typeof value === "string" ? value : toText(value);
  return text === undefined ? undefined : { type: chooseTextType(types), text };
}

function toList(value: unknown): unknown {
  return isRecord(value) ? [value] : undefined;
}

function toNumber(value: unknown, settle: (number: number) => number): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? settle(number) : undefined;
}
