/** Several dependencies that cannot be reached from one moment on have one cause: the bot's own way out. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { ErrorFact } from "./error-fact.ts";
import { isKnown } from "./name-component.ts";

interface Unreached {
  readonly explanation: { readonly pattern: string; readonly component: string; readonly firstFix: string };
  readonly occurrence: { readonly line: number; readonly at?: Instant; readonly fact?: ErrorFact };
}

/** Our side says these: no name server answers, no route leads out. */
const OF_OUR_SIDE: ReadonlySet<string> = new Set(["EAI_AGAIN", "ENETUNREACH", "ENETDOWN"]);
/** These may be of either side; several dependencies at once have our side in common. */
const OF_EITHER_SIDE: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const ENOUGH_OF_OUR_SIDE = 2;
const ENOUGH = 3;
/** Ours: within a minute each of them has been called; without times, within so many lines. */
const TOGETHER_MS: Milliseconds = 60_000;
const TOGETHER_LINES = 200;

/** The same failures; where the network is to blame, they are its. */
export function blameNetwork<One extends Unreached>(failures: readonly One[]): readonly One[] {
  const firsts = new Map<string, Unreached>();
  for (const one of failures) {
    if (isUnreachable(one) && !firsts.has(one.explanation.component)) firsts.set(one.explanation.component, one);
  }
  if (!isOfOneMoment([...firsts.values()])) return failures;
  return failures.map((one) =>
    isUnreachable(one) ? { ...one, explanation: { ...one.explanation, ...NETWORK } } : one,
  );
}

const NETWORK = {
  component: "network",
  firstFix: "Look at the host's name resolution and its way out: several dependencies became unreachable at once",
} as const;

function isUnreachable({ explanation, occurrence }: Unreached): boolean {
  const code = codeOf(occurrence);
  return (
    explanation.pattern === "dependency-down" &&
    isKnown(explanation.component) &&
    (OF_OUR_SIDE.has(code) || OF_EITHER_SIDE.has(code))
  );
}

function codeOf({ fact }: Unreached["occurrence"]): string {
  return fact?.chain.at(-1)?.code ?? "";
}

function isOfOneMoment(firsts: readonly Unreached[]): boolean {
  const isOurs = firsts.every(({ occurrence }) => OF_OUR_SIDE.has(codeOf(occurrence)));
  if (firsts.length < (isOurs ? ENOUGH_OF_OUR_SIDE : ENOUGH)) return false;
  const timed = firsts.flatMap(({ occurrence: { at } }) => at ?? []);
  if (timed.length === firsts.length) return Math.max(...timed) - Math.min(...timed) <= TOGETHER_MS;
  const lines = firsts.map(({ occurrence: { line } }) => line);
  return Math.max(...lines) - Math.min(...lines) <= TOGETHER_LINES;
}
