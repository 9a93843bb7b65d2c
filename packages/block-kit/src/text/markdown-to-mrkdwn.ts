import { writeLink, writeMarked } from "./write-mrkdwn.ts";

// All bounded, as a repetition over megabytes would exhaust the stack of the engine.
const code = "`[^`\\n]{1,3000}`";
const url = "[^()\\s]{0,3000}(?:\\([^()\\s]{0,3000}\\)[^()\\s]{0,3000}){0,10}";
const link = new RegExp(`${code}|!?\\[([^[\\]\\n]{0,3000})\\]\\((${url})(?: "[^"\\n]{0,3000}")?\\)`, "g");
const bold = new RegExp(`${code}|\\*\\*((?:[^*\`\\n]|${code}){1,3000})\\*\\*`, "g");
const heading = /^ {0,3}#{1,6}[ \t]+(\S.{0,3000})$/gm;

/** Standard markdown in Slack's own mark-up, as far as the two differ in links, bold text and headings. Code stays as it is. */
export function markdownToMrkdwn(markdown: string): string {
  const parts = markdown.split("```");
  return parts.map((part, index) => (index % 2 === 0 ? convert(part) : part)).join("```");
}

function convert(text: string): string {
  return text
    .replace(link, (all, label = "", target?: string) => (target === undefined ? all : writeLink(target, label)))
    .replace(bold, (all, words?: string) => (words === undefined ? all : writeMarked(words, "*")))
    .replace(heading, (_, words: string) => writeMarked(words, "*"));
}
