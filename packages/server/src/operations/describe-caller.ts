import { z } from "zod";
import { ROLES } from "../domain/authority.ts";
import type { Caller } from "./define-operation.ts";

/** As whom the server knows the caller: what it does will stand on the timeline under this name. */
export const callerSchema = z
  .object({
    name: z.string(),
    kind: z.enum(["human", "agent", "system"]),
    owner: z.string().optional().describe("Who answers for an agent; the two count as one when a remedy is approved"),
    role: z.enum(ROLES),
  })
  .describe("As whom the server knows you");

export function describeCaller({ actor, role }: Caller): z.infer<typeof callerSchema> {
  const { kind, name, principal } = actor;
  return { name, kind, ...(kind === "agent" ? { owner: principal } : {}), role };
}
