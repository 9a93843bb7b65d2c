/** Literal text for mrkdwn: what looks like a mention in it does not become one (docs.slack.dev/messaging/formatting-message-text#escaping). */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A link with a label in mrkdwn. What is no url stays literal, or `@U012AB3CD` in the place of one would mention somebody. */
export function writeLink(url: string, label: string): string {
  const line = label.replace(/\s+/g, " ").trim().replace(/[<>]/g, escapeText);
  if (!/^[a-z][a-z\d+.-]*:\S/i.test(url)) return line || escapeText(url);
  const target = url.replaceAll("&", "&amp;").replace(/[<>|\s]/g, encodeURIComponent);
  return line === "" || line === target ? `<${target}>` : `<${target}|${line}>`;
}

/** The text between two marks, which must touch a word to count. */
export function writeMarked(text: string, mark: string): string {
  const core = text.trim();
  if (core === "" || core.includes(mark)) return text;
  const start = text.indexOf(core);
  return text.slice(0, start) + mark + core + mark + text.slice(start + core.length);
}

/** A block of code. */
export function writeFence(code: string): string {
  // A zero-width space keeps backticks in the code from closing it.
  return code.trim() === "" ? "" : `\`\`\`\n${code.replaceAll("```", "``\u200b`")}\n\`\`\``;
}

/** The parts that have something to read, joined. */
export function joinParts(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part.trim() !== "").join(separator);
}

/** The parts that have something to read, a line each. */
export function joinLines(parts: readonly string[]): string {
  return joinParts(parts, "\n");
}
