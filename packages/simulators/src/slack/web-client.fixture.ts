import { WebClient, type WebClientOptions } from "@slack/web-api";
import { quietLogger } from "./bolt-bot.fixture.ts";

/** The real client without retries and without output; the longest answer of a test is awaited for ten seconds. */
export function quietClient(slackApiUrl: string, token?: string, options: WebClientOptions = {}): WebClient {
  return new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    logger: quietLogger(),
    ...options,
  });
}

/** What `ok: false` said; fails the test when the call succeeded or broke in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown> & { error: string }> {
  const outcome = await call.then(
    () => "accepted",
    (error: unknown) => error,
  );
  const data = (outcome as { data?: unknown }).data;
  if (typeof data !== "object" || data === null || !("error" in data)) {
    throw new Error(`Slack did not refuse: ${String(outcome)}`);
  }
  return data as Record<string, unknown> & { error: string };
}
