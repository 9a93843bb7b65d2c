import { isRecord } from "../json.ts";
import { renderText } from "./render-element.ts";
import { joinParts } from "./write-mrkdwn.ts";

const deepest = 8;

/** Of a block that came after this was written, every string under a key named `text`. */
export function renderUnknown(block: unknown): string {
  return joinParts([...textsIn(block, 0)], "\n");
}

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (depth > deepest) return;
  if (isRecord(value) && typeof value.text === "string") yield renderText(value);
  if (typeof value !== "object" || value === null) return;
  for (const child of Object.values(value)) yield* textsIn(child, depth + 1);
}
