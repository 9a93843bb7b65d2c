import type { HealthAnswer, HealthProbe } from "../../ports/health-probe.ts";
import { createFailures, type ScriptedFailures } from "./scripted-failures.ts";

export interface MemoryHealthProbe extends HealthProbe, ScriptedFailures {
  answer(status: number, body: string): void;
}

/** A health page in memory: the same at every address, healthy until told otherwise. */
export function createMemoryHealthProbe(): MemoryHealthProbe {
  const failures = createFailures("health-probe");
  let page: HealthAnswer = { status: 200, body: "ok", tookMs: 1 };
  return {
    ...failures,
    answer: (status, body) => {
      page = { status, body: body.slice(0, 4_096).replace(/[\uD800-\uDBFF]$/, ""), tookMs: 1 };
    },
    read: async (_url, signal) => {
      failures.check(signal);
      return page;
    },
  };
}
