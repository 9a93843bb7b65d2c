import type { ScenarioHistory } from "../../domain/bot.ts";
import type { Instant } from "../../domain/instant.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";
import type { Forgetting, KnownSignature, LogCursor, VariableSnapshot, WatchStore } from "../../ports/watch-store.ts";
import type { MemoryJobQueue } from "./job-queue.ts";

interface Seen {
  runs: readonly ScenarioRun[];
  /** By scenario. */
  readonly firstPassed: Map<string, Instant>;
  readonly signatures: Map<string, KnownSignature>;
  variables: readonly VariableSnapshot[];
  cursor: LogCursor | undefined;
}

/** What watching has seen, in memory. Everything is one step, so writers take turns by themselves. */
export function createMemoryWatchStore({ queue }: { readonly queue: MemoryJobQueue }): WatchStore {
  const bots = new Map<string, Seen>();
  const seenOf = (botId: string): Seen => {
    const seen = bots.get(botId) ?? {
      runs: [],
      firstPassed: new Map(),
      signatures: new Map(),
      variables: [],
      cursor: undefined,
    };
    bots.set(botId, seen);
    return seen;
  };
  return {
    recordScenarioRun: async ({ botId, run, runs, follow }) => {
      const seen = seenOf(botId);
      const firstPassed = new Map(seen.firstPassed);
      if (run.outcome === "passed" && !firstPassed.has(run.scenarioId)) firstPassed.set(run.scenarioId, run.at);
      const next = { ...seen, runs: [...seen.runs, run], firstPassed };
      queue.addNow(follow(toHistories(next, runs)));
      bots.set(botId, next);
    },
    readScenarioHistories: async (botId, runs) => toHistories(seenOf(botId), runs),
    readLogCursor: async (botId) => seenOf(botId).cursor,
    recordSignatures: async (reading) => {
      const { readFrom, cursor, signatures, count, follow } = reading;
      const seen = seenOf(reading.botId);
      if (seen.cursor?.readTo !== readFrom) {
        queue.addNow(follow([]));
        return;
      }
      const counted = signatures.map((signature) => ({
        signature,
        ...count(signature, seen.signatures.get(signature.id)),
      }));
      queue.addNow(follow(counted));
      for (const { signature, ...known } of counted) seen.signatures.set(signature.id, known);
      seen.cursor = { ...cursor, readTo: Math.max(readFrom ?? cursor.readTo, cursor.readTo) };
    },
    recordVariables: async (botId, snapshot) => {
      const seen = seenOf(botId);
      const last = newestAt(seen.variables, snapshot.at);
      if (JSON.stringify(last?.variables) === JSON.stringify(snapshot.variables)) return;
      seen.variables = [...seen.variables, snapshot];
    },
    readVariables: async (botId, atLatest) => newestAt(seenOf(botId).variables, atLatest),
    forget: async (forgetting) => {
      for (const seen of bots.values()) forgetOf(seen, forgetting);
    },
  };
}

function forgetOf(seen: Seen, { runsOfScenario, signaturesBefore, variablesBefore }: Forgetting): void {
  const byScenario = Map.groupBy(seen.runs, ({ scenarioId }) => scenarioId);
  const kept = new Set([...byScenario.values()].flatMap((own) => own.slice(-runsOfScenario)));
  seen.runs = seen.runs.filter((run) => kept.has(run));
  for (const [id, { lastAt }] of seen.signatures) if (lastAt < signaturesBefore) seen.signatures.delete(id);
  const base = newestAt(seen.variables, variablesBefore);
  seen.variables = seen.variables.filter((snapshot) => snapshot === base || snapshot.at > variablesBefore);
}

function toHistories({ runs: all, firstPassed }: Seen, runs: number): readonly ScenarioHistory[] {
  return [...Map.groupBy(all, ({ scenarioId }) => scenarioId)].map(([scenarioId, own]) => {
    const firstPassedAt = firstPassed.get(scenarioId);
    const passed = own.filter(({ outcome }) => outcome === "passed");
    const latencies = passed.flatMap(({ latencyMs }) => latencyMs ?? []).sort((one, other) => one - other);
    const normalLatencyMs = latencies[Math.floor(latencies.length / 2)];
    return {
      scenarioId,
      runs: own.slice(-runs),
      ...(firstPassedAt === undefined ? {} : { firstPassedAt }),
      ...(normalLatencyMs === undefined ? {} : { normalLatencyMs }),
    };
  });
}

function newestAt(snapshots: readonly VariableSnapshot[], atLatest: Instant): VariableSnapshot | undefined {
  return snapshots.filter(({ at }) => at <= atLatest).sort((one, other) => other.at - one.at)[0];
}
