/** Asks a dependency whether it works. Rejects, or throws, when it does not. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

/** Slack takes the bot's token. */
export function probeSlack(client: { readonly auth: { test(): Promise<unknown> } }): Probe {
  return () => client.auth.test();
}

/** MongoDB answers a `ping`. Takes a `MongoClient`. */
export function probeMongo(client: { db(): { command(command: { ping: 1 }): Promise<unknown> } }): Probe {
  return () => client.db().command({ ping: 1 });
}

/** An address answers, with any status that is no failure of its own: a `401` or `404` shows that somebody is there. */
export function probeHttp(url: string, init: RequestInit = {}): Probe {
  return async (signal) => {
    const response = await fetch(url, { ...init, signal });
    await response.body?.cancel();
    if (response.status >= 500) throw new Error(`it answers ${response.status}`);
  };
}

export type ProbeResult =
  | { readonly isUp: true; readonly tookMs: number }
  | { readonly isUp: false; readonly tookMs: number; readonly error: unknown };

/** Ends by its limit, whatever the probe does. */
export async function runProbe(probe: Probe, limitMs: number): Promise<ProbeResult> {
  const started = performance.now();
  const signal = AbortSignal.timeout(limitMs);
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  try {
    await Promise.race([probe(signal), tooLate]);
    return { isUp: true, tookMs: performance.now() - started };
  } catch (error) {
    return { isUp: false, tookMs: performance.now() - started, error };
  }
}
