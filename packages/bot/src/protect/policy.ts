/** How a dependency is protected. Every part can be left out (`false`), every number has a reason. */

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly times?: number;
  /** Before the first further try; it doubles from try to try, with jitter. */
  readonly firstDelayMs?: number;
  /** No wait is longer. Where the other side asks for more (`Retry-After`), the call is given up at once. */
  readonly maxDelayMs?: number;
}

export interface BreakerPolicy {
  /** So many failures in a row open it. */
  readonly failures?: number;
  /** How long nothing is asked, before one call is tried. */
  readonly openMs?: number;
}

export interface BulkheadPolicy {
  /** Calls at the same time. */
  readonly calls?: number;
  /** Calls that may wait for their turn. */
  readonly waiting?: number;
}

export interface CachePolicy<Args extends readonly unknown[]> {
  /** How long an answer is as good as a new one. */
  readonly freshMs: number;
  /** How long after that it is still better than none, while the dependency fails. */
  readonly staleMs?: number;
  /** Answers that are kept; the one unused for longest goes first. */
  readonly most?: number;
  /** What tells calls apart; without it their arguments as JSON. */
  readonly key?: (...args: Args) => string;
}

export interface ProtectPolicy<Args extends readonly unknown[], Value> {
  /** Limit of one try. The work hears of it by `currentSignal()`. */
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy | false;
  readonly breaker?: BreakerPolicy | false;
  readonly bulkhead?: BulkheadPolicy | false;
  /** For reads only. */
  readonly cache?: CachePolicy<Args>;
  /** Answers instead, when all else failed. */
  readonly fallback?: (...args: Args) => Value | Promise<Value>;
  /** Whether the call changes something, so that it is repeated only where it surely did not happen. */
  readonly isWrite?: boolean;
  /** What a call gets that was not made: an error (`throw`), or the playbook's typed result. */
  readonly whenUnavailable?: "throw" | "result";
}

/** The defaults. The playbook gives the breaker ("Circuit Breaker Pattern": 5 failures, 60 s); the others keep a call below its 25 s of "timeout errors". */
export const usual = {
  timeoutMs: 10_000,
  retry: { times: 2, firstDelayMs: 200, maxDelayMs: 5_000 },
  breaker: { failures: 5, openMs: 60_000 },
  bulkhead: { calls: 20, waiting: 50 },
  cache: { staleMs: 0, most: 500 },
} as const;
