/** What the team and the users are told ("Communication Protocol"). */

import type { IncidentEvent } from "./events.ts";
import type { Incident } from "./incident.ts";
import { writeInstant } from "./instant.ts";
import type { Recovery } from "./recovery.ts";
import type { Rules } from "./rules.ts";
import type { Update, UpdateDraft } from "./update.ts";

/** Slack advises 4,000 characters; a status line that nobody has to unfold is far shorter. */
const DESCRIPTION_LIMIT = 900;

/** The team's next update: what changed since the last one, or that nothing did and what comes next. */
export function teamUpdate(incident: Incident, rules: Rules, ownWords?: string): IncidentEvent {
  const description = ownWords ?? cut(describeNews(incident));
  const text = rules.updates.teamFormat
    .replace("{status}", () => incident.status)
    .replace("{description}", () => `${incident.drill ? "Drill: " : ""}${description}`);
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
  const subject = `${incident.botId} (${incident.severity.value})`;
  if (incident.news.length > 0) return `${subject}: ${incident.news.join(" ")}`;
  return `${subject}: no change since the last update. ${nextStep(incident)}`;
}

function nextStep(incident: Incident): string {
  const waiting = incident.remedies.find((remedy) => remedy.state === "proposed" || remedy.state === "expired");
  if (waiting !== undefined) return `${waiting.plan.id} waits for an approval: ${waiting.plan.summary}`;
  if (incident.recovery?.state === "watching") return watching(incident.recovery);
  if (incident.recovery?.state === "waiting") return "Waiting for the bot to work again.";
  if (incident.diagnosis === undefined) return "The checks are still running.";
  return "The cause is still being looked for.";
}

function watching({ lastLook, seenAt }: Extract<Recovery, { readonly state: "watching" }>): string {
  if (lastLook?.outcome !== "could-not-look") return "The bot works and is being watched.";
  return `The bot has not been seen since ${writeInstant(seenAt)}: ${lastLook.says.join(" ")}`;
}

function cut(text: string): string {
  if (text.length <= DESCRIPTION_LIMIT) return text;
  // Half of a surrogate pair is no text, and a database refuses it.
  const start = text.slice(0, DESCRIPTION_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}…`;
}
