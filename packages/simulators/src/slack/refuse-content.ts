import type { Surface } from "@allclear/block-kit";
import { refusalOf } from "@allclear/block-kit/refusal";
import { type Refusal, refuse } from "./api-call.ts";

/** Why Slack refuses a message or a view, if it does. A type that the table of rules does not have is a mistyped one. */
export function refuseContent(content: unknown, surface: Surface = "message"): Refusal | undefined {
  const refusal = refusalOf(content, { surface, unknownTypes: "refuse" });
  if (refusal === undefined) {
    return undefined;
  }
  const { error, ...told } = refusal;
  return refuse(error, told);
}
