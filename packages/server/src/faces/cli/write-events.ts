import { writeTimeOfDay } from "../../operations/write-time.ts";

interface Entry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly name: string };
  readonly says: string;
}

export function writeEvents(events: readonly Entry[]): readonly string[] {
  return events.map(
    ({ sequence, at, actor, says }) => `  #${String(sequence).padEnd(4)}${writeTimeOfDay(at)}  ${actor.name}: ${says}`,
  );
}
