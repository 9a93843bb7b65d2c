/** A status message to the team's channel or to the bot's users, and a page to whoever is on call. */

import type { Instant } from "./instant.ts";
import type { Status } from "./phase.ts";

export interface UpdateDraft {
  readonly id: string;
  readonly audience: "team" | "users";
  readonly status: Status;
  readonly text: string;
  /** Written by a person; it does not stand for the news. */
  readonly ownWords?: true;
}

export type Update = UpdateDraft & {
  readonly requestedAt: Instant;
  /** Why it could not be told, while it could not. */
  readonly notTold?: string;
  readonly missed?: boolean;
  readonly posted?: { readonly at: Instant; readonly channel: string; readonly messageId: string };
};

export interface PageDraft {
  readonly id: string;
  readonly text: string;
}

export type Page = PageDraft & {
  readonly requestedAt: Instant;
  readonly failed?: string;
  readonly delivered?: { readonly at: Instant; readonly channel: string; readonly messageId: string };
};
