import { agentOf } from "../domain/agent-of.ts";
import type { Caller } from "./define-operation.ts";

/** The same key in the hands of an agent: what only people may do is not done by it. */
export function asAgent(caller: Caller): Caller {
  return { ...caller, actor: agentOf(caller.actor) };
}
