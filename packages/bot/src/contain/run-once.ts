/** Which events were handled, so that a redelivery is not handled again. Of this process, and bounded. */

export interface RunOnce {
  /**
   * Takes an event for a run; the answer ends that run. `undefined`: it was handled already, or the run that was under way has ended well.
   * A failed run does not count, so the redelivery of a failed event runs again.
   */
  claim(id: string): Promise<((hasSucceeded: boolean) => void) | undefined>;
}

/** Slack redelivers for about an hour at most; a busy bot has some events a second. */
const MOST = 5_000;

export function createRunOnce(most = MOST): RunOnce {
  const done = new Set<string>();
  const running = new Map<string, Promise<boolean>>();

  function begin(id: string): (hasSucceeded: boolean) => void {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    running.set(id, promise);
    return (hasSucceeded) => {
      running.delete(id);
      if (hasSucceeded) done.add(id);
      const [oldest] = done;
      if (done.size > most && oldest !== undefined) done.delete(oldest);
      resolve(hasSucceeded);
    };
  }

  return {
    claim: async (id) => {
      for (let other = running.get(id); other !== undefined; other = running.get(id)) {
        if (await other) return undefined;
      }
      return done.has(id) ? undefined : begin(id);
    },
  };
}
