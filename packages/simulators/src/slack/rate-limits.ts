import type { ApiMethod } from "./api-call.ts";

/** Answers how many seconds the caller must wait, or nothing when the call may go on. */
export type RateLimiter = (call: {
  readonly method: string;
  readonly rate: ApiMethod["rate"];
  readonly appId: string;
  readonly channel: string | undefined;
}) => number | undefined;

interface Bucket {
  tokens: number;
  at: number;
}

/** Slack allows "short bursts" above one message a second and gives no number; four is this simulator's choice. */
const messageBurst = 4;

/** Token buckets for each app and method; for messages, for each channel too. */
export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return ({ method, rate, appId, channel }) => {
    if (rate === "unlimited") {
      return undefined;
    }
    const isMessage = rate === "per-channel";
    const size = isMessage ? messageBurst : rate;
    const perSecond = isMessage ? 1 : rate / 60;
    const key = `${appId} ${method} ${isMessage ? channel : ""}`;
    const bucket = buckets.get(key) ?? { tokens: size, at: now() };
    const tokens = Math.min(size, bucket.tokens + ((now() - bucket.at) / 1000) * perSecond);
    const isAllowed = tokens >= 1;
    buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now() });
    return isAllowed ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}
