import { html } from "hono/html";
import type { Evidence } from "../../../domain/evidence.ts";
import type { Answer, Hypothesis, Verdict } from "../../../domain/hypothesis.ts";
import type { Incident } from "../../../domain/incident.ts";
import type { NextAction } from "../../../domain/next-actions.ts";
import type { PlaybookClock } from "../../../domain/playbook-clock.ts";
import type { Remedy } from "../../../domain/remedy.ts";
import type { Update } from "../../../domain/update.ts";
import type { Operation } from "../../../operations/define-operation.ts";
import { writeTime, writeTimeLeft } from "../../../operations/write-time.ts";
import { checkList } from "./check-list.ts";
import { badges } from "./incident-list-page.ts";
import { nextActionList } from "./next-action-list.ts";
import { definitions, type Html, layOut, list } from "./page-layout.ts";

/** What `show-incident` answers. */
export interface IncidentView {
  readonly incident: Incident;
  readonly clock: PlaybookClock;
  readonly timeline: readonly TimelineEntry[];
  readonly nextActions: readonly NextAction[];
}

interface TimelineEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly says: string;
}

const REFRESH_SECONDS = 5;

/** The operations are those that the next actions name. */
export function incidentPage(
  { incident, clock, timeline, nextActions }: IncidentView,
  operations: readonly Operation[],
): Html {
  const { severity, status, botId, drill, resolvedAt } = incident;
  return layOut({
    title: `${severity.value} ${botId}: ${status}`,
    ...(resolvedAt === undefined ? { refreshSeconds: REFRESH_SECONDS } : {}),
    body: html`<p><a href="/">All incidents</a></p>
      <h1>${badges({ severity: severity.value, status })} ${botId}${drill ? " (drill)" : ""}</h1>
      ${overview(incident)} ${phaseClock(clock)} ${nextActionList(nextActions, operations)} ${findings(incident)}
      ${checkList(incident)} ${verdict(incident)} ${remedies(incident)}
      ${recovery(incident)} ${updates(incident)} ${events(timeline)}`,
  });
}

function overview(incident: Incident): Html {
  const { id, openedAt, resolvedAt, acknowledged, lease, severity } = incident;
  const held = lease && `${lease.holder.name} until ${writeTime(lease.until)}${lease.plan ? `: ${lease.plan}` : ""}`;
  return definitions([
    ["Incident", html`<code>${id}</code>`],
    ["Opened", writeTime(openedAt)],
    ["Resolved", resolvedAt === undefined ? undefined : writeTime(resolvedAt)],
    ["Acknowledged", acknowledged ? `${acknowledged.by.name}, ${writeTime(acknowledged.at)}` : "by nobody"],
    ["Held by", held ?? "nobody"],
    ["Why this severity", list(severity.reasons)],
    ["Signals", list(incident.signals.map(({ summary, at }) => `${writeTime(at)}: ${summary}`))],
  ]);
}

function phaseClock({ phase, ends, box, toGoOn, otherwise, nextUpdate }: PlaybookClock): Html {
  return html`<h2>Clock</h2>
    ${definitions([
      ["Phase", `${phase}, ${writeTimeLeft(ends)}`],
      ["Box", box && `${box.name}, ${writeTimeLeft(box.ends)}`],
      ["To go on", list(toGoOn.map(({ says, isMet }) => `${isMet ? "✓" : "○"} ${says}`))],
      ["Otherwise", otherwise],
      ["Next update", nextUpdate && writeTimeLeft(nextUpdate)],
    ])}`;
}

function findings({ diagnosis }: Incident): Html | "" {
  if (diagnosis === undefined) return "";
  const { startedAt, errorPattern, affected, changed } = diagnosis.diagnosis.findings;
  return html`<h2>What is known</h2>
    ${definitions([
      ["When it started", toldAnswer(startedAt)],
      ["Error pattern", toldAnswer(errorPattern)],
      ["Who is affected", toldAnswer(affected)],
      ["What changed", toldAnswer(changed)],
    ])}`;
}

