import { fenceMark } from "./tokens.ts";
import { writeLink, writeMarked } from "./write-mrkdwn.ts";

const link =
  /!?\[([^[\]\n]{0,3000})\]\(([^()\s]{0,3000}(?:\([^()\s]{0,3000}\)[^()\s]{0,3000}){0,10})(?: "[^"\n]{0,3000}")?\)/g;
const heading = /^ {0,3}#{1,6}[ \t]+(\S.*)$/gm;
const bold = /\*\*([^*\n]+)\*\*/g;

/** Standard markdown in Slack's own mark-up, as far as the two differ in links, bold text and headings. Code stays as it is. */
export function markdownToMrkdwn(markdown: string): string {
  return markdown.split(/(```|`[^`\n]+`)/).reduce<{ text: string; isCode: boolean }>(
    ({ text, isCode }, part) => ({
      text: text + (isCode || part.startsWith("`") ? part : convert(part)),
      isCode: part === fenceMark ? !isCode : isCode,
    }),
    { text: "", isCode: false },
  ).text;
}

function convert(text: string): string {
  return text
    .replace(link, (_, label: string, url: string) => writeLink(url, label))
    .replace(bold, (_, words: string) => writeMarked(words, "*"))
    .replace(heading, (_, words: string) => writeMarked(words.replaceAll("*", ""), "*"));
}
