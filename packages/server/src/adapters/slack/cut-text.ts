/** Slack's advice for `text` (docs.slack.dev, chat.postMessage): more is cut by Slack or refused. */
export const TEXT_LIMIT = 4_000;

const ending = "\n… (cut)";
const fence = "```";

/** At most 4,000 UTF-16 units; a longer text ends before a half character, entity, link or mention, and closes its code block. */
export function cutText(text: string): string {
  if (text.length <= TEXT_LIMIT) return text;
  const room = TEXT_LIMIT - ending.length - fence.length - 1;
  const kept = text
    .slice(0, room)
    .replace(/[\uD800-\uDBFF]$/, "")
    .replace(/(?:<[^<>]*|&[a-z]{0,3}|`{1,2})$/, "");
  const isOpen = kept.split(fence).length % 2 === 0;
  return `${kept}${isOpen ? `\n${fence}` : ""}${ending}`;
}
