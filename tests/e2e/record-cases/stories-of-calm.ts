import { refuse } from "./anthropic.ts";
import type { Cause, Story } from "./story.ts";

const nothing = { kind: "none", id: "none", component: "none", origin: "none" } as const;

/** False alarms: everything is answered. */
export const storiesOfCalm: readonly Story[] = [
  {
    id: "retries-that-went-well",
    earlier: ["promptWords"],
    at: "2026-11-02T09:25:00.000Z",
    questions: ["ask", "notes", "search", "ask"],
    alert: { metric: "reply_p95_ms", threshold: 1_100 },
    play: async (hands): Promise<Cause> => {
      await hands.commit("helpWords");
      hands.disturbAnthropic((_, count) =>
        count % 5 === 1 ? refuse(529, "overloaded_error", "Overloaded") : undefined,
      );
      await hands.pause(8);
      hands.disturbAnthropic();
      return { ...nothing, why: "A few calls of the model were asked again and went well; everybody got an answer." };
    },
  },
  {
    id: "busy-day-of-deployments",
    earlier: ["readme"],
    at: "2026-11-03T13:55:00.000Z",
    questions: ["notes", "search", "help", "ask"],
    alert: { metric: "container_starts", threshold: 1 },
    play: async (hands): Promise<Cause> => {
      await hands.commit("searchHint");
      await hands.commit("shorterIds");
      await hands.setVariable("ENABLE_IMPROVED_SEARCH", "true", "Ben");
      return { ...nothing, why: "Three deployments within a minute, and everybody got an answer." };
    },
  },
];
