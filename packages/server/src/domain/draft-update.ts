/** What the team and the users are told ("Communication Protocol"). */

import { describe } from "./describe.ts";
import type { IncidentEvent } from "./events.ts";
import { type Incident, whereToLook } from "./incident.ts";
import { writeInstant } from "./instant.ts";
import type { Recovery } from "./recovery.ts";
import type { Remedy } from "./remedy.ts";
import type { Rules } from "./rules.ts";
import type { Update, UpdateDraft } from "./update.ts";

/** Slack advises 4,000 characters; a status line that nobody has to unfold is far shorter. */
const DESCRIPTION_LIMIT = 900;
const DROPPED = "(earlier news on the timeline) ";

/** The team's next update: what changed since the last one, or that nothing did and what comes next. */
export function teamUpdate(incident: Incident, rules: Rules, ownWords?: string): IncidentEvent {
  const drill = incident.drill ? "Drill: " : "";
  const description = `${drill}${ownWords ?? describeNews(incident)} ${whereToLook(incident)}`;
  const text = rules.updates.teamFormat
    .replace("{status}", () => incident.status)
    .replace("{description}", () => description);
  const own = ownWords === undefined ? {} : { ownWords: true as const };
  return requested(incident, { audience: "team", status: incident.status, text, ...own });
}

export function usersUpdate(incident: Incident, text: string): IncidentEvent {
  return requested(incident, { audience: "users", status: incident.status, text });
}

function requested(incident: Incident, wording: Omit<UpdateDraft, "id">): IncidentEvent {
  return { type: "update-requested", update: { id: `update-${incident.updates.length + 1}`, ...wording } };
}

export function lastUpdate(incident: Incident, audience: Update["audience"]): Update | undefined {
  return incident.updates.findLast((update) => update.audience === audience);
}

function describeNews(incident: Incident): string {
  const subject = `${incident.botId} (${incident.severity.value}):`;
  const { news } = incident;
  if (news.length === 0) return cut(`${subject} no change since the last update. ${nextStep(incident)}`);
  const waiting = waitingRemedy(incident);
  const isTold = waiting === undefined || news.includes(describe(proposalOf(waiting)));
  const lines = isTold ? news : [...news, waits(waiting)];
  const kept = new Set([...pressing(incident), ...news.slice(-1)]);
  return `${subject} ${shorten(lines, kept, DESCRIPTION_LIMIT - subject.length)}`;
}

/** What is told whole, whatever else there is to tell: the verdict, and the remedy that waits for an approval. */
function pressing(incident: Incident): readonly string[] {
  const waiting = waitingRemedy(incident);
  const verdict = incident.diagnosis && describe({ type: "diagnosis-made", ...incident.diagnosis });
  const proposal = waiting && [describe(proposalOf(waiting)), waits(waiting)];
  return [...(verdict === undefined ? [] : [verdict]), ...(proposal ?? [])];
}

/** The oldest lines go first; what must be kept is shortened only when nothing else is left. */
function shorten(lines: readonly string[], kept: ReadonlySet<string>, limit: number): string {
  let left = lines;
  const isTooLong = () => left.join(" ").length + DROPPED.length > limit;
  for (let oldest = -2; isTooLong() && oldest !== -1; ) {
    oldest = left.findIndex((line) => !kept.has(line));
    if (oldest !== -1) left = left.toSpliced(oldest, 1);
  }
  const share = Math.floor((limit - DROPPED.length) / left.length) - 1;
  const told = isTooLong() ? left.map((line) => cut(line, share)) : left;
  return `${left.length < lines.length ? DROPPED : ""}${told.join(" ")}`;
}

function waitingRemedy({ remedies }: Incident): Remedy | undefined {
  return remedies.find(({ state }) => state === "proposed" || state === "expired");
}

function waits({ plan }: Remedy): string {
  return `${plan.id} waits for an approval: ${plan.summary}`;
}

function proposalOf({ plan, proposedBy }: Remedy): IncidentEvent {
  return { type: "remedy-proposed", requestId: plan.id, plan, by: proposedBy };
}

function nextStep(incident: Incident): string {
  const waiting = waitingRemedy(incident);
  if (waiting !== undefined) return waits(waiting);
  if (incident.recovery?.state === "watching") return watching(incident.recovery);
  if (incident.recovery?.state === "waiting") return "Waiting for the bot to work again.";
  if (incident.diagnosis === undefined) return "The checks are still running.";
  return "The cause is still being looked for.";
}

function watching({ lastLook, seenAt }: Extract<Recovery, { readonly state: "watching" }>): string {
  if (lastLook?.outcome !== "could-not-look") return "The bot works and is being watched.";
  return `The bot has not been seen since ${writeInstant(seenAt)}: ${lastLook.says.join(" ")}`;
}

function cut(text: string, limit = DESCRIPTION_LIMIT): string {
  if (text.length <= limit) return text;
  // Half of a surrogate pair is no text, and a database refuses it.
  const start = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}…`;
}
