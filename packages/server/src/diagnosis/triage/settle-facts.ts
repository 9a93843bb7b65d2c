/** What only the lines around a failure tell: its operation, the call that it was in, that the process died of it. */

import type { ErrorFact } from "./error-fact.ts";
import { withComponent } from "./fault-facts.ts";
import { indexAfter } from "./index-after.ts";
import { isOwnSlip } from "./is-own-slip.ts";
import { byWords } from "./name-component.ts";
import type { OperationNotes } from "./note-operations.ts";
import { type FactOptions, type FailedOperation, toOperationFact } from "./outside-facts.ts";

/** An error so near to a line that says that an operation failed is most likely of it. */
const NEAR_LINES = 60;
const JUST_BELOW = 3;

/** What is known of the requests in the log. */
type Settling = Pick<OperationNotes, "requests" | "calls"> & { readonly failed: readonly FailedOperation[] };

/** In the order of their lines, before and after. */
export function settleFacts(
  facts: readonly ErrorFact[],
  settling: Settling,
  options: FactOptions,
): readonly ErrorFact[] {
  const claimed = claimOperations(facts, settling, options);
  const ordered = claimed.sort((one, other) => one.line - other.line);
  const named = ordered.map((fact, index) => nameByWarning(nameByCall(fact, settling.calls), ordered[index - 1]));
  return foldSocket(markDeaths(named));
}

/** Lines that tell no more than that an operation failed give their name and request to the error beside them. */
function claimOperations(
  facts: readonly ErrorFact[],
  { failed, requests }: Settling,
  options: FactOptions,
): ErrorFact[] {
  const result = [...facts];
  const added: ErrorFact[] = [];
  const claimed = new Set<number>();
  for (const operation of failed) {
    const index = findFor(operation, { facts: result, claimed, requests });
    const fact = index === undefined ? undefined : result[index];
    const own = toOperationFact(operation, options);
    if (index === undefined || fact === undefined) added.push(own);
    else {
      claimed.add(index);
      const { operation: name, requestId } = own;
      result[index] = {
        ...fact,
        ...(name === undefined ? {} : { operation: name }),
        ...(requestId === undefined ? {} : { requestId }),
      };
    }
  }
  return [...result, ...added];
}

interface Candidates {
  readonly facts: readonly ErrorFact[];
  readonly claimed: ReadonlySet<number>;
  readonly requests: Settling["requests"];
}

/** The fact of the same request, else the nearest that has no request of its own. */
function findFor(
  { entry: { line }, requestId }: FailedOperation,
  { facts, claimed, requests }: Candidates,
): number | undefined {
  let nearest: number | undefined;
  for (let index = indexAfter(facts, line - NEAR_LINES - 1, (fact) => fact.line); index < facts.length; index += 1) {
    const fact = facts[index];
    if (fact === undefined || fact.line > line + JUST_BELOW) break;
    if (requestId !== undefined && fact.requestId === requestId && fact.severity === "error") return index;
    const isFree = fact.requestId === undefined || requests.get(fact.requestId) === undefined;
    if (!isFree || claimed.has(index) || fact.severity !== "error" || fact.reporter === "platform") continue;
    if (nearest === undefined || Math.abs(fact.line - line) <= Math.abs((facts[nearest]?.line ?? 0) - line))
      nearest = index;
  }
  return nearest;
}

/** What the error does not name, the call that its request had just made may, or the name of its operation. */
function nameByCall(fact: ErrorFact, calls: Settling["calls"]): ErrorFact {
  if (fact.chain.some((link) => link.component !== undefined)) return fact;
  const inner = fact.chain.at(-1);
  if (
    inner !== undefined &&
    isOwnSlip(inner.errorClass) &&
    inner.code === undefined &&
    inner.message !== "fetch failed"
  )
    return fact;
  const called = fact.requestId === undefined ? undefined : calls.get(fact.requestId);
  const component = called ?? byWords(fact.operation ?? "");
  return component === undefined ? fact : { ...fact, chain: withComponent(fact.chain, component) };
}

/** An answer that is no JSON, just below the warning that tells who answered. */
function nameByWarning(fact: ErrorFact, before: ErrorFact | undefined): ErrorFact {
  const isAnswer = /\bis not valid JSON\b|\bin JSON at position\b|Unexpected token/.test(fact.template);
  if (!isAnswer || before?.severity !== "warn" || fact.line - before.line > JUST_BELOW) return fact;
  if (fact.chain.some((link) => link.component !== undefined)) return fact;
  return { ...fact, chain: withComponent(fact.chain, before.chain.findLast((link) => link.component)?.component) };
}

/** The platform's word that the process ended, just below what it said last. */
function markDeaths(facts: readonly ErrorFact[]): readonly ErrorFact[] {
  return facts.map((fact, index) => {
    const next = facts[index + 1];
    if (fact.reporter !== "bot" || fact.severity !== "error" || next?.reporter !== "platform" || !next.crash)
      return fact;
    const end = fact.line + fact.sample.split("\n").length + JUST_BELOW;
    return next.line <= end ? { ...fact, crash: true } : fact;
  });
}

/** The socket client tells one error twice: at the socket, and where it is handled. */
function foldSocket(facts: readonly ErrorFact[]): readonly ErrorFact[] {
  const kept: ErrorFact[] = [];
  for (const fact of facts) {
    const before = kept.at(-1);
    const isSecond = isOfSocket(fact) && before !== undefined && isOfSocket(before) && fact.line - before.line <= 1;
    if (!isSecond || before.template === fact.template) kept.push(fact);
    else if (before.chain[0]?.errorClass === undefined && before.chain[0]?.status === undefined)
      kept[kept.length - 1] = { ...fact, line: before.line };
  }
  return kept;
}

function isOfSocket({ reporter, template }: ErrorFact): boolean {
  return reporter === "socket" && /\bWebSocket error|Unexpected server response|SMWebsocketError/.test(template);
}
