import { z } from "zod";
import { defineOperation } from "./define-operation.ts";
import { bodyDigest } from "./inputs.ts";
import { OperationError } from "./operation-error.ts";

export const showTextOperation = defineOperation({
  kind: "query",
  name: "show-text",
  summary: "A note, a sample of evidence or a review, by the digest that an event gives",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({ digest: bodyDigest }),
  output: z.object({ digest: z.string(), text: z.string().optional(), erased: z.string().optional() }),
  run: async ({ digest }, { incidents }) => {
    const [body] = await incidents.readBodies([digest]);
    if (body === undefined) throw new OperationError("not-found", `There is no text with the digest ${digest}.`);
    if ("text" in body) return body;
    return { digest, erased: `Erased at ${new Date(body.erased.at).toISOString()}: ${body.erased.reason}` };
  },
});
