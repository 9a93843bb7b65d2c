import { withManyNotes } from "./companies.ts";
import type { Story } from "./story.ts";

/** Incidents that a commit of ours has caused. */
export const storiesOfCommits: readonly Story[] = [
  {
    id: "missing-field-in-notes",
    earlier: ["readme", "shorterIds"],
    at: "2026-10-05T09:12:00.000Z",
    questions: ["notes", "search", "notes", "help"],
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      const id = await hands.commit("nextStep");
      await hands.commit("searchHint");
      return {
        kind: "commit",
        id,
        component: "crm-bot",
        origin: "own-code",
        why: "It reads nextStep, which no company from Attio has.",
      };
    },
  },
  {
    id: "model-call-given-up-too-early",
    earlier: ["promptWords", "shorterIds"],
    at: "2026-10-06T14:40:00.000Z",
    questions: ["ask", "notes", "ask", "search"],
    alert: { metric: "failed_requests", threshold: 2 },
    play: async (hands) => {
      const id = await hands.commit("shortTimeout");
      await hands.commit("helpWords");
      return {
        kind: "commit",
        id,
        component: "anthropic",
        origin: "own-code",
        why: "The model needs 480 to 720 ms, and the call is given up after 550 ms.",
      };
    },
  },
  {
    id: "acknowledged-after-the-answer",
    earlier: ["noteBullets", "modelTest"],
    at: "2026-10-07T08:05:00.000Z",
    questions: ["/crm", "search", "/crm", "help"],
    thinksMs: 3_800,
    everyMs: 1_400,
    alert: { metric: "error_rate", threshold: 0.3 },
    play: async (hands) => {
      await hands.commit("searchHint");
      const id = await hands.commit("ackLast");
      return {
        kind: "commit",
        id,
        component: "crm-bot",
        origin: "own-code",
        why: "Slack waits three seconds for an acknowledgement, and the model needs longer than that.",
      };
    },
  },
  {
    id: "notes-in-more-blocks-than-allowed",
    earlier: ["searchHint", "helpWords"],
    at: "2026-10-08T13:21:00.000Z",
    questions: ["notes", "help", "notes", "search"],
    variables: { ENABLE_NEW_NOTES: "true" },
    companies: withManyNotes(60),
    alert: { metric: "failed_requests", threshold: 1 },
    play: async (hands) => {
      await hands.commit("readme");
      const id = await hands.commit("allNotes");
      return {
        kind: "commit",
        id,
        component: "slack",
        origin: "own-code",
        why: "Globex has more notes than a message may have blocks, which is 50.",
      };
    },
  },
  {
    id: "filter-that-the-crm-does-not-know",
    earlier: ["searchHint", "attioNames"],
    at: "2026-10-09T10:33:00.000Z",
    questions: ["search", "notes", "help", "ask"],
    alert: { metric: "error_rate", threshold: 0.4 },
    play: async (hands) => {
      const id = await hands.commit("leaveLostOut");
      await hands.commit("promptWords");
      return {
        kind: "commit",
        id,
        component: "attio",
        origin: "own-code",
        why: "The attribute is called stage in Attio, which refuses a filter by deal_stage.",
      };
    },
  },
  {
    id: "promise-that-nobody-awaits",
    earlier: ["searchHint", "helpWords"],
    at: "2026-10-12T07:50:00.000Z",
    questions: ["help", "notes", "search", "notes"],
    everyMs: 1_300,
    alert: { metric: "container_restarts", threshold: 1 },
    play: async (hands) => {
      await hands.commit("noteBullets");
      const id = await hands.commit("countSearches");
      return {
        kind: "commit",
        id,
        component: "crm-bot",
        origin: "own-code",
        why: "The folder /data does not exist there; the rejection is nobody's, so Node ends the process at each search.",
      };
    },
  },
  {
    id: "module-with-another-signature",
    earlier: ["sharedModule", "shorterIds"],
    at: "2026-10-13T15:02:00.000Z",
    questions: ["search", "notes", "search", "help"],
    alert: { metric: "error_rate", threshold: 0.4 },
    play: async (hands) => {
      const id = await hands.commit("newModule");
      await hands.commit("helpWords");
      return {
        kind: "commit",
        id,
        component: "crm-bot",
        origin: "own-code",
        why: "Version 2 of the vendored module has no bold any more, which the search calls.",
      };
    },
  },
];
