import { blocks } from "./blocks.ts";
import { elements } from "./elements.ts";
import type { Shape } from "./field.ts";
import { layouts } from "./layouts.ts";
import { objects } from "./objects.ts";
import { richText } from "./rich-text.ts";
import { surfaces } from "./surfaces.ts";
import { tables } from "./tables.ts";

/** The table: everything that Slack's blocks are made of. Validator, repairer and the page of all rules are derived from it. */
export const shapes: readonly Shape[] = [
  ...surfaces,
  ...blocks,
  ...layouts,
  ...tables,
  ...richText,
  ...elements,
  ...objects,
];
