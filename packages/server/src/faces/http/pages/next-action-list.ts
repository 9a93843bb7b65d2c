import { html } from "hono/html";
import type { NextAction } from "../../../domain/next-actions.ts";
import type { Operation } from "../../../operations/define-operation.ts";
import { writeCommandLine } from "../../../operations/write-command-line.ts";
import type { Html } from "./page-layout.ts";

/** The pages only show; each action stands here as the command that does it, ready to copy. */
export function nextActionList(actions: readonly NextAction[], operations: readonly Operation[]): Html | "" {
  if (actions.length === 0) return "";
  return html`<h2>What may be done next</h2>
    ${actions.map((action) => nextAction(action, operations))}`;
}

function nextAction(
  { operation: name, input, why, authority, undo }: NextAction,
  operations: readonly Operation[],
): Html {
  const operation = operations.find((known) => known.name === name);
  return html`<div class="card">
    <p><code>${operation === undefined ? name : writeCommandLine(operation, input)}</code></p>
    <p>${why}</p>
    <p class="soft">Needs the authority to ${authority}. Undo: ${undo}</p>
  </div>`;
}
