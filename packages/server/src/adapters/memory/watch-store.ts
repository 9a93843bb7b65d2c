import type { ScenarioHistory } from "../../domain/bot.ts";
import type { Instant } from "../../domain/instant.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";
import type { KnownSignature, LogCursor, VariableSnapshot, WatchStore } from "../../ports/watch-store.ts";
import type { MemoryJobQueue } from "./job-queue.ts";

interface Seen {
  readonly runs: ScenarioRun[];
  readonly signatures: Map<string, KnownSignature>;
  readonly variables: VariableSnapshot[];
  cursor: LogCursor | undefined;
}

/** What watching has seen, in memory. Everything is one step, so writers take turns by themselves. */
export function createMemoryWatchStore({ queue }: { readonly queue: MemoryJobQueue }): WatchStore {
  const bots = new Map<string, Seen>();
  const seenOf = (botId: string): Seen => {
    const seen = bots.get(botId) ?? { runs: [], signatures: new Map(), variables: [], cursor: undefined };
    bots.set(botId, seen);
    return seen;
  };
  return {
    recordScenarioRun: async ({ botId, run, runs, follow }) => {
      const seen = seenOf(botId);
      queue.addNow(follow(toHistories([...seen.runs, run], runs)));
      seen.runs.push(run);
    },
    readScenarioHistories: async (botId, runs) => toHistories(seenOf(botId).runs, runs),
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
      const { variables } = seenOf(botId);
      const last = newestAt(variables, snapshot.at);
      if (JSON.stringify(last?.variables) === JSON.stringify(snapshot.variables)) return;
      variables.push(snapshot);
    },
    readVariables: async (botId, atLatest) => newestAt(seenOf(botId).variables, atLatest),
  };
}

function toHistories(all: readonly ScenarioRun[], runs: number): readonly ScenarioHistory[] {
  return [...Map.groupBy(all, ({ scenarioId }) => scenarioId)].map(([scenarioId, own]) => {
    const passed = own.filter(({ outcome }) => outcome === "passed");
    const latencies = passed.flatMap(({ latencyMs }) => latencyMs ?? []).sort((one, other) => one - other);
    const normalLatencyMs = latencies[Math.floor(latencies.length / 2)];
    return {
      scenarioId,
      runs: own.slice(-runs),
      ...(passed[0] === undefined ? {} : { firstPassedAt: passed[0].at }),
      ...(normalLatencyMs === undefined ? {} : { normalLatencyMs }),
    };
  });
}

function newestAt(snapshots: readonly VariableSnapshot[], atLatest: Instant): VariableSnapshot | undefined {
  return snapshots.filter(({ at }) => at <= atLatest).sort((one, other) => other.at - one.at)[0];
}
