/** What opens and closes a block of code. */
export const fenceMark = "```";

/** A url has at most 3,000 characters (docs.slack.dev/reference/block-kit/block-elements/button-element); a label comes on top. */
const reach = "{0,4000}";

/** Three backticks are a fence wherever they stand, so nothing else reaches over them. */
const within = (excluded: string) => `(?:[^\\n\`${excluded}]|\`(?!\`\`))${reach}`;

const code = "(?<!`)`[^`\\n]{1,100}`(?!`)";
const mention = `<(?:[@#]|!(?:subteam|date)\\^|!here|!channel|!everyone|[a-z][a-z\\d+.-]{0,30}:)${within("<>")}>`;
const bareUrl = `https?://[^\\s<>\`]${reach}`;
const markdownLink = `!?\\[${within("[\\]")}\\]\\((?:[^()\\s\`]|\\([^()\\s\`]${reach}\\))${reach}(?:[ ]"[^"\\n\`]${reach}")?\\)`;
const entity = "&(?:[a-z]{2,8}|#\\d{1,7});";
const emoji = ":[\\w+'-]{1,100}:(?::skin-tone-\\d:)?";

/** How far behind a place a token may end that begins before it. */
export const longestToken = 9_000;

const tokens = [fenceMark, code, mention, bareUrl, markdownLink, entity, emoji].join("|");

/** What must not be cut. */
export function tokenPattern(): RegExp {
  return new RegExp(tokens, "gi");
}
