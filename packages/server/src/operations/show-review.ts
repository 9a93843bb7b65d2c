import { z } from "zod";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";
import { OperationError } from "./operation-error.ts";
import { findIncident } from "./show-incident.ts";

export const showReviewOperation = defineOperation({
  kind: "query",
  name: "show-review",
  summary: "The post-incident review, as Markdown",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({ incidentId }),
  output: z.object({ incidentId: z.string(), review: z.string() }),
  run: async ({ incidentId: id }, context) => {
    const { reviewBody } = await findIncident(id, context);
    const [body] = reviewBody === undefined ? [] : await context.incidents.readBodies([reviewBody]);
    if (body === undefined)
      throw new OperationError("not-found", `${id} has no review yet; it is written after all clear.`);
    if (!("text" in body)) throw new OperationError("not-found", `The review was erased: ${body.erased.reason}`);
    return { incidentId: id, review: body.text };
  },
});
