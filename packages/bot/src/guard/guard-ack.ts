import { repair } from "@allclear/block-kit";
import { readFault } from "../faults/read-fault.ts";
import type { GuardOptions } from "./guard-message.ts";

/** Mends what an acknowledgement shows: the answer of a command, the next view of a modal. */
export function guardAck(response: unknown, { report, profile }: GuardOptions): unknown {
  if (typeof response !== "object" || response === null) return response;
  const carried = "view" in response ? response.view : response;
  if (!("view" in response) && !("blocks" in response)) return response;
  try {
    const { messages, changes } = repair(carried, { split: false, ...(profile !== undefined && { profile }) });
    const [mended] = messages;
    if (mended === undefined || changes.length === 0) return response;
    report({
      type: "message-repaired",
      method: "ack",
      broken: changes.map(({ rule, path }) => ({ rule, path })).slice(0, 20),
    });
    return "view" in response ? { ...response, view: mended } : mended;
  } catch (error) {
    report({ type: "own-failure", part: "guard", fault: readFault(error) });
    return response;
  }
}
