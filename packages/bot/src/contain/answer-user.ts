import type { EventFacts } from "../events/read-event.ts";
import { postPlainly, type SlackClient } from "../guard/guard-client.ts";

/** Tells the person who waits, by text alone, in the thread where they asked. Never throws: if that fails too, nothing is left to try. */
export async function answerUser(client: SlackClient, event: EventFacts, text: string): Promise<boolean> {
  if (!event.isAwaited) return false;
  try {
    if (event.responseUrl !== undefined) return await answerByUrl(event.responseUrl, text);
    const channel = event.channel ?? event.user;
    if (channel === undefined) return false;
    await postPlainly(client, { channel, text, ...(event.thread !== undefined && { thread_ts: event.thread }) });
    return true;
  } catch {
    return false;
  }
}

/** Seen by this person alone, and in place of nothing. A Slack that does not answer shall not hold the bot. */
async function answerByUrl(url: string, text: string): Promise<boolean> {
  const body = JSON.stringify({ text, response_type: "ephemeral", replace_original: false });
  const headers = { "content-type": "application/json" };
  const { ok } = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) });
  return ok;
}
