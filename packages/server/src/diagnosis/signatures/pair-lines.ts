/** Entries with the line of the input that each began with; a reader may need the next lines before it can tell. */

import type { EntryReader, LogEntry } from "../triage/log-entry.ts";

export interface PairedEntry {
  readonly entry: LogEntry;
  /** As it was read. */
  readonly raw: string | undefined;
}

interface LinePairer {
  take(line: string): readonly PairedEntry[];
  finish(): readonly PairedEntry[];
}

/** No format keeps more lines back. */
export const MOST_HELD = 1_000;

export function createLinePairer(reader: EntryReader): LinePairer {
  const held = new Map<number, string>();
  let line = 0;

  function pair(entry: LogEntry): PairedEntry {
    return { entry, raw: held.get(entry.line) };
  }

  function release(until: number): void {
    for (const number of held.keys()) {
      if (number > until && held.size <= MOST_HELD) return;
      held.delete(number);
    }
  }

  return {
    take: (raw) => {
      line += 1;
      held.set(line, raw);
      const pairs = reader.take(raw).map(pair);
      release(pairs.at(-1)?.entry.line ?? 0);
      return pairs;
    },
    finish: () => reader.finish().map(pair),
  };
}
