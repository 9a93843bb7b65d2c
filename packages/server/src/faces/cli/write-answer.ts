import { stringify } from "yaml";
import type { NextAction } from "../../domain/next-actions.ts";
import type { CommandAnswer } from "../../operations/command-answer.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { writeCommandLine } from "../../operations/write-command-line.ts";
import { writeEvents } from "./write-events.ts";
import { type IncidentView, type TimelineEntry, writeIncident } from "./write-incident.ts";
import { type IncidentList, writeList } from "./write-list.ts";

/** An answer as text for a tired reader. What has no layout of its own is written as YAML. */
export function writeAnswer(operation: Operation, answer: unknown, operations: readonly Operation[]): string {
  const next = (actions: readonly NextAction[]) => writeNextActions(actions, operations);
  // The answers' shapes are promised by the operations of these kinds and names.
  if (operation.kind !== "query") return writeCommandAnswer(answer as CommandAnswer, next);
  switch (operation.name) {
    case "show-incident":
      return writeIncident(answer as IncidentView, next);
    case "list-incidents":
      return writeList(answer as IncidentList);
    case "show-timeline":
      return writeTimeline(answer as Timeline);
    case "show-review":
      return (answer as { readonly review: string }).review;
    default:
      return stringify(answer, { lineWidth: 0 });
  }
}

function writeCommandAnswer(
  answer: CommandAnswer,
  next: (actions: readonly NextAction[]) => readonly string[],
): string {
  const { incidentId, severity, status, phase, sequence, happened, pending, nextActions } = answer;
  return [
    `${incidentId}: ${severity}, ${status}, ${phase} (event #${sequence})`,
    ...(happened.length === 0 ? ["  Nothing changed: it was so already."] : happened.map((says) => `  ${says}`)),
    ...(pending === undefined ? [] : [`  ${pending}`]),
    ...next(nextActions),
  ].join("\n");
}

function writeNextActions(actions: readonly NextAction[], operations: readonly Operation[]): readonly string[] {
  if (actions.length === 0) return [];
  return ["", "NEXT", ...actions.flatMap((action) => writeNextAction(action, operations))];
}

function writeNextAction(action: NextAction, operations: readonly Operation[]): readonly string[] {
  const operation = operations.find(({ name }) => name === action.operation);
  const command = operation === undefined ? action.operation : writeCommandLine(operation, action.input);
  return [`  ${command}`, `      ${action.why}`, `      Needs: ${action.authority}. Undo: ${action.undo}`];
}

interface Timeline {
  readonly events: readonly TimelineEntry[];
  readonly more: boolean;
  readonly chain: { readonly ok: boolean; readonly sequence?: number; readonly why?: string };
}

function writeTimeline({ events, more, chain }: Timeline): string {
  const last = events.at(-1)?.sequence ?? 0;
  const holds = chain.ok
    ? "The chain of hashes holds: nobody changed the past."
    : `THE CHAIN IS BROKEN at event #${chain.sequence ?? "?"}: ${chain.why ?? "unknown"}.`;
  return [...writeEvents(events), ...(more ? [`More: --after ${last}`] : []), holds].join("\n");
}
