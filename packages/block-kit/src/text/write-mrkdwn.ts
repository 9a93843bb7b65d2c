/** Literal text for mrkdwn: what looks like a mention in it does not become one (docs.slack.dev/messaging/formatting-message-text#escaping). */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A link with a label in mrkdwn. What is no url stays literal, or `@U012AB3CD` in the place of one would mention somebody. */
export function writeLink(url: string, label: string): string {
  const line = label.replace(/\s+/g, " ").trim().replace(/[<>]/g, escapeText);
  if (!/^[a-z][a-z\d+.-]*:\S/i.test(url)) return line || escapeText(url);
  const target = url.replaceAll("&", "&amp;").replace(/[<>|\s]/g, encodeURIComponent);
  return line === "" ? `<${target}>` : `<${target}|${line}>`;
}

/** The text between two marks, which must touch a word to count. */
export function writeMarked(text: string, mark: string): string {
  const core = text.trim();
  return core === "" || core.includes(mark) ? text : text.replace(core, () => mark + core + mark);
}

/** The parts that have something to read, joined. */
export function joinParts(parts: readonly string[], separator = "\n"): string {
  return parts.filter((part) => part.trim() !== "").join(separator);
}
