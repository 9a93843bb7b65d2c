import { isRecord } from "../json.ts";
import type { Payload } from "./payload-shape.ts";
import { printJson } from "./print-json.ts";

/** Longer links do not survive chats, terminals and some browsers. */
const longest = 8000;

/** An empty line, and the one that opens the blocks in Slack's Block Kit Builder, or that says why there is none. */
export function renderBuilderLink(payload: Payload): string {
  const json = printJson(toShown(payload));
  if (json === undefined) return "";
  const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(json)}`;
  return link.length <= longest
    ? `\nBlock Kit Builder: ${link}\n`
    : `\nBlock Kit Builder: the link is left out, it would have ${link.length.toLocaleString("en-US")} characters\n`;
}

function toShown(payload: Payload): unknown {
  if (!isRecord(payload)) return { blocks: payload };
  if (isRecord(payload.view)) return payload.view;
  const isView = payload.type === "modal" || payload.type === "home";
  if (isView) return payload;
  return payload.blocks === undefined ? undefined : { blocks: payload.blocks };
}
