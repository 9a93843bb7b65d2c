/** Numbered facts with their lines, so that every sentence of the verdict can be checked. */

import { writeDuration, writeInstant } from "../../domain/instant.ts";
import { countTimes, sayCount } from "./count-times.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import type { FailureGroup, Occurrence } from "./failure-group.ts";
import { surfacedIn } from "./surfaced-in.ts";
import type { Findings } from "./triage-findings.ts";
import type { TriageEvidence } from "./triage-report.ts";

export interface Collected extends TriageEvidence {
  /** The verdict rests on it. */
  readonly cited: boolean;
}

type Unnumbered = Omit<Collected, "id">;

const MOST_LINES = 3;
const MOST_QUOTED = 160;

export function collectEvidence(findings: Findings): readonly Collected[] {
  const { naming } = findings;
  const found =
    naming === undefined
      ? ofHealth(findings)
      : [...ofCause(naming.cause), ...ofSurfaced(findings), ...ofOthers(findings)];
  return [...found, ...ofOperations(findings)].map((one, index) => ({ id: `E${index + 1}`, ...one }));
}

function ofHealth({ operations, tolerated }: Findings): readonly Unnumbered[] {
  const { completions } = operations;
  const went = countTimes(completions);
  return [
    ...(went === 0
      ? []
      : [{ says: `${sayOperations(completions)} completed`, lines: linesOf(completions), cited: true }]),
    ...[...Map.groupBy(tolerated, ({ occurrence: { signature = "" } }) => signature).values()]
      .slice(0, MOST_LINES)
      .map((group) => ({
        says: `${sayTimes(group.map(({ occurrence }) => occurrence))}, not counted as a failure: ${quote(group[0]?.occurrence.fact)}`,
        lines: linesOf(group.map(({ occurrence }) => occurrence)),
        cited: false,
      })),
  ];
}

function ofCause(cause: FailureGroup): readonly Unnumbered[] {
  const { first, occurrences, count } = cause;
  const [fact] = occurrences.flatMap((one) => one.fact ?? []);
  const when = first.at === undefined ? "" : ` at ${writeInstant(first.at)}`;
  const what = first.fact === undefined ? sayLate(first) : quote(first.fact);
  const last = occurrences.at(-1);
  const until = last?.at === undefined ? "" : `, the last at ${writeInstant(last.at)}`;
  const times = `${count} such failures${until}`;
  const details = fact === undefined ? "" : sayDetails(fact);
  const frame = fact?.ownFrames[0];
  return [
    { says: `First${when}: ${what}`, lines: [first.line], cited: true },
    ...(count > 1 ? [{ says: times, lines: linesOf(occurrences.slice(1)), cited: true }] : []),
    ...(details === "" || fact === undefined ? [] : [{ says: details, lines: [fact.line], cited: true }]),
    ...(frame === undefined || fact === undefined
      ? []
      : [
          {
            says: `First line of our own: ${frame.path}:${frame.line}${frame.symbol ? ` in ${frame.symbol}` : ""}`,
            lines: [fact.line],
            cited: true,
          },
        ]),
  ];
}

function ofOthers({ naming }: Findings): readonly Unnumbered[] {
  return (naming?.others ?? []).map(({ group, standing }) => ({
    says: `${sayTimes(group.occurrences)} ${group.pattern} (${group.component}): ${quote(group.first.fact)}`,
    lines: linesOf(group.occurrences),
    cited: standing === "symptom",
  }));
}

function ofOperations({ operations }: Findings): readonly Unnumbered[] {
  const slow = operations.late.filter(({ kind }) => kind === "slow");
  const stuck = operations.late.filter(({ kind }) => kind === "stuck");
  const oldest = Math.max(...operations.byName.map(({ oldestStuckMs }) => oldestStuckMs ?? 0), 0);
  const age = oldest > 0 ? `, the oldest ${writeDuration(oldest)} ago` : "";
  return [
    ...(slow.length === 0
      ? []
      : [
          {
            says: `${sayOperations(slow)} took longer than the critical time`,
            lines: linesOf(slow),
            cited: true,
          },
        ]),
    ...(stuck.length === 0
      ? []
      : [{ says: `${sayOperations(stuck)} began and never ended${age}`, lines: linesOf(stuck), cited: true }]),
  ];
}

/** Who told of the cause's failures, in their own words. */
function ofSurfaced({ naming, failures }: Findings): readonly Unnumbered[] {
  if (naming === undefined) return [];
  return surfacedIn(failures, naming.cause).map(({ match: { pattern }, occurrences }) => ({
    says: `The same failures surfaced as ${pattern.id}, ${sayTimes(occurrences)}: ${report(occurrences[0])}`,
    lines: linesOf(occurrences),
    cited: true,
  }));
}

/** The line that told of it, whole. */
function report(one: Occurrence | undefined): string {
  return cut(one?.fact?.sample.split("\n", 1)[0] ?? "");
}

function sayTimes(some: readonly Occurrence[]): string {
  return sayCount(countTimes(some), "time", "times");
}

function sayOperations(some: readonly { readonly times?: number }[]): string {
  return sayCount(countTimes(some), "operation", "operations");
}

function sayLate({ operation = "an operation", kind }: Occurrence): string {
  if (kind === "restart") return "the process began anew, and nothing had stopped it";
  if (kind === "failed") return `${operation} failed, and the log does not say why`;
  return kind === "stuck" ? `${operation} began and never ended` : `${operation} took longer than the critical time`;
}

/** What errors say of themselves besides their message. */
function sayDetails({ chain }: ErrorFact): string {
  const said = (key: keyof ErrorLink) => chain.findLast((link) => link[key] !== undefined)?.[key];
  const parts: readonly (readonly [string, unknown])[] = [
    ["class", said("errorClass")],
    ["code", said("code")],
    ["type", said("type")],
    ["status", said("status")],
    ["host", said("host")],
    ["call", said("call")],
    ["needed", said("needed")],
    ["provided", said("provided")],
    ["places", said("pointers")],
    ["retry after (ms)", said("retryAfterMs")],
  ];
  const given = parts.filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `It says: ${given.map(([name, value]) => `${name} ${String(value)}`).join(", ")}`;
}

function quote(fact: ErrorFact | undefined): string {
  if (fact === undefined) return "only the operations' own lines say so";
  const text = (fact.chain.at(-1)?.message || fact.template || fact.sample).split("\n", 1)[0] ?? "";
  return cut(text);
}

function cut(text: string): string {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}

function linesOf(places: readonly { readonly line: number }[]): readonly number[] {
  return places.slice(0, MOST_LINES).map(({ line }) => line);
}
