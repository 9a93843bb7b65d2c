import { type FetchFunction, type Logger, LogLevel, WebClient } from "@slack/web-api";
import type { z } from "zod";
import { PortError } from "../../ports/port-error.ts";
import { toPortError } from "./error-mapper.ts";

export interface SlackClientOptions {
  readonly token: string;
  /** Slack's own unless given. */
  readonly apiUrl?: string;
  /** For one request; 10 s unless given: the client itself has no limit. */
  readonly timeoutMs?: number;
}

export interface SlackCall<Reply> {
  readonly method: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly reply: z.ZodType<Reply>;
  /** What for, in words that a failure can start with: `Posting to Slack`. */
  readonly doing: string;
  readonly signal: AbortSignal;
}

export type CallSlack = <Reply>(call: SlackCall<Reply>) => Promise<Reply>;

const usualTimeoutMs = 10_000;

/** One call, one try: the job engine retries. Throws `PortError`. */
export function createCallSlack({ token, apiUrl, timeoutMs = usualTimeoutMs }: SlackClientOptions): CallSlack {
  return async (call) => {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]);
    if (signal.aborted) throw toPortError(signal.reason, call.doing, signal);
    // The client takes no signal for one call, so each call has a client whose fetch carries it.
    const client = new WebClient(token, {
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      fetch: withSignal(signal),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      logger: silence,
    });
    const result: unknown = await client
      .apiCall(call.method, { ...call.arguments })
      .catch((error: unknown) => Promise.reject(toPortError(error, call.doing, signal)));
    const reply = call.reply.safeParse(result);
    if (reply.success) return reply.data;
    throw new PortError("chat", "bad-reply", `${call.doing}: Slack's reply has another form than is documented`);
  };
}

function withSignal(signal: AbortSignal): FetchFunction {
  return (url, { signal: own, ...init } = {}) =>
    fetch(url, { ...init, signal: own === undefined || own === null ? signal : AbortSignal.any([own, signal]) });
}

/** The client logs what it is sent and what it is told; a failure reaches us as an error anyway. */
const nothing = () => undefined;
const silence: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
