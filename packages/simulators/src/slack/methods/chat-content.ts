import { type ApiCall, isRefusal, jsonArgument, type Refusal, refuse, textArgument } from "../api-call.ts";
import { refuseContent } from "../refuse-content.ts";

/** Longer text is cut by chat.postMessage and refused by chat.update (docs.slack.dev, chat.postMessage, truncation). */
export const longestText = 40_000;

export interface CallContent {
  readonly text?: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
}

/** What the call wants to show, or why Slack refuses it. */
export function contentOf(call: ApiCall): CallContent | Refusal {
  const blocks = parsed(call, "blocks", "invalid_blocks_format");
  const attachments = parsed(call, "attachments", "invalid_attachments");
  const metadata = parsed(call, "metadata", "invalid_metadata_format");
  for (const part of [blocks, attachments, metadata]) {
    if (isRefusal(part)) {
      return part;
    }
  }
  const parts = { ...blocks, ...attachments, ...metadata };
  const text = textArgument(call, "text");
  const markdown = textArgument(call, "markdown_text");
  const message = { ...parts, text, markdown_text: markdown, ts: textArgument(call, "ts") };
  const shown = text ?? markdown;
  return refuseContent(message) ?? { ...parts, ...(shown === undefined ? {} : { text: shown }) };
}

/** One argument that holds JSON, under its name; nothing when it is absent. */
function parsed(call: ApiCall, name: "blocks" | "attachments" | "metadata", error: string): CallContent | Refusal {
  const given = jsonArgument(call, name);
  if (given === "absent") {
    return {};
  }
  return given === "unreadable" ? refuse(error) : { [name]: given.value };
}
