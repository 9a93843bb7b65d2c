/** How one of the server's dependencies is, as it was really asked just now. */
export type DependencyHealth = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Asks each dependency; the keys are their names, such as `store` and `workers`. */
export type AskHealth = (signal: AbortSignal) => Promise<Readonly<Record<string, DependencyHealth>>>;

/** The shape of the playbook's health page ("Proactive Monitoring"); unlike there, every dependency was asked. */
export interface HealthReply {
  readonly status: "healthy" | "unhealthy";
  readonly timestamp: string;
  readonly version: string;
  /** Seconds. */
  readonly uptime: number;
  /** Bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** `connected`, or what is wrong. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Platforms ask a health page with limits of some seconds; an answer in time beats their own guess. */
const LIMIT_MS = 3_000;

export async function readHealth(ask: AskHealth, version: string): Promise<HealthReply> {
  const dependencies = await askInTime(ask);
  const { rss, heapUsed } = process.memoryUsage();
  return {
    status: Object.values(dependencies).every(({ ok }) => ok) ? "healthy" : "unhealthy",
    timestamp: new Date().toISOString(),
    version,
    uptime: process.uptime(),
    memory: { rss, heapUsed },
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, health]) => [name, health.ok ? "connected" : health.why]),
    ),
  };
}

async function askInTime(ask: AskHealth): Promise<Readonly<Record<string, DependencyHealth>>> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const late = Promise.withResolvers<Readonly<Record<string, DependencyHealth>>>();
  const giveUp = () => late.resolve({ server: { ok: false, why: `no answer within ${LIMIT_MS / 1_000} s` } });
  signal.addEventListener("abort", giveUp);
  try {
    return await Promise.race([ask(signal), late.promise]);
  } catch {
    return { server: { ok: false, why: "its dependencies could not be asked" } };
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
