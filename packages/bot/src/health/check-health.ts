import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Fault, readFault } from "../faults/read-fault.ts";
import type { BreakerState } from "../protect/dependency.ts";
import { type Probe, type ProbeResult, runProbe } from "./probe.ts";

export type HealthStatus = "healthy" | "degraded" | "down";

export type Connection = "connected" | "disconnected";

/** How a probe ended, and how calls of the bot's own go. */
export interface DependencyDetail {
  readonly tookMs: number;
  readonly fault?: Pick<Fault, "kind" | "code" | "status">;
  readonly breaker?: BreakerState;
}

/** The playbook's health page ("Proactive Monitoring"), and below it what we add. */
export interface Health {
  readonly status: HealthStatus;
  readonly timestamp: string;
  readonly version: string;
  /** Seconds. */
  readonly uptime: number;
  /** Bytes. */
  readonly memory: NodeJS.MemoryUsage;
  readonly dependencies: Readonly<Record<string, Connection>>;
  readonly details: Readonly<Record<string, DependencyDetail>>;
  /** How late the event loop was in the last while: the 99th percentile, in milliseconds. */
  readonly eventLoopDelayMs: number;
  /** ISO times of the last event that came in, and of the last request that ended well. */
  readonly lastEventAt?: string;
  readonly lastAnswerAt?: string;
}

export interface HealthOptions {
  /** Probes by name. Slack's is there without being named. */
  readonly dependencies?: Readonly<Record<string, Probe>>;
  /** Without these nothing works: the page then says `down`. Default: Slack. */
  readonly essential?: readonly string[];
  /** Details are shown to who brings it as `Authorization: Bearer KEY`. Without a key nobody sees them over the network. */
  readonly key?: string;
  readonly version?: string;
}

/** Answers of probes are kept so long, so that a page that is asked often does not eat a rate limit. */
const CACHE_MS = 10_000;
/** A health page that is slower than what asks it is down for it: platforms give up after five seconds or more. */
const PROBE_LIMIT_MS = 3_000;

export interface HealthSources {
  readonly breakers: () => ReadonlyMap<string, BreakerState>;
  /** Milliseconds since 1970. */
  readonly lastEventAt: () => number | undefined;
  readonly lastAnswerAt: () => number | undefined;
}

export interface HealthCheck {
  check(): Promise<Health>;
  stop(): void;
}

export function createHealthCheck(options: HealthOptions, sources: HealthSources): HealthCheck {
  const probes = Object.entries(options.dependencies ?? {}).map(([name, probe]) => [name, remember(probe)] as const);
  const essential = new Set(options.essential ?? ["slack"]);
  const version = options.version ?? process.env.npm_package_version ?? "unknown";
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();

  return {
    check: async () => {
      const results = await Promise.all(probes.map(async ([name, probe]) => [name, await probe()] as const));
      const breakers = sources.breakers();
      const found = results.map(([name, result]) => ({ name, result, breaker: breakers.get(name) }));
      const eventLoopDelayMs = Math.round(delays.percentile(99) / 1e6);
      delays.reset();
      return {
        status: statusOf(found, essential),
        timestamp: new Date().toISOString(),
        version,
        uptime: process.uptime(),
        memory: process.memoryUsage(),
        dependencies: Object.fromEntries(
          found.map(({ name, result }) => [name, result.isUp ? "connected" : "disconnected"]),
        ),
        details: Object.fromEntries(found.map((one) => [one.name, describe(one)])),
        eventLoopDelayMs,
        ...isoTime("lastEventAt", sources.lastEventAt()),
        ...isoTime("lastAnswerAt", sources.lastAnswerAt()),
      };
    },
    stop: () => delays.disable(),
  };
}

/** One question at a time, and its answer for a while. */
function remember(probe: Probe): () => Promise<ProbeResult> {
  let known: { readonly result: Promise<ProbeResult>; readonly at: number } | undefined;
  return () => {
    if (known === undefined || performance.now() - known.at > CACHE_MS) {
      known = { result: runProbe(probe, PROBE_LIMIT_MS), at: performance.now() };
    }
    return known.result;
  };
}

interface Found {
  readonly name: string;
  readonly result: ProbeResult;
  readonly breaker: BreakerState | undefined;
}

function describe({ result, breaker }: Found): DependencyDetail {
  return {
    tookMs: Math.round(result.tookMs),
    ...(!result.isUp && { fault: shortly(readFault(result.error)) }),
    ...(breaker !== undefined && { breaker }),
  };
}

function shortly({ kind, code, status }: Fault): Pick<Fault, "kind" | "code" | "status"> {
  return { kind, ...(code !== undefined && { code }), ...(status !== undefined && { status }) };
}

function statusOf(found: readonly Found[], essential: ReadonlySet<string>): HealthStatus {
  if (found.some(({ name, result }) => essential.has(name) && !result.isUp)) return "down";
  const isLess = found.some(({ result, breaker = "closed" }) => !result.isUp || breaker !== "closed");
  return isLess ? "degraded" : "healthy";
}

function isoTime(key: "lastEventAt" | "lastAnswerAt", at: number | undefined): Partial<Health> {
  return at === undefined ? {} : { [key]: new Date(at).toISOString() };
}
