import { asList, asRecord, asString, isRecord, type Json } from "../json.ts";
import { markdownToMrkdwn } from "./markdown-to-mrkdwn.ts";
import { escapeText, joinParts, writeLink, writeMarked } from "./write-mrkdwn.ts";

type Read = (part: unknown) => string;

type Format = (part: Json, read: Read) => string;

/** Slack nests blocks two deep (a card in a carousel); what is nested deeper than this was made to overflow a stack. */
const deepest = 32;

/** Where the words of a part stand, in the order in which a person reads them. */
const wordKeys = [
  ...["hero_image", "title", "rich_text_title", "subtitle", "label", "name", "text", "body", "hint", "alt_text"],
  ...["description", "caption", "status", "value", "fields", "rows", "elements", "accessory", "child_blocks", "tasks"],
  ...["details", "output", "sources", "chart", "series", "segments", "data", "actions"],
];

const urlKeys = ["url", "image_url", "title_url", "video_url"];

const marks = [
  ["code", "`"],
  ["strike", "~"],
  ["italic", "_"],
  ["bold", "*"],
] as const;

/** What is not read as all of its words, a line each. */
const formats = new Map<unknown, Format>(
  Object.entries<Format>({
    text: ({ text }, read) => read(text),
    mrkdwn: ({ text }) => asString(text),
    markdown: ({ text }) => markdownToMrkdwn(asString(text)),
    header: ({ text }, read) => writeMarked(read(text), "*"),
    button: readLink,
    workflow_button: readLink,
    icon_button: readLink,
    overflow: ({ options }, read) => joinParts(asList(options).map((option) => readLink(option, read))),
    rich_text_section: readInline,
    rich_text_quote: (quote, read) => readInline(quote, read).replace(/^(?=.)/gm, "> "),
    rich_text_list: readList,
    rich_text_preformatted: readCode,
    user: ({ user_id: id }) => mention("@", id),
    channel: ({ channel_id: id }) => mention("#", id),
    usergroup: ({ usergroup_id: id }) => mention("!subteam^", id),
    broadcast: ({ range }) => mention("!", range),
    emoji: ({ name }, read) => `:${read(name)}:`,
    date: ({ fallback, timestamp }, read) => read(fallback) || readTime(timestamp),
  }),
);

/** What a person would read of any part of a message, in Slack's own mark-up; literal text stays literal. */
export function readPart(part: unknown, depth = 0): string {
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  if (depth > deepest) return "";
  const read = (inner: unknown) => readPart(inner, depth + 1);
  if (Array.isArray(part)) {
    return joinParts(part.map((item) => (Array.isArray(item) ? readRow(item, read) : read(item))));
  }
  if (!isRecord(part)) return "";
  return writeStyled((formats.get(part.type) ?? readWords)(part, read), part.style);
}

function writeStyled(words: string, style: unknown): string {
  if (!isRecord(style)) return words;
  return marks.reduce((text, [name, mark]) => (style[name] === true ? writeMarked(text, mark) : text), words);
}

/** All the words there are, a line each; as a link if there is an address too. */
function readWords(part: Json, read: Read): string {
  const found = wordKeys.filter((key) => part[key] !== undefined).map((key) => read(part[key]));
  const words = joinParts([...new Set(found)]);
  const url = urlKeys.map((key) => asString(part[key])).find((address) => address !== "");
  return url === undefined ? words : writeLink(url, words);
}

/** A button does nothing in a text, unless it is a link. */
function readLink(button: unknown, read: Read): string {
  const { url, text } = asRecord(button);
  return typeof url === "string" && url !== "" ? writeLink(url, read(text)) : "";
}

/** Empty cells stay, or the columns would no longer stand below each other; empty rows go. */
function readRow(row: readonly unknown[], read: Read): string {
  const cells = row.map((cell) => read(cell).replace(/\s+/g, " ").trim());
  return cells.some((cell) => cell !== "") ? cells.join(" | ") : "";
}

function readInline({ elements }: Json, read: Read): string {
  return asList(elements).map(read).join("");
}

function readList({ elements, style, offset }: Json, read: Read): string {
  const first = typeof offset === "number" ? offset + 1 : 1;
  const items = asList(elements)
    .map(read)
    .filter((item) => item.trim() !== "");
  return items.map((item, index) => `${style === "ordered" ? `${first + index}.` : "•"} ${item}`).join("\n");
}

function readCode(part: Json, read: Read): string {
  const code = readInline(part, read);
  // A zero-width space keeps backticks in the code from closing it.
  return code.trim() === "" ? "" : `\`\`\`\n${code.replaceAll("```", "``\u200b`")}\n\`\`\``;
}

function mention(start: string, id: unknown): string {
  const name = asString(id);
  return /^\w+$/.test(name) ? `<${start}${name}>` : escapeText(name);
}

function readTime(seconds: unknown): string {
  return typeof seconds === "number" ? new Date(seconds * 1000).toUTCString() : "";
}
