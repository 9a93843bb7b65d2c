/** Updates and pages: what those events do to an incident. */

import type { Appliers } from "./appliers.ts";
import { botWorks, type Incident } from "./incident.ts";
import type { Page, Update } from "./update.ts";

type TellingEvent =
  | "update-requested"
  | "update-posted"
  | "update-not-told"
  | "update-missed"
  | "page-requested"
  | "page-delivered"
  | "page-failed";

export const applyTellingEvents: Appliers<TellingEvent> = {
  "update-requested": (incident, { update }, { at }) => ({
    ...incident,
    updates: [...incident.updates, { ...update, requestedAt: at }],
    ...(update.audience === "users" ? { usersKnow: botWorks(incident) ? "works" : "failing" } : {}),
  }),

  "update-posted": (incident, { updateId, channel, messageId }, { at }) =>
    changeUpdate(incident, updateId, ({ notTold: _notTold, ...update }) => ({
      ...update,
      posted: { at, channel, messageId },
    })),

  "update-not-told": (incident, { updateId, why }) =>
    changeUpdate(incident, updateId, (update) => ({ ...update, notTold: why })),

  "update-missed": (incident, { updateId }) =>
    changeUpdate(incident, updateId, (update) => ({ ...update, missed: true })),

  "page-requested": (incident, { page }, { at }) => ({
    ...incident,
    pages: [...incident.pages, { ...page, requestedAt: at }],
  }),

  "page-delivered": (incident, { pageId, channel, messageId }, { at }) =>
    changePage(incident, pageId, ({ failed: _failed, ...page }) => ({
      ...page,
      delivered: { at, channel, messageId },
    })),

  "page-failed": (incident, { pageId, why }) => changePage(incident, pageId, (page) => ({ ...page, failed: why })),
};

function changeUpdate(incident: Incident, updateId: string, next: (update: Update) => Update): Incident {
  return { ...incident, updates: incident.updates.map((update) => (update.id === updateId ? next(update) : update)) };
}

function changePage(incident: Incident, pageId: string, next: (page: Page) => Page): Incident {
  return { ...incident, pages: incident.pages.map((page) => (page.id === pageId ? next(page) : page)) };
}
