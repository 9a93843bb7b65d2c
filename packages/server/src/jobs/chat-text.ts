/** Slack's mrkdwn escapes three characters (https://docs.slack.dev/messaging/formatting-message-text). */

/** Plain text that stands as it is: a quoted log line calls nobody and links nowhere. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What a person reads. */
export function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
