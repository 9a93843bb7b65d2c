import { Script } from "node:vm";
import { PortError } from "../ports/port-error.ts";

/** An honest pattern needs microseconds; a busy machine may pause in it, and a catastrophic one holds up the process. */
const LONGEST_MATCH_MS = 1_000;

/**
 * Whether the reply is the expected one. The pattern comes from the configuration and the reply from a bot, and no
 * simple look at a pattern tells whether it backtracks for ever on some text; so the match itself has a time limit.
 */
export function matchReply(pattern: RegExp, text: string): boolean {
  try {
    // Only a script of its own can be stopped; both texts reach it as literals.
    const [source, flags, reply] = [pattern.source, pattern.flags, text].map((each) => JSON.stringify(each));
    const script = new Script(`new RegExp(${source}, ${flags}).test(${reply})`);
    return script.runInThisContext({ timeout: LONGEST_MATCH_MS }) === true;
  } catch (error) {
    throw tookTooLong(error);
  }
}

function tookTooLong(cause: unknown): PortError {
  const says = `the pattern took more than ${LONGEST_MATCH_MS} ms on a reply; simplify the scenario's "expect"`;
  return new PortError("scenario", "refused", says, { cause });
}
