/** What the letters in the table stand for, as read in November 2026. */
export const sources = {
  T: { name: "`@slack/types` 3.2.0, doc comments", date: "2026-11" },
  P: { name: "slackapi/python-slack-sdk, models and their validators", date: "2026-11" },
  J: { name: "slackapi/java-slack-sdk, models", date: "2026-11" },
  D: { name: "docs.slack.dev, reference of Block Kit and of the methods", date: "2026-09-14" },
  K: { name: "slackapi/slack-skills-plugin, Slack's own Block Kit skill", date: "2026-11" },
  X: {
    name: "TightknitAI/slack-block-kit-validator, a schema of the documentation, partly tried in Block Kit Builder",
    date: "2026-04",
  },
  M: { name: "slack-morphism 2.30, notes on the live validator", date: "2026-11" },
} as const;
