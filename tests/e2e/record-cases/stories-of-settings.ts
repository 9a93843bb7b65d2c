import { withManyNotes } from "./companies.ts";
import type { Story } from "./story.ts";

/** Incidents that a changed variable has caused. */
export const storiesOfSettings: readonly Story[] = [
  {
    id: "model-key-with-a-typing-error",
    earlier: ["modelTest", "searchHint"],
    at: "2026-10-14T09:45:00.000Z",
    questions: ["ask", "notes", "search", "ask"],
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      await hands.setVariable("ANTHROPIC_API_KEY", "sk-ant-api03-not-the-key-that-was-made", "Ana");
      await hands.commit("promptWords");
      return {
        kind: "variable",
        id: "ANTHROPIC_API_KEY",
        component: "anthropic",
        origin: "config",
        why: "The new key is not one of Anthropic's: every call is refused with 401.",
      };
    },
  },
  {
    id: "variable-removed-in-a-clean-up",
    earlier: ["attioNames"],
    at: "2026-10-15T11:10:00.000Z",
    questions: ["notes", "search", "help"],
    alert: { metric: "failed_deployments", threshold: 1 },
    play: async (hands) => {
      await hands.commit("readme");
      await hands.setVariable("ATTIO_API_KEY", null, "Ben");
      await hands.commit("shorterIds");
      return {
        kind: "variable",
        id: "ATTIO_API_KEY",
        component: "crm-bot",
        origin: "config",
        why: "The bot does not start without it; the old deployment goes on serving.",
      };
    },
  },
  {
    id: "model-that-thinks-longer",
    earlier: ["promptWords", "searchHint"],
    at: "2026-10-16T13:30:00.000Z",
    questions: ["ask", "search", "ask", "notes"],
    variables: { ANTHROPIC_MODEL: "claude-haiku-4-5" },
    alert: { metric: "reply_p95_ms", threshold: 3_000 },
    play: async (hands) => {
      await hands.commit("modelTest");
      hands.models.set("claude-opus-4-5", { thinksMs: 5_500, contextTokens: 200_000 });
      await hands.setVariable("ANTHROPIC_MODEL", "claude-opus-4-5", "Chloé");
      return {
        kind: "variable",
        id: "ANTHROPIC_MODEL",
        component: "anthropic",
        origin: "config",
        why: "The larger model needs nine times as long as the one before.",
      };
    },
  },
  {
    id: "model-that-reads-less",
    earlier: ["promptWords", "helpWords"],
    at: "2026-10-19T08:20:00.000Z",
    questions: ["ask", "search", "help", "ask"],
    variables: { ANTHROPIC_MODEL: "claude-sonnet-4-6" },
    companies: withManyNotes(
      500,
      "Went through the open points of the contract and agreed on the next call. ".repeat(25),
    ),
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      await hands.setVariable("ANTHROPIC_MODEL", "claude-haiku-4-5", "Chloé");
      await hands.commit("searchHint");
      return {
        kind: "variable",
        id: "ANTHROPIC_MODEL",
        component: "anthropic",
        origin: "config",
        why: "What the bot sends fits into the context of the model before, and not into that of the new one.",
      };
    },
  },
  {
    id: "less-memory-than-it-needs",
    earlier: ["shorterIds", "attioNames"],
    at: "2026-10-20T16:15:00.000Z",
    questions: ["notes", "search", "notes", "help"],
    everyMs: 900,
    variables: { NODE_OPTIONS: "--max-old-space-size=256" },
    companies: withManyNotes(
      500,
      "Went through the open points of the contract and agreed on the next call. ".repeat(100),
    ),
    alert: { metric: "failed_requests", threshold: 1 },
    play: async (hands) => {
      await hands.commit("helpWords");
      await hands.setVariable("NODE_OPTIONS", "--max-old-space-size=36", "Ben");
      return {
        kind: "variable",
        id: "NODE_OPTIONS",
        component: "crm-bot",
        origin: "config",
        why: "The heap is too small for what the bot reads from the CRM: Node ends the process.",
      };
    },
  },
  {
    id: "flag-that-shows-long-notes",
    earlier: ["helpWords", "shorterIds"],
    at: "2026-10-21T10:00:00.000Z",
    questions: ["notes", "search", "notes", "help"],
    variables: { ENABLE_NEW_NOTES: "false" },
    companies: withManyNotes(
      1,
      "Went through the open points of the contract and agreed on the next call. ".repeat(45),
    ).map((company) => (company.name === "Globex" ? { ...company, notes: company.notes.slice(0, 2) } : company)),
    alert: { metric: "failed_requests", threshold: 1 },
    play: async (hands) => {
      await hands.setVariable("ENABLE_NEW_NOTES", "true", "Chloé");
      await hands.commit("newestFour");
      return {
        kind: "variable",
        id: "ENABLE_NEW_NOTES",
        component: "slack",
        origin: "config",
        why: "The new notes put a note into a block of 3,000 characters at most, and one about Globex is longer.",
      };
    },
  },
];
