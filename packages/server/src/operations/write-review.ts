import { z } from "zod";
import { draftReview, type ReviewAdditions } from "../domain/draft-review.ts";
import { writeReview } from "../domain/write-review.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

const line = z.string().trim().min(1).max(500);
const actionItem = z.strictObject({
  text: line,
  owner: z.string().trim().min(1).max(100),
  due: z.iso.date().describe("YYYY-MM-DD"),
});

export const writeReviewOperation = defineOperation({
  kind: "command",
  name: "write-review",
  summary: "Write the review from the timeline, with your own lines added",
  authority: "respond",
  agents: { tool: "finish" },
  input: z.object({
    incidentId,
    wentWell: z.array(line).max(20).default([]),
    couldBeImproved: z.array(line).max(20).default([]),
    actionItems: z.array(actionItem).max(50).default([]),
  }),
  draft: ({ wentWell, couldBeImproved, actionItems }, timeline, rules) => {
    const additions: ReviewAdditions = { wentWell, couldBeImproved, actionItems };
    return { review: draftReview(timeline, rules.review, additions) };
  },
  decide: (incident, _input, { digests }) => writeReview(incident, { body: digests.review ?? "" }),
});
