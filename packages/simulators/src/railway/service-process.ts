import { setTimeout as delay } from "node:timers/promises";
import type { OutputStream } from "./log-lines.ts";
import { type ProcessGroup, startProcessGroup } from "./process-group.ts";

export interface ServiceProcessOptions {
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly onLine: (stream: OutputStream, text: string) => void;
}

export interface ReadinessRule {
  readonly healthcheckPath: string | undefined;
  readonly healthcheckTimeoutMs: number;
  readonly settleMs: number;
}

export type Readiness = "ready" | "completed" | "crashed" | "unhealthy" | "aborted";

/** Ours; Railway does not say how often it asks. */
const healthcheckPauseMs = 50;
const healthcheckRequestTimeoutMs = 5_000;

/** One run of a deployment's start command. */
export class ServiceProcess {
  readonly port: number;
  readonly #group: ProcessGroup;
  #isStopping = false;

  constructor(options: ServiceProcessOptions) {
    this.port = options.port;
    this.#group = startProcessGroup(options);
  }

  /** The exit code, or undefined when it was asked to stop. */
  async ended(): Promise<number | undefined> {
    const code = await this.#group.exited;
    return this.#isStopping ? undefined : code;
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    await this.#group.terminate(graceMs);
  }

  /** Waits until the deployment may count as active (docs.railway.com/deployments/reference, "Active"). */
  async becomeReady(rule: ReadinessRule, signal: AbortSignal): Promise<Readiness> {
    const waiting = new AbortController();
    const aborted = new Promise<Readiness>((resolve) => {
      signal.addEventListener("abort", () => resolve("aborted"), { once: true, signal: waiting.signal });
    });
    if (signal.aborted) return "aborted";
    const exited = this.#group.exited.then((code): Readiness => toExitReadiness(code, rule));
    try {
      return await Promise.race([aborted, exited, this.#answersOrSettles(rule, waiting.signal)]);
    } finally {
      waiting.abort();
    }
  }

  async #answersOrSettles(rule: ReadinessRule, signal: AbortSignal): Promise<Readiness> {
    if (rule.healthcheckPath === undefined) {
      await delay(rule.settleMs, undefined, { signal }).catch(ignoreAbort);
      return "ready";
    }
    const url = `http://127.0.0.1:${this.port}${rule.healthcheckPath}`;
    const deadline = Date.now() + rule.healthcheckTimeoutMs;
    while (Date.now() < deadline && !signal.aborted) {
      if (await answersOk(url, signal)) return "ready";
      await delay(healthcheckPauseMs, undefined, { signal }).catch(ignoreAbort);
    }
    return "unhealthy";
  }
}

/** Exit code 0 leaves a deployment successful (docs.railway.com/deployments/deployment-actions), unless it had to answer. */
function toExitReadiness(code: number, rule: ReadinessRule): Readiness {
  return code === 0 && rule.healthcheckPath === undefined ? "completed" : "crashed";
}

async function answersOk(url: string, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(healthcheckRequestTimeoutMs)]);
  return fetch(url, { signal: limit }).then(
    async (response) => {
      await response.body?.cancel();
      return response.status === 200;
    },
    () => false,
  );
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}
