/** What came of a page that was handed to whoever is on call. */

import { type Decision, decide, refuse } from "./decision.ts";
import type { Incident } from "./incident.ts";

export interface RecordPageDelivered {
  readonly pageId: string;
  readonly channel: string;
  readonly messageId: string;
}

export function recordPageDelivered(incident: Incident, command: RecordPageDelivered): Decision {
  const { pageId, channel, messageId } = command;
  const page = incident.pages.find((known) => known.id === pageId);
  if (page === undefined) return refuse("no-such-page", `There is no ${pageId}.`);
  if (page.delivered !== undefined) return decide();
  return decide({ type: "page-delivered", pageId, channel, messageId });
}

export interface RecordPageFailed {
  readonly pageId: string;
  readonly why: string;
}

/** Recorded when the reason is a new one; retries that fail the same way say nothing new. */
export function recordPageFailed(incident: Incident, { pageId, why }: RecordPageFailed): Decision {
  const page = incident.pages.find((known) => known.id === pageId);
  if (page === undefined) return refuse("no-such-page", `There is no ${pageId}.`);
  if (page.delivered !== undefined || page.failed === why) return decide();
  return decide({ type: "page-failed", pageId, why });
}
