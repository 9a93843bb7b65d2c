/** An answer compared with the key of its case. */

import type { CaseAnswer } from "./case-answer.ts";
import { type Fields, isFields, readText } from "./read-fields.ts";

export interface CaseKey {
  readonly cause: { readonly kind: string; readonly id: string };
  /** Causes that are as right: the deployment that brought the commit. */
  readonly also: readonly string[];
  readonly component?: string;
  readonly origin?: string;
  /** `unknown` is right: the case does not tell. */
  readonly isOpen: boolean;
}

export interface CaseGrade {
  readonly id: string;
  readonly first: boolean;
  readonly firstThree: boolean;
  /** Null where the key does not say. */
  readonly component: boolean | null;
  readonly abstained: boolean;
  /** Named a cause that is wrong, which is worse than naming none. */
  readonly misled: boolean;
  readonly falselyConfirmed: boolean;
}

/** `answer.json`: a verdict as we write it, or its cause alone; no cause at all means that nothing failed. */
export function readCaseKey(value: unknown): CaseKey | undefined {
  if (!isFields(value)) return undefined;
  const verdict: Fields = isFields(value.verdict) ? value.verdict : value;
  if (!("cause" in verdict) && readText(verdict, "kind", "id") === undefined) return undefined;
  const { kind, id } = readCause(verdict);
  if (kind === "" && id === "") return undefined;
  const component = readText(verdict, "component");
  const origin = readText(verdict, "origin");
  return {
    cause: { kind, id },
    also: [value.also, value.accept, value.acceptCauses].flatMap(readAccepted),
    isOpen: kind === "unknown" || readText(verdict, "status") === "inconclusive",
    ...(component === undefined ? {} : { component }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function readCause(verdict: Fields): CaseKey["cause"] {
  const { cause } = verdict;
  if (cause === null) return { kind: "none", id: "none" };
  const found = isFields(cause) ? cause : { kind: cause ?? verdict.kind, id: readText(verdict, "id") };
  const kind = readText(found, "kind") ?? "";
  return { kind, id: readText(found, "id") ?? kind };
}

/** Ids, or causes as they stand in a verdict. */
function readAccepted(value: unknown): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  return listed.flatMap((one) => {
    if (typeof one === "string") return [one];
    return isFields(one) ? (readText(one, "id", "kind") ?? []) : [];
  });
}

export function gradeCase(answer: CaseAnswer, key: CaseKey, id: string): CaseGrade {
  const { verdict, hypotheses } = answer;
  const abstained = verdict.status === "inconclusive";
  const first = abstained ? key.isOpen : isRight(verdict.cause, key);
  const ranked = [verdict.cause, ...hypotheses.slice(0, 3).map(({ cause }) => cause)];
  return {
    id,
    first,
    firstThree: first || ranked.slice(0, 4).some((cause) => isRight(cause, key)),
    component: key.component === undefined ? null : verdict.component.toLowerCase() === key.component.toLowerCase(),
    abstained,
    misled: !abstained && !first,
    falselyConfirmed: verdict.status === "confirmed" && !first,
  };
}

/** A cause that is no change is known by its kind alone. */
export function isRight(
  cause: { readonly kind: string; readonly id: string },
  { cause: right, also }: CaseKey,
): boolean {
  if (also.includes(cause.id)) return true;
  return cause.id === right.id || (cause.kind === right.kind && cause.kind === cause.id) || cause.id === right.kind;
}