function toldAnswer(answer: Answer<unknown>): Html | string {
  if (!answer.known) return `Not known: ${answer.why}`;
  return html`${answer.says} <span class="soft">${answer.evidence.join(", ")}</span>`;
}

function verdict(incident: Incident): Html {
  if (incident.diagnosis === undefined) return html`<h2>Verdict</h2><p>None yet.</p>`;
  const { verdict: found, hypotheses } = incident.diagnosis.diagnosis;
  return html`<h2>Verdict: ${found.status}</h2>
    <p><strong>${found.summary}</strong></p>
    ${definitions([
      ["Cause", html`${found.cause.kind} <code>${found.cause.id}</code>`],
      ["Component", found.component],
      ["Origin", found.origin],
      ["Evidence", citedEvidence(found, incident)],
      ["Could not be seen", list(found.missing)],
    ])}
    <h3>Candidates</h3>
    ${hypotheses.map(candidate)}`;
}

function citedEvidence({ evidence }: Verdict, incident: Incident): Html | "" {
  const known = new Map(allEvidence(incident).map((item) => [item.id, item]));
  return list(evidence.map((id) => html`<code>${id}</code> ${known.get(id)?.summary ?? ""}`));
}

function allEvidence({ checks }: Incident): readonly Evidence[] {
  return checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result ? check.result.evidence : [],
  );
}

function candidate({ cause, status, summary, for: pro, against }: Hypothesis): Html {
  return html`<div class="card">
    <p><strong>${status}</strong>: ${summary} <span class="soft">${cause.kind} <code>${cause.id}</code></span></p>
    ${list([...pro.map(({ says }) => `For: ${says}`), ...against.map(({ says }) => `Against: ${says}`)])}
  </div>`;
}

function remedies({ remedies: known }: Incident): Html {
  return html`<h2>Remedies</h2>
    ${known.length === 0 ? html`<p>None proposed.</p>` : known.map(remedyCard)}`;
}

function remedyCard(remedy: Remedy): Html {
  const { plan, state, proposedBy, proposedAt } = remedy;
  return html`<div class="card">
    <p><strong>${state}</strong> <code>${plan.id}</code> ${plan.summary}</p>
    ${definitions([
      ["Proposed", `${proposedBy.name}, ${writeTime(proposedAt)}`],
      ["Approved", "approvedBy" in remedy ? `${remedy.approvedBy.name}, ${writeTime(remedy.approvedAt)}` : undefined],
      ["Because", plan.because],
      ["Dry run", list(plan.dryRun)],
      ["Effect", plan.effect],
      ["Undo", plan.undo],
      ["Plan", html`<code>${plan.digest}</code>`],
      ["Outcome", outcome(remedy)],
    ])}
  </div>`;
}

function outcome(remedy: Remedy): string | undefined {
  if (remedy.state === "succeeded") return remedy.result.summary;
  if (remedy.state === "failed" || remedy.state === "uncertain") return remedy.why;
  return remedy.state === "rejected" ? remedy.reason : undefined;
}

function recovery({ recovery: proof }: Incident): Html | "" {
  if (proof === undefined) return "";
  return html`<h2>Recovery: ${proof.state}</h2>
    <p>${proof.because}</p>
    ${list(proof.lastLook?.says ?? [])}`;
}

function updates({ updates: told }: Incident): Html | "" {
  if (told.length === 0) return "";
  return html`<h2>Updates</h2>
    ${list(told.map((update) => html`${update.text} <span class="soft">(${update.audience}, ${delivery(update)})</span>`))}`;
}

function delivery({ posted, notTold }: Update): string {
  if (posted !== undefined) return `posted ${writeTime(posted.at)}`;
  return notTold === undefined ? "on its way" : `not told yet: ${notTold}`;
}

function events(timeline: readonly TimelineEntry[]): Html {
  const newestFirst = [...timeline].reverse();
  return html`<h2>Timeline</h2>
    <ol class="timeline">
      ${newestFirst.map(
        ({ sequence, at, actor, says }) =>
          html`<li id="event-${sequence}">
            <span class="soft">#${sequence} ${writeTime(at)} ${actor.name} (${actor.kind})</span><br />${says}
          </li>`,
      )}
    </ol>`;
}
