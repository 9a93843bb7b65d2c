import { markdownToMrkdwn } from "./markdown-to-mrkdwn.ts";
import { field, listField, stringField } from "./read-field.ts";
import { renderAttachment } from "./render-attachment.ts";
import { renderBlocks } from "./render-block.ts";
import { renderHeading } from "./render-element.ts";
import { truncateText } from "./truncate-text.ts";
import { joinParts } from "./write-mrkdwn.ts";

/** What Slack advises for `text`; it takes up to 40,000 (docs.slack.dev/reference/methods/chat.postMessage). */
const mostCharacters = 4_000;

/** Of a longer text, nothing beyond this would be left after truncation anyway. */
const mostCompared = mostCharacters * 4;

/**
 * What a person would read of a message, a view or blocks: a `text` of at most 4,000 characters to send without any blocks, for
 * notifications and as the last fallback. Mentions and links stay what they are, and literal text stays literal. It is empty if nothing is readable.
 * @example
 * toText({ blocks: [{ type: "header", text: { type: "plain_text", text: "Deployed" } }] }); // "*Deployed*"
 */
export function toText(message: unknown): string {
  const rendering = Array.isArray(message) ? renderBlocks(message) : renderMessage(message);
  return truncateText(merge(stringField(message, "text"), rendering), mostCharacters);
}

function renderMessage(message: unknown): string {
  const parts = [
    renderHeading(field(message, "title")),
    markdownToMrkdwn(stringField(message, "markdown_text")),
    renderBlocks(listField(message, "blocks")),
    ...listField(message, "attachments").map(renderAttachment),
  ];
  return joinParts(parts, "\n\n");
}

/** Both, unless one says all that the other says. */
function merge(text: string, rendering: string): string {
  const [words, renderedWords] = [wordsOf(text), wordsOf(rendering)];
  if (contains(renderedWords, words)) return rendering || text;
  return contains(words, renderedWords) ? text : joinParts([text, rendering], "\n\n");
}

/** Without what only marks or escapes, but for `&lt;`: a literal `<@U012AB3CD>` is no mention. */
function wordsOf(text: string): string {
  const words = text
    .slice(0, mostCompared)
    .replace(/[*_~`\s]+/g, " ")
    .trim();
  return words.replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Whether one holds the other as whole words: "token" does not hold "ok". */
function contains(whole: string, part: string): boolean {
  for (let start = whole.indexOf(part); start >= 0; start = whole.indexOf(part, start + 1)) {
    const end = start + part.length;
    if (!joinsWord(whole, start) && !joinsWord(whole, end)) return true;
  }
  return false;
}

function joinsWord(text: string, index: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(Math.max(0, index - 1), index + 1));
}
