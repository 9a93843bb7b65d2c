import type { EventRow } from "./store-view.ts";

/** Sentences about every event that stood before and does not stand after, unchanged and at its place. */
export function comparePast(before: readonly EventRow[], after: readonly EventRow[]): readonly string[] {
  const later = Map.groupBy(after, ({ incidentId }) => incidentId);
  const earlier = Map.groupBy(before, ({ incidentId }) => incidentId);
  return [...earlier].flatMap(([incidentId, rows]) => {
    const now = later.get(incidentId) ?? [];
    return rows.flatMap((row, index) => compareRow(row, now[index]));
  });
}

function compareRow(row: EventRow, now: EventRow | undefined): readonly string[] {
  const name = `event ${row.sequence} (${row.type}) of incident ${row.incidentId}`;
  if (now === undefined) return [`${name} stood in the database and is lost`];
  if (now.sequence !== row.sequence) return [`${name}: at its place stands event ${now.sequence} (${now.type})`];
  if (now.hash !== row.hash || now.digest !== row.digest) return [`${name} is not what it was`];
  return [];
}
