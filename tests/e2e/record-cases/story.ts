import type { Models } from "./anthropic.ts";
import type { CrmCompany } from "./attio.ts";
import type { Disturbance } from "./stand-in.ts";

export type Question = "help" | "search" | "notes" | "ask" | "/crm";

/** What the case's key will say; the recorder adds the deployments that brought it. */
export interface Cause {
  readonly kind: string;
  /** A change's id; else the kind again. */
  readonly id: string;
  readonly component: string;
  readonly origin: "own-code" | "config" | "external" | "none";
  /** One sentence for people. */
  readonly why: string;
}

/** What a story can do to the bot and its world. Each resolves when it is done. */
export interface Hands {
  /** Pushes a commit of commits.yaml, and waits until the platform has dealt with it; answers with the commit's id. */
  commit(name: string): Promise<string>;
  /** As a person does on the platform's page, which deploys again; null removes. */
  setVariable(name: string, value: string | null, author: string): Promise<void>;
  pause(seconds: number): Promise<void>;
  /** From now on one question in so many milliseconds. */
  pace(everyMs: number): void;
  disturbAnthropic(disturbance?: Disturbance): void;
  disturbAttio(disturbance?: Disturbance): void;
  /** Slack lets the bot's token expire, as when somebody rotates it in the app's settings. */
  expireToken(): Promise<void>;
  /** Slack closes the bot's sockets and takes no new ones. */
  refuseSockets(): Promise<void>;
  /** People edit the CRM. */
  editCompanies(edit: (companies: readonly CrmCompany[]) => readonly CrmCompany[]): void;
  readonly models: Models;
}

export interface Story {
  /** Name of the case's folder. */
  readonly id: string;
  /** When the recording begins, as far as the case tells: ISO 8601. */
  readonly at: string;
  /** What people ask, in turn. */
  readonly questions: readonly Question[];
  /** One question in so many milliseconds; 1,100 unless given. */
  readonly everyMs?: number;
  /** Variables of the bot, besides its credentials. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Slack limits calls as it does in earnest. */
  readonly rateLimits?: boolean;
  readonly companies?: readonly CrmCompany[];
  readonly thinksMs?: number;
  /** The alert fires at the first interval in which this metric is at least this. */
  readonly alert: { readonly metric: string; readonly threshold: number };
  /** Seconds of traffic before and after. */
  readonly quietSeconds?: number;
  readonly afterSeconds?: number;
  /** Commits of the quiet time, which is as quiet after them. */
  readonly earlier: readonly string[];
  readonly play: (hands: Hands) => Promise<Cause>;
}
