import type { RailwayFault } from "./railway-types.ts";

interface Entry {
  readonly id: number;
  readonly fault: RailwayFault;
  remaining: number;
  readonly cleared: Promise<void>;
  readonly clear: () => void;
}

/** What happens to a request because of a fault; `until` ends a hang when the fault is cleared. */
export interface Struck {
  readonly fault: RailwayFault;
  readonly until: Promise<void>;
}

const logOperations = ["deploymentLogs", "buildLogs", "environmentLogs"];

/** The faults that are on, in the order in which they were scripted; the first that fits strikes. */
export class ScriptedFaults {
  readonly #entries = new Map<number, Entry>();
  #lastId = 0;

  add(fault: RailwayFault): number {
    this.#lastId += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry = { id: this.#lastId, fault, remaining: fault.times ?? Number.POSITIVE_INFINITY };
    this.#entries.set(entry.id, { ...entry, cleared: promise, clear: resolve });
    return entry.id;
  }

  clear(id: number): void {
    this.#entries.get(id)?.clear();
    this.#entries.delete(id);
  }

  clearAll(): void {
    for (const id of this.#entries.keys()) this.clear(id);
  }

  takeForRequest(operations: readonly string[]): Struck | undefined {
    return this.#take((fault) => strikesRequest(fault, operations));
  }

  takeForBuild(serviceId: string): string | undefined {
    const struck = this.#take(
      (fault) => fault.kind === "build-fails" && (fault.serviceId === undefined || fault.serviceId === serviceId),
    );
    if (struck?.fault.kind !== "build-fails") return undefined;
    return struck.fault.message ?? "Build failed: the builder could not be started";
  }

  #take(fits: (fault: RailwayFault) => boolean): Struck | undefined {
    const entry = [...this.#entries.values()].find((each) => each.remaining > 0 && fits(each.fault));
    if (entry === undefined) return undefined;
    entry.remaining -= 1;
    return { fault: entry.fault, until: entry.cleared };
  }
}

function strikesRequest(fault: RailwayFault, operations: readonly string[]): boolean {
  if (fault.kind === "build-fails") return false;
  if (fault.kind === "logs-unavailable") return operations.some((operation) => logOperations.includes(operation));
  return fault.operation === undefined || operations.includes(fault.operation);
}
