import { writeTime } from "../../operations/write-time.ts";

/** What `list-incidents` answers. */
export interface IncidentList {
  readonly incidents: readonly IncidentRow[];
  /** Over all bots, listed or not. */
  readonly active: number;
}

interface IncidentRow {
  readonly incidentId: string;
  readonly botId: string;
  readonly severity: string;
  readonly status: string;
  readonly phase: string;
  readonly openedAt: string;
  readonly resolvedAt?: string;
  readonly summary: string;
  readonly holder?: string;
}

export function writeList({ incidents, active: known }: IncidentList): string {
  const active = incidents.filter(({ resolvedAt }) => resolvedAt === undefined);
  const over = incidents.filter(({ resolvedAt }) => resolvedAt !== undefined);
  return [
    writeActive(active.length, known),
    ...active.flatMap(writeRow),
    ...(over.length === 0 ? [] : ["", "RESOLVED"]),
    ...over.flatMap(writeRow),
    ...(incidents.length === 0 ? [] : ["", "Look closer: allclear show INCIDENT"]),
  ].join("\n");
}

function writeActive(listed: number, known: number): string {
  if (known === 0 && listed === 0) return "All clear: no incident is active.";
  if (listed === 0) return `NOT ALL CLEAR: ${known} active, not listed here. See: allclear list --state active`;
  return listed < known ? `ACTIVE (${listed} of ${known})` : `ACTIVE (${listed})`;
}

function writeRow(row: IncidentRow): readonly string[] {
  const { incidentId, botId, severity, status, phase, openedAt, resolvedAt, summary, holder } = row;
  const end = resolvedAt === undefined ? `held by ${holder ?? "nobody"}` : `resolved ${writeTime(resolvedAt)}`;
  return [
    `  ${severity} ${botId}  ${incidentId}  ${status}`,
    `     ${summary}`,
    `     ${phase}, opened ${writeTime(openedAt)}, ${end}`,
  ];
}
