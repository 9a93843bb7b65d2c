import { readFault } from "../faults/read-fault.ts";
import type { SlackClient } from "../guard/guard-client.ts";
import { redact } from "../report/redact.ts";
import type { Reporter } from "../report/report.ts";
import { type BotRequest, findRequest } from "../requests/request.ts";
import { ListenerTimeoutError } from "../requests/time-limits.ts";
import { answerUser } from "./answer-user.ts";
import { ownFrames } from "./own-frames.ts";

export interface Words {
  /** The playbook's last word ("Graceful Degradation"). */
  readonly failed: string;
  readonly tookTooLong: string;
  readonly stillWorking: string;
}

/** A handler as `app.error` takes it: the error, or with `extendedErrorHandler` an object that holds it. */
export type ErrorHandler = (told: unknown) => Promise<void>;

export interface Containing {
  readonly report: Reporter;
  readonly words: Words;
  /** For what did not come as far as to have one of its own. */
  readonly client: SlackClient;
  /** The bot's own handler, if it has one. Then it, and not this package, answers the user. */
  readonly ownHandler: () => ErrorHandler | undefined;
}

/** A handler of the bot's own that never ends would hold the event for ever. */
const MOST_HANDLER_MS = 10_000;

/**
 * The last stop of what listeners throw. Because it never throws itself, nothing reaches the framework's own error path: one fault is one
 * line, the event is acknowledged, and the user gets an answer by text alone.
 */
export function createContainer({ report, words, client, ownHandler }: Containing): ErrorHandler {
  return async (told) => {
    const request = findRequest();
    const error = errorIn(told);
    const isTooLate = error instanceof ListenerTimeoutError;
    if (request !== undefined) request.hasFailed = true;
    tellFault(error, request, report);
    await request?.acknowledge();
    const handler = ownHandler();
    if (handler !== undefined) await runOwnHandler(handler, told, report);
    else if (request !== undefined)
      await answerUser(request.client ?? client, request.event, isTooLate ? words.tookTooLong : words.failed);
  };
}

function errorIn(told: unknown): unknown {
  if (told instanceof Error || typeof told !== "object" || told === null) return told;
  return "error" in told ? told.error : told;
}

/** Bolt wraps what has no code; what was thrown says more. */
function tellFault(error: unknown, request: BotRequest | undefined, report: Reporter): void {
  const original: unknown = Reflect.get(Object(error), "original") ?? error;
  const message = original instanceof Error ? original.message : String(original);
  report({
    type: "fault",
    ...(request !== undefined && { request: request.id, event: request.event }),
    fault: readFault(error),
    message: redact(message),
    frames: ownFrames(original),
  });
}

async function runOwnHandler(handler: ErrorHandler, told: unknown, report: Reporter): Promise<void> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error("the bot's error handler does not end")), MOST_HANDLER_MS);
  timer.unref();
  try {
    await Promise.race([handler(told), limit.promise]);
  } catch (error) {
    tellFault(error, findRequest(), report);
  } finally {
    clearTimeout(timer);
  }
}
