import type { LogLine } from "../../domain/log-line.ts";
import type { LogSource } from "../../ports/log-source.ts";
import type { ManualClock } from "./manual-clock.ts";
import { createFailures, type ScriptedFailures } from "./scripted-failures.ts";

export interface MemoryLogSource extends LogSource, ScriptedFailures {
  /** Prints the lines now, or at the instant that is given. */
  print(lines: readonly string[], more?: Partial<Omit<LogLine, "text">>): void;
}

export function createMemoryLogSource({ clock }: { readonly clock: ManualClock }): MemoryLogSource {
  const failures = createFailures("log-source");
  const printed: LogLine[] = [];
  return {
    ...failures,
    print: (lines, more = {}) => {
      printed.push(...lines.map((text) => ({ at: clock.now(), ...more, text })));
    },
    read: async ({ from, to = Number.POSITIVE_INFINITY, limit, signal }) => {
      failures.check(signal);
      const found = printed.filter(({ at }) => at >= from && at < to).sort((one, other) => one.at - other.at);
      return { lines: limit <= 0 ? [] : found.slice(-limit), cut: found.length > limit };
    },
  };
}
