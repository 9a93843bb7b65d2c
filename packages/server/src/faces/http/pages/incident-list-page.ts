import { html } from "hono/html";
import type { Phase, Status } from "../../../domain/phase.ts";
import type { Severity } from "../../../domain/severity.ts";
import { writeTime } from "../../../operations/write-time.ts";
import { type Html, layOut } from "./page-layout.ts";

/** What `list-incidents` answers. */
export interface IncidentList {
  readonly incidents: readonly IncidentRow[];
  /** Over all bots, listed or not. */
  readonly active: number;
}

interface IncidentRow {
  readonly incidentId: string;
  readonly botId: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly phase: Phase;
  readonly openedAt: string;
  readonly resolvedAt?: string;
  readonly summary: string;
  readonly holder?: string;
}

const REFRESH_SECONDS = 10;

export function incidentListPage({ incidents, active: known }: IncidentList): Html {
  const active = incidents.filter(({ resolvedAt }) => resolvedAt === undefined);
  const over = incidents.filter(({ resolvedAt }) => resolvedAt !== undefined);
  const isClear = known === 0 && active.length === 0;
  return layOut({
    title: isClear ? "All clear" : `${known} active: Allclear`,
    refreshSeconds: REFRESH_SECONDS,
    body: html`<h1>${isClear ? "All clear" : "Active incidents"}</h1>
      ${isClear ? html`<p>No incident is active.</p>` : active.map(card)}
      ${active.length < known ? html`<p>${known} are active; not all of them are shown here.</p>` : ""}
      ${over.length === 0 ? "" : html`<h2>Resolved</h2>${over.map(card)}`}`,
  });
}

function card(row: IncidentRow): Html {
  const { incidentId, botId, phase, openedAt, resolvedAt, summary, holder } = row;
  return html`<a class="card" href="/incidents/${encodeURIComponent(incidentId)}">
    <p>${badges(row)} <strong>${botId}</strong></p>
    <p>${summary}</p>
    <p class="soft">
      ${incidentId} · ${phase} · opened ${writeTime(openedAt)}${resolvedAt && ` · resolved ${writeTime(resolvedAt)}`}
      · ${holder === undefined ? "nobody holds it" : `held by ${holder}`}
    </p>
  </a>`;
}

export function badges({ severity, status }: Pick<IncidentRow, "severity" | "status">): Html {
  return html`<span class="badge ${severity.toLowerCase()}">${severity}</span>
    <span class="badge ${status.toLowerCase()}">${status}</span>`;
}
