import type { ChatMessage } from "../../ports/chat.ts";
import type { SlackMessageReply } from "./api-types.ts";

const keyEvent = "allclear_post";

/** What we stamp into a post, so that it can be recognised (docs.slack.dev/messaging/message-metadata). */
export function toMetadata(key: string): Record<string, unknown> {
  return { event_type: keyEvent, event_payload: { key } };
}

export function keyOf({ metadata }: SlackMessageReply): string | undefined {
  const key = metadata?.event_type === keyEvent ? metadata.event_payload.key : undefined;
  return typeof key === "string" ? key : undefined;
}

export function toChatMessage(message: SlackMessageReply): ChatMessage {
  const { thread_ts: threadId } = message;
  return {
    id: message.ts,
    // As digits, because a double does not hold all of them with certainty.
    at: Number(message.ts.replace(/^(\d+)\.(\d{3}).*$/, "$1$2")),
    ...(threadId === undefined || threadId === message.ts ? {} : { threadId }),
    author: message.user ?? message.bot_id ?? "",
    text: textOf(message),
  };
}

/** Slack shows this sentence as the text of a message that came with blocks alone. */
const noText = "This content can't be displayed.";

function textOf({ text, blocks }: SlackMessageReply): string {
  const own = text ?? "";
  if (own !== "" && own !== noText) return own;
  const shown = (blocks ?? []).flatMap((block) => textsOf(block, 0)).join("\n");
  return shown === "" ? own : shown;
}

/** Blocks nest five levels at most (docs.slack.dev/reference/block-kit); ten are read. */
const deepest = 10;

function textsOf(part: unknown, depth: number): readonly string[] {
  if (typeof part !== "object" || part === null || depth > deepest) return [];
  if (Array.isArray(part)) return part.flatMap((item) => textsOf(item, depth + 1));
  return Object.entries(part).flatMap(([name, value]) => {
    if (name === "text" && typeof value === "string") return [value];
    return textsOf(value, depth + 1);
  });
}
