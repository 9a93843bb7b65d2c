/** A url has at most 3,000 characters (docs.slack.dev/reference/block-kit/block-elements/button-element); a label comes on top. */
const reach = "{0,4000}";

/** Three backticks are a fence wherever they stand, so nothing else reaches over them. */
const within = (excluded: string) => `(?:[^\\n\`${excluded}]|\`(?!\`\`))${reach}`;

const fence = "```";
const code = "(?<!`)`[^`\\n]{1,100}`(?!`)";
const mention = `<(?:[@#]|!(?:subteam|date)\\^|!here|!channel|!everyone|[a-z][a-z\\d+.-]{0,30}:)${within("<>")}>`;
const markdownLink = `!?\\[${within("[\\]")}\\]\\((?:[^()\\s\`]|\\([^()\\s\`]${reach}\\))${reach}(?:[ ]"[^"\\n\`]${reach}")?\\)`;
const entity = "&(?:[a-z]{2,8}|#\\d{1,7});";
const emoji = ":[\\w+'-]{1,100}:(?::skin-tone-\\d:)?";

/** How far behind a place a token may end that begins before it. */
export const longestToken = 9_000;

const tokens = [fence, code, mention, markdownLink, entity, emoji].join("|");

const breaks = ["\\n[^\\S\\n]*\\n", "\\n", "[.!?…][\"')\\]]{0,3}(?=\\s)", "[。！？]", "[^\\S\\n]+"].join("|");

export type Break = "blank-line" | "line-end" | "sentence-end" | "space";

/** What must not be cut. */
export function tokenPattern(): RegExp {
  return new RegExp(tokens, "gi");
}

/** What must not be cut, and where one may cut between. */
export function tokenOrBreakPattern(): RegExp {
  return new RegExp(`${tokens}|${breaks}`, "gi");
}

/** Which break a match of the patterns is, if it is no token. Told by its beginning, as capture groups would double the time of a search. */
export function breakOf(match: string): Break | undefined {
  if (match.startsWith("\n")) return match.length > 1 ? "blank-line" : "line-end";
  if (/^\s/.test(match)) return "space";
  return /^[.!?…。！？](?!\[)/.test(match) ? "sentence-end" : undefined;
}
