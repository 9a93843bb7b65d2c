import { setTimeout as wait } from "node:timers/promises";

/** The jobs that run now in this process, each with the switch that tells it to stop. */
export class RunningJobs {
  readonly #switches = new Map<AbortController, Promise<unknown>>();
  #abandonedBy: Error | undefined;
  /** Whether the runner is on its way out. */
  isEnding = false;

  /** Runs `job` with a signal of its own; throws when the jobs are abandoned, even if it ended well meanwhile. */
  async run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#abandonedBy !== undefined) throw this.#abandonedBy;
    const controller = new AbortController();
    const running = job(controller.signal);
    this.#switches.set(controller, running);
    try {
      await running;
    } finally {
      this.#switches.delete(controller);
    }
    // The engine completes a job without asking who holds it by now; a thrown error makes it ask.
    if (this.#abandonedBy !== undefined) throw this.#abandonedBy;
  }

  /** The jobs are no longer ours: none may start or be taken for done. */
  abandon(reason: Error): void {
    this.#abandonedBy ??= reason;
    this.abort(reason);
  }

  abort(reason: Error): void {
    for (const controller of this.#switches.keys()) controller.abort(reason);
  }

  /** Waits until none runs, at most `limitMs`. */
  async settled(limitMs: number): Promise<void> {
    const all = Promise.allSettled(this.#switches.values());
    await Promise.race([all, wait(limitMs, undefined, { ref: false })]);
  }
}
