import type { TimelineEntry } from "./allclear-client.ts";
import type { World } from "./start-world.ts";
import { sleep } from "./wait-for.ts";

export interface Followed {
  readonly incidentId?: string;
  readonly entries: readonly TimelineEntry[];
}

export interface FollowOptions {
  readonly world: World;
  readonly withinMs: number;
  readonly signal: AbortSignal;
  readonly onEntry: (incidentId: string, entry: TimelineEntry, before: readonly TimelineEntry[]) => Promise<void>;
  readonly isOver: (entries: readonly TimelineEntry[]) => boolean;
}

const lookEveryMs = 200;
/** Five seconds without an answer are no hiccup. */
const failuresInARow = 25;

/** Reads the first incident's timeline as a client does, entry by entry, until it is over or the time is. */
export async function followIncident(options: FollowOptions): Promise<Followed> {
  const { world, withinMs, signal, isOver } = options;
  const entries: TimelineEntry[] = [];
  const deadline = performance.now() + withinMs;
  let incidentId: string | undefined;
  let failures = 0;
  while (performance.now() < deadline && !isOver(entries)) {
    const ended = world.server.ended();
    if (ended !== undefined) throw new Error(`Allclear is not running any more: ${ended}`);
    try {
      incidentId ??= (await world.viewer.listIncidents()).at(-1)?.incidentId;
      if (incidentId !== undefined) await readOn(incidentId, entries, options);
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (failures >= failuresInARow) throw error;
    }
    await sleep(lookEveryMs, signal);
  }
  return incidentId === undefined ? { entries } : { incidentId, entries };
}

async function readOn(incidentId: string, entries: TimelineEntry[], { world, onEntry }: FollowOptions): Promise<void> {
  const { events } = await world.viewer.showTimeline(incidentId, entries.at(-1)?.sequence ?? 0);
  for (const entry of events) {
    const before = [...entries];
    entries.push(entry);
    await onEntry(incidentId, entry, before);
  }
}
