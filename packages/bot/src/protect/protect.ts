import { isBulkheadRejectedError, isTaskCancelledError } from "cockatiel";
import type { Fault } from "../faults/read-fault.ts";
import { currentSignal, runWithSignal } from "../requests/current-signal.ts";
import { type AnswerCache, createAnswerCache } from "./answer-cache.ts";
import { type BreakerState, createDependency, type Dependency, isNotMade } from "./dependency.ts";
import type { ProtectPolicy } from "./policy.ts";
import { DependencyTimeoutError, DependencyUnavailableError, type Unavailable, unavailable } from "./unavailable.ts";
import { faultOf } from "./worth-a-retry.ts";

/** How one call went, retries included. */
export interface DependencyCall {
  readonly dependency: string;
  readonly outcome: "ok" | "failed" | "not-made";
  /** What the caller got in place of an answer of the dependency. */
  readonly instead?: "cache" | "stale" | "fallback" | "result";
  readonly tookMs: number;
  readonly tries: number;
  readonly fault?: Fault;
}

/** Hears of calls and breakers. It is called on the bot's way: it must be fast and may not throw. */
export interface DependencyWatcher {
  onCall(call: DependencyCall): void;
  onBreaker(dependency: string, state: BreakerState): void;
}

export interface Protector {
  protect: Protect;
  dependencies(): readonly Dependency[];
}

export interface Protect {
  /**
   * Wraps a function that asks a dependency: a time limit for each try, retries with backoff that honour `Retry-After`, a circuit breaker and
   * a bulkhead that all functions under one name share, and as wanted a cache and a fallback. Errors pass through as they are; what was
   * not called throws `DependencyUnavailableError`, what was too slow `DependencyTimeoutError`.
   */
  <Args extends readonly unknown[], Value>(
    name: string,
    call: (...args: Args) => Value | PromiseLike<Value>,
    policy?: ProtectPolicy<Args, Value> & { readonly whenUnavailable?: "throw" },
  ): (...args: Args) => Promise<Value>;
  /** With `whenUnavailable: "result"`, a call that is not made answers as the playbook does: `{ success: false, error }`. */
  <Args extends readonly unknown[], Value>(
    name: string,
    call: (...args: Args) => Value | PromiseLike<Value>,
    policy: ProtectPolicy<Args, Value>,
  ): (...args: Args) => Promise<Value | Unavailable>;
}

export function createProtector(watcher: DependencyWatcher): Protector {
  const known = new Map<string, Dependency>();

  function dependencyFor(name: string, policy: ProtectPolicy<never, unknown>): Dependency {
    const found = known.get(name);
    if (found !== undefined) return found;
    const created = createDependency(name, policy, (state) => watcher.onBreaker(name, state));
    known.set(name, created);
    return created;
  }

  function protect<Args extends readonly unknown[], Value>(
    name: string,
    call: (...args: Args) => Value | PromiseLike<Value>,
    policy: ProtectPolicy<Args, Value> = {},
  ): (...args: Args) => Promise<Value | Unavailable> {
    const dependency = dependencyFor(name, policy);
    const cache = policy.cache === undefined ? undefined : createAnswerCache<Args, Value>(policy.cache);
    return (...args) => makeCall({ dependency, call, policy, cache, watcher }, args);
  }

  return { protect: protect as Protect, dependencies: () => [...known.values()] };
}

interface Protected<Args extends readonly unknown[], Value> {
  readonly dependency: Dependency;
  readonly call: (...args: Args) => Value | PromiseLike<Value>;
  readonly policy: ProtectPolicy<Args, Value>;
  readonly cache: AnswerCache<Args, Value> | undefined;
  readonly watcher: DependencyWatcher;
}

async function makeCall<Args extends readonly unknown[], Value>(
  guarded: Protected<Args, Value>,
  args: Args,
): Promise<Value | Unavailable> {
  const { dependency, call, policy, cache, watcher } = guarded;
  const fresh = cache?.fresh(args);
  if (fresh !== undefined) return fresh.value;
  const started = performance.now();
  const parent = currentSignal();
  const { limitMs, execute } = dependency.pipeline(policy);
  let tries = 0;
  try {
    const value = await execute(({ signal }) => {
      signal.throwIfAborted();
      tries += 1;
      return runWithSignal(signal, () => call(...args));
    }, parent);
    const fault = faultOf({ value });
    watcher.onCall(record(dependency.name, { outcome: fault ? "failed" : "ok", started, tries, fault }));
    if (fault === undefined) cache?.keep(args, value);
    return value;
  } catch (thrown) {
    const error = toOurs(thrown, { dependency: dependency.name, limitMs, parent });
    const ending = {
      outcome: isNotMade(thrown) ? "not-made" : "failed",
      started,
      tries,
      fault: faultOf({ error }),
    } as const;
    return answerInstead(guarded, { args, error, ending });
  }
}

interface CallEnding {
  readonly outcome: DependencyCall["outcome"];
  readonly started: number;
  readonly tries: number;
  readonly fault: Fault | undefined;
  readonly instead?: DependencyCall["instead"];
}

function record(dependency: string, { outcome, started, tries, fault, instead }: CallEnding): DependencyCall {
  return {
    dependency,
    outcome,
    tookMs: performance.now() - started,
    tries,
    ...(fault !== undefined && { fault }),
    ...(instead !== undefined && { instead }),
  };
}

interface Failed<Args> {
  readonly args: Args;
  readonly error: unknown;
  readonly ending: CallEnding;
}

/** An answer that is not fresh, the fallback, the playbook's result; else the error. A fallback that fails too leaves the first error. */
async function answerInstead<Args extends readonly unknown[], Value>(
  { dependency, policy, cache, watcher }: Protected<Args, Value>,
  { args, error, ending }: Failed<Args>,
): Promise<Value | Unavailable> {
  const tell = (instead?: DependencyCall["instead"]): void =>
    watcher.onCall(record(dependency.name, { ...ending, instead }));
  const stale = cache?.stale(args);
  if (stale !== undefined) {
    tell("stale");
    return stale.value;
  }
  if (policy.fallback !== undefined) {
    try {
      const value = await policy.fallback(...args);
      tell("fallback");
      return value;
    } catch {
      // What failed first is what somebody has to mend.
    }
  }
  const isResult = ending.outcome === "not-made" && policy.whenUnavailable === "result";
  tell(isResult ? "result" : undefined);
  if (isResult) return unavailable;
  throw error;
}

interface Circumstances {
  readonly dependency: string;
  readonly limitMs: number;
  readonly parent: AbortSignal;
}

/** The bot shall not have to know the library that we use. */
function toOurs(thrown: unknown, { dependency, limitMs, parent }: Circumstances): unknown {
  if (isNotMade(thrown)) {
    const code = isBulkheadRejectedError(thrown) ? "too-many-calls" : "breaker-open";
    return new DependencyUnavailableError(dependency, code, { cause: thrown });
  }
  if (!isTaskCancelledError(thrown)) return thrown;
  return parent.aborted ? parent.reason : new DependencyTimeoutError(dependency, limitMs, { cause: thrown });
}
