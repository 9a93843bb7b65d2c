import { asList, asRecord, asString, type Json } from "../json.ts";
import { readPart } from "./read-part.ts";
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
  const found: Json = Array.isArray(message) ? { blocks: message } : asRecord(message);
  const parts = [found.title, { type: "markdown", text: found.markdown_text }, ...asList(found.blocks)];
  const attachments = asList(found.attachments).map(asRecord).map(readAttachment);
  const words = joinParts([...parts.map((part) => readPart(part)), ...attachments], "\n\n");
  return truncateText(merge(asString(found.text), words), mostCharacters);
}

/** Its texts are mrkdwn where a block has text objects. The fallback says what the picture shows, or all if there is nothing else. */
function readAttachment(attachment: Json): string {
  const { fallback } = attachment;
  const parts = [
    mrkdwn(attachment.pretext),
    { url: attachment.author_link, text: attachment.author_name },
    { url: attachment.title_link, text: attachment.title },
    mrkdwn(attachment.text),
    ...asList(attachment.fields).flatMap((field) => [asRecord(field).title, mrkdwn(asRecord(field).value)]),
    ...asList(attachment.blocks),
    ...asList(attachment.actions),
    { type: "button", url: attachment.image_url ?? attachment.thumb_url, text: fallback },
    attachment.footer,
  ];
  return readPart(parts) || readPart(fallback);
}

function mrkdwn(text: unknown): unknown {
  return { type: "mrkdwn", text };
}

/** Both, unless one says all that the other says. */
function merge(text: string, words: string): string {
  const [plainText, plainWords] = [plain(text), plain(words)];
  if (plainWords.includes(plainText)) return words;
  return plainText.includes(plainWords) ? text : joinParts([text, words], "\n\n");
}

/** Without what only marks or escapes, but for `&lt;`: a literal `<@U012AB3CD>` is no mention. The spaces around keep "token" from saying "ok". */
function plain(text: string): string {
  const words = text
    .slice(0, mostCompared)
    .replace(/[*_~`\s]+/g, " ")
    .trim();
  return ` ${words.replaceAll("&gt;", ">").replaceAll("&amp;", "&")} `;
}
