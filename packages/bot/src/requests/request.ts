import { AsyncLocalStorage } from "node:async_hooks";
import type { EventFacts } from "../events/read-event.ts";
import type { SlackClient } from "../guard/guard-client.ts";

/** One event on its way through the bot. */
export interface BotRequest {
  /** Joins the Slack message, the log's lines and the calls of dependencies. */
  readonly id: string;
  readonly event: EventFacts;
  readonly startedAt: number;
  /** Set when a listener failed, so that a redelivery of the event runs again. */
  hasFailed: boolean;
  /** That of the workspace where it came from, once Bolt has found it. */
  client?: SlackClient;
  /** Acknowledges in the bot's place, once. */
  acknowledge(): Promise<void>;
}

const requests = new AsyncLocalStorage<BotRequest>();

/** The request that the running code belongs to, if any: for log lines and for headers to dependencies. */
export function currentRequest(): Pick<BotRequest, "id" | "event"> | undefined {
  return requests.getStore();
}

export function findRequest(): BotRequest | undefined {
  return requests.getStore();
}

export function runRequest<Value>(request: BotRequest, work: () => Value): Value {
  return requests.run(request, work);
}
