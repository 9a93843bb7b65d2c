import {
  type BulkheadPolicy as Bulkhead,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IDefaultPolicyContext,
  type IPolicy,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  noop,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from "cockatiel";
import { type ProtectPolicy, usual } from "./policy.ts";
import { delayBefore, faultOf, isWorthRetry } from "./worth-a-retry.ts";

export type BreakerState = "closed" | "open" | "half-open" | "held-open";

/** Something outside that the bot needs. All that is protected under one name shares its breaker and its bulkhead. */
export interface Dependency {
  readonly name: string;
  breakerState(): BreakerState;
  /** Opens the breaker until it is released. */
  holdOpen(): () => void;
  /** Closes the breaker, and forgets the failures so far. */
  close(): void;
  /** A limit for one try in place of that of the policies, or `undefined` for theirs. */
  limitTries(timeoutMs: number | undefined): void;
  /** What a call goes through, outermost first: retries, breaker, bulkhead, time limit. */
  pipeline(policy: AnyPolicy): { readonly limitMs: number; readonly execute: Pipeline["execute"] };
}

type AnyPolicy = ProtectPolicy<never, unknown>;
type Pipeline = IPolicy<IDefaultPolicyContext>;

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Isolated]: "held-open",
};

/** The first policy under a name says how its breaker and its bulkhead are. */
export function createDependency(
  name: string,
  policy: AnyPolicy,
  onBreaker: (state: BreakerState) => void,
): Dependency {
  const counter = new ConsecutiveBreaker({ ...usual.breaker, ...(policy.breaker || {}) }.failures);
  const breaker = createBreaker(policy.breaker ?? usual.breaker, counter);
  const slots = createBulkhead(policy.bulkhead ?? usual.bulkhead);
  const made = new Map<AnyPolicy, { readonly limitMs: number; readonly execute: Pipeline["execute"] }>();
  let ordered: number | undefined;
  breaker?.onStateChange((state) => onBreaker(STATES[state]));

  return {
    name,
    breakerState: () => (breaker === undefined ? "closed" : STATES[breaker.state]),
    holdOpen: () => breaker?.isolate().dispose ?? (() => undefined),
    close: () => {
      if (breaker === undefined || breaker.state === CircuitState.Closed) return;
      counter.success();
      breaker.isolate().dispose();
    },
    limitTries: (timeoutMs) => {
      ordered = timeoutMs;
      made.clear();
    },
    pipeline: (wanted) => {
      const known = made.get(wanted);
      if (known !== undefined) return known;
      const limitMs = ordered ?? wanted.timeoutMs ?? usual.timeoutMs;
      const policies = wrap(createRetry(wanted), breaker ?? noop, slots ?? noop, createTimeout(limitMs));
      const pipeline = { limitMs, execute: policies.execute.bind(policies) };
      made.set(wanted, pipeline);
      return pipeline;
    },
  };
}

function createBreaker(
  policy: Exclude<AnyPolicy["breaker"], undefined>,
  counter: ConsecutiveBreaker,
): CircuitBreakerPolicy | undefined {
  if (policy === false) return undefined;
  const { openMs } = { ...usual.breaker, ...policy };
  const handled = handleWhen((error) => isItsFailure({ error })).orWhenResult((value) => isItsFailure({ value }));
  return circuitBreaker(handled, { breaker: counter, halfOpenAfter: openMs });
}

/** A dependency that refuses what was asked is well; a call that had no place was never made. */
function isItsFailure(ending: Parameters<typeof faultOf>[0]): boolean {
  if ("error" in ending && isBulkheadRejectedError(ending.error)) return false;
  const kind = faultOf(ending)?.kind;
  return kind !== undefined && kind !== "refused";
}

function createBulkhead(policy: Exclude<AnyPolicy["bulkhead"], undefined>): Bulkhead | undefined {
  if (policy === false) return undefined;
  const { calls, waiting } = { ...usual.bulkhead, ...policy };
  return bulkhead(calls, waiting);
}

function createTimeout(limitMs: number): Pipeline {
  return timeout(limitMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }).dangerouslyUnref();
}

function createRetry({ retry: wanted = usual.retry, isWrite = false }: AnyPolicy): Pipeline {
  if (wanted === false) return noop;
  const policy = { ...usual.retry, ...wanted };
  const patience = { isWrite, maxDelayMs: policy.maxDelayMs };
  const isTransient = (ending: Parameters<typeof faultOf>[0]): boolean => {
    if ("error" in ending && isNotMade(ending.error)) return false;
    const fault = faultOf(ending);
    return fault !== undefined && isWorthRetry(fault, patience);
  };
  const handled = handleWhen((error) => isTransient({ error })).orWhenResult((value) => isTransient({ value }));
  return retry(handled, {
    maxAttempts: policy.times,
    backoff: new DelegateBackoff(({ attempt, result }) => delayBefore(attempt, faultOf(result), policy)),
  }).dangerouslyUnref();
}

/** Open breakers and full bulkheads: asking again at once is what they are against. */
export function isNotMade(error: unknown): boolean {
  return isBrokenCircuitError(error) || isBulkheadRejectedError(error);
}
