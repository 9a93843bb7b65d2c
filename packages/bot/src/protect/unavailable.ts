/** What a caller gets while a dependency is not asked: the playbook's words, as a result or as an error. */

const WORDS = "Service temporarily unavailable";

/** The playbook's answer of an open circuit breaker. */
export interface Unavailable {
  readonly success: false;
  readonly error: typeof WORDS;
}

export const unavailable: Unavailable = { success: false, error: WORDS };

/** Thrown instead of a call that was not made. */
export class DependencyUnavailableError extends Error {
  override readonly name = "DependencyUnavailableError";
  readonly code: "breaker-open" | "too-many-calls";
  readonly dependency: string;

  constructor(dependency: string, code: DependencyUnavailableError["code"], options?: ErrorOptions) {
    super(`${WORDS}: ${dependency}`, options);
    this.dependency = dependency;
    this.code = code;
  }
}

/** Thrown when one try took longer than its limit; the work was told to stop by its signal. */
export class DependencyTimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly code = "ETIMEDOUT";
  readonly dependency: string;

  constructor(dependency: string, limitMs: number, options?: ErrorOptions) {
    super(`${dependency} did not answer within ${limitMs}ms`, options);
    this.dependency = dependency;
  }
}
