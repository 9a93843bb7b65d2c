/** `2026-11-23 14:20:05 UTC`. */
export function writeTime(at: number | string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

interface Entry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly name: string };
  readonly says: string;
}

export function writeEvents(events: readonly Entry[]): readonly string[] {
  return events.map(
    ({ sequence, at, actor, says }) => `  #${String(sequence).padEnd(4)}${at.slice(11, 19)}  ${actor.name}: ${says}`,
  );
}
