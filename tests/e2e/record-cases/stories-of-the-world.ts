import { refuse } from "./anthropic.ts";
import { withManyNotes } from "./companies.ts";
import type { Story } from "./story.ts";

const creditBalance =
  "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.";
const gatewayPage = "<html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>";

/** Incidents that no change of ours has caused, each with innocent changes beside it. */
export const storiesOfTheWorld: readonly Story[] = [
  {
    id: "model-overloaded",
    earlier: ["searchHint", "modelTest"],
    at: "2026-10-22T14:05:00.000Z",
    questions: ["ask", "notes", "search", "ask"],
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      await hands.commit("promptWords");
      await hands.pause(8);
      hands.disturbAnthropic(() => refuse(529, "overloaded_error", "Overloaded"));
      return {
        kind: "external",
        id: "external",
        component: "anthropic",
        origin: "external",
        why: "Anthropic answers every call with 529, eight seconds after an innocent commit was live.",
      };
    },
  },
  {
    id: "more-questions-than-slack-takes",
    earlier: ["shorterIds", "searchHint"],
    at: "2026-10-23T15:30:00.000Z",
    questions: ["search", "notes", "help"],
    everyMs: 1_800,
    rateLimits: true,
    alert: { metric: "failed_requests", threshold: 3 },
    play: async (hands) => {
      await hands.commit("noteBullets");
      await hands.pause(6);
      hands.pace(350);
      return {
        kind: "traffic",
        id: "traffic",
        component: "slack",
        origin: "external",
        why: "Five times as many questions as before, and Slack takes one message a second for a channel.",
      };
    },
    afterSeconds: 30,
  },
  {
    id: "token-expired-at-slack",
    earlier: ["helpWords", "readme"],
    at: "2026-10-26T09:00:00.000Z",
    questions: ["help", "notes", "search"],
    variables: { ENABLE_IMPROVED_SEARCH: "false" },
    alert: { metric: "error_rate", threshold: 0.5 },
    play: async (hands) => {
      await hands.setVariable("ENABLE_IMPROVED_SEARCH", "true", "Ben");
      await hands.pause(8);
      await hands.expireToken();
      return {
        kind: "external",
        id: "external",
        component: "slack",
        origin: "config",
        why: "The token was rotated in the settings of the app at Slack, and no variable of the bot was changed then.",
      };
    },
  },
  {
    id: "crm-down",
    earlier: ["searchHint", "shorterIds"],
    at: "2026-10-27T12:48:00.000Z",
    questions: ["search", "notes", "help", "ask"],
    alert: { metric: "error_rate", threshold: 0.4 },
    play: async (hands) => {
      await hands.commit("attioNames");
      await hands.pause(6);
      hands.disturbAttio(() => ({ status: 503, body: gatewayPage }));
      return {
        kind: "external",
        id: "external",
        component: "attio",
        origin: "external",
        why: "Attio answers 503; the commit before it only renames a constant in the file that asks Attio.",
      };
    },
  },
  {
    id: "credit-used-up",
    earlier: ["promptWords"],
    at: "2026-10-28T17:20:00.000Z",
    questions: ["ask", "search", "ask", "help"],
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      await hands.commit("modelTest");
      await hands.pause(4);
      hands.disturbAnthropic(() => refuse(400, "invalid_request_error", creditBalance));
      await hands.pause(12);
      await hands.commit("searchHint");
      return {
        kind: "quota",
        id: "quota",
        component: "anthropic",
        origin: "config",
        why: "The credit at Anthropic is used up: every call is refused.",
      };
    },
  },
  {
    id: "one-note-too-long-for-a-block",
    earlier: ["newestFour", "helpWords"],
    at: "2026-10-29T08:35:00.000Z",
    questions: ["notes", "search", "notes", "help"],
    everyMs: 700,
    variables: { ENABLE_NEW_NOTES: "true" },
    alert: { metric: "failed_requests", threshold: 1 },
    play: async (hands) => {
      await hands.commit("noteBullets");
      await hands.pause(6);
      const text = "Went through the open points of the contract and agreed on the next call. ".repeat(45);
      hands.editCompanies(() =>
        withManyNotes(0).map((company) =>
          company.name === "Initech" ? { ...company, notes: [{ date: "2026-10-29", author: "Ana", text }] } : company,
        ),
      );
      return {
        kind: "data",
        id: "data",
        component: "slack",
        origin: "external",
        why: "Somebody wrote a note about Initech that is longer than the 3,000 characters of a block.",
      };
    },
  },
  {
    id: "sockets-refused",
    earlier: ["shorterIds", "searchHint"],
    at: "2026-10-30T10:10:00.000Z",
    questions: ["help", "notes", "search"],
    alert: { metric: "error_rate", threshold: 0.8 },
    play: async (hands) => {
      await hands.commit("readme");
      await hands.pause(6);
      await hands.refuseSockets();
      return {
        kind: "external",
        id: "external",
        component: "slack",
        origin: "external",
        why: "Slack closes the sockets of the bot and answers each new one with 503.",
      };
    },
  },
];
