import { html } from "hono/html";
import type { CheckState } from "../../../domain/check.ts";
import type { Incident } from "../../../domain/incident.ts";
import { writeTime } from "../../../operations/write-time.ts";
import { type Html, list } from "./page-layout.ts";

/** Those of the last round; the timeline tells of the earlier ones. */
export function checkList({ checks, rounds }: Pick<Incident, "checks" | "rounds">): Html | "" {
  const last = checks.filter(({ round }) => round === rounds);
  if (last.length === 0) return "";
  return html`<h2>Checks${rounds > 1 ? `, round ${rounds}` : ""}</h2>
    ${list(last.map((check) => html`<code>${check.request.id}</code> ${tell(check)}`))}`;
}

function tell(check: CheckState): Html {
  if (check.state === "running") return html`<strong>running</strong> since ${writeTime(check.since)}`;
  const { result } = check;
  return html`<strong>${result.outcome}</strong>: ${"summary" in result ? result.summary : result.why}`;
}
