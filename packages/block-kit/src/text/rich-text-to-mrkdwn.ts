import { entryFor, field, listField, stringField } from "./read-field.ts";
import { escapeText, joinParts, writeFence, writeLink, writeMarked } from "./write-mrkdwn.ts";

type Render = (element: unknown) => string;

/** The longest time that a date can have, in seconds (ECMA-262, section 21.4.1.1). */
const lastSecond = 8.64e12;

/** Indentation of a list has nine steps (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
const deepestIndent = 8;

const bullets = ["•", "◦", "▪"];

const leaves: Readonly<Record<string, Render>> = {
  link: (leaf) => writeLink(stringField(leaf, "url"), escapeText(stringField(leaf, "text"))),
  user: (leaf) => mention("<@", stringField(leaf, "user_id")),
  usergroup: (leaf) => mention("<!subteam^", stringField(leaf, "usergroup_id")),
  channel: (leaf) => mention("<#", stringField(leaf, "channel_id")),
  team: (leaf) => escapeText(stringField(leaf, "team_id")),
  emoji: writeEmoji,
  broadcast: (leaf) => mention("<!", stringField(leaf, "range")),
  color: (leaf) => escapeText(stringField(leaf, "value")),
  date: writeDate,
};

const containers: Readonly<Record<string, Render>> = {
  rich_text_section: (container) => writeLeaves(container),
  rich_text_list: writeList,
  rich_text_quote: (container) => writeLeaves(container).replace(/^/gm, "> "),
  rich_text_preformatted: (container) => writeFence(listField(container, "elements").map(writeLeaf).join("")),
};

const marks = [
  ["code", "`"],
  ["strike", "~"],
  ["italic", "_"],
  ["bold", "*"],
] as const;

/** A `rich_text` block in Slack's own mark-up. */
export function richTextToMrkdwn(block: unknown): string {
  return joinParts(listField(block, "elements").map(writeContainer), "\n");
}

function writeContainer(container: unknown): string {
  return (entryFor(containers, container) ?? writeStyledLeaf)(container);
}

function writeLeaves(container: unknown): string {
  return listField(container, "elements").map(writeStyledLeaf).join("");
}

function writeStyledLeaf(leaf: unknown): string {
  const style = field(leaf, "style");
  return marks
    .filter(([name]) => field(style, name) === true)
    .reduce((text, [, mark]) => writeMarked(text, mark), writeLeaf(leaf));
}

function writeLeaf(leaf: unknown): string {
  return (entryFor(leaves, leaf) ?? writeText)(leaf);
}

/** Also of a leaf that came after this was written. */
function writeText(leaf: unknown): string {
  return escapeText(stringField(leaf, "text"));
}

function mention(start: string, id: string): string {
  return /^\w+$/.test(id) ? `${start}${id}>` : escapeText(id);
}

function writeEmoji(leaf: unknown): string {
  const name = escapeText(stringField(leaf, "name"));
  const tone = field(leaf, "skin_tone");
  if (name === "") return "";
  return typeof tone === "number" ? `:${name}::skin-tone-${tone}:` : `:${name}:`;
}

function writeDate(leaf: unknown): string {
  const timestamp = field(leaf, "timestamp");
  const seconds = typeof timestamp === "number" ? Math.trunc(timestamp) : Number.NaN;
  const written = Math.abs(seconds) <= lastSecond ? new Date(seconds * 1000).toISOString() : "";
  const fallback = escapeText(stringField(leaf, "fallback")) || written;
  const format = stringField(leaf, "format");
  if (written === "" || !/^[^<>^|\n]+$/.test(format)) return fallback;
  const url = stringField(leaf, "url").replace(/[<>|^\s]/g, encodeURIComponent);
  return `<!date^${seconds}^${format}${url && `^${url}`}|${fallback}>`;
}

function writeList(list: unknown): string {
  const indent = Math.min(wholeField(list, "indent"), deepestIndent);
  const offset = wholeField(list, "offset");
  const isOrdered = stringField(list, "style") === "ordered";
  const items = listField(list, "elements").map((item, index) => {
    const mark = isOrdered ? `${offset + index + 1}.` : bullets[indent % bullets.length];
    const text = writeLeaves(item);
    return text.trim() === "" ? "" : `${"    ".repeat(indent)}${mark} ${text}`;
  });
  return joinParts(items, "\n");
}

function wholeField(value: unknown, key: string): number {
  const found = field(value, key);
  return typeof found === "number" && Number.isSafeInteger(found) && found > 0 ? found : 0;
}
