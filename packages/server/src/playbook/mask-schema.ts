/** The shape of the masks in a playbook file. */

import { z } from "zod";
import { type MaskRules, type OwnMask, SHIPPED_MASKS, type ShippedMask } from "../domain/mask.ts";
import { exactly } from "./exactly.ts";
import { readLinearPattern } from "./linear-pattern.ts";
import { sourced } from "./sourced.ts";

const NAME = /^[a-z][a-z-]{0,29}$/;
/** Ours: a longer one says more than one thing. */
const LONGEST = 500;

const pattern = z
  .string({ error: "must be text" })
  .min(1)
  .max(LONGEST)
  .superRefine((source, context) => {
    const reading = readLinearPattern(source);
    if (reading.ok) return;
    const message = `cannot be used as a pattern: ${reading.why}. Write it in the syntax of RE2, without lookaround and back references`;
    context.addIssue({ code: "custom", message });
  });
const AS = /^<[a-z][a-z-]{0,29}>$/;
const mask = exactly({
  on: z.boolean().exactOptional(),
  pattern: pattern.exactOptional(),
  as: z.string().regex(AS, "must be a name between < and >, such as <order>").exactOptional(),
});

/** As people write switches; in YAML only `true` and `false` are none of them text. */
const SWITCHES: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ["on", true],
  ["yes", true],
  [false, false],
  ["off", false],
  ["no", false],
]);

/** A switch or a pattern may stand without its key. */
function openShort(entry: unknown): unknown {
  const on = SWITCHES.get(entry);
  if (on !== undefined) return { on };
  return typeof entry === "string" ? { pattern: entry } : entry;
}

const NAMING = "must be a name of small letters and hyphens";

export const masksSchema = z
  .record(z.string().regex(NAME, NAMING), sourced(z.preprocess(openShort, mask)), {
    error: ({ code }) => (code === "invalid_key" ? NAMING : "must be a map of names to masks"),
  })
  .superRefine((masks, context) => {
    for (const [name, given] of Object.entries(masks)) {
      if (given.pattern !== undefined || isShipped(name)) continue;
      const message = `there is no shipped mask ${name}: give it a pattern; shipped are ${SHIPPED_MASKS.join(", ")}`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  });

export function toMaskRules(file: z.output<typeof masksSchema>): MaskRules {
  const entries = Object.entries(file);
  return {
    // A pattern of one's own stands in place of the shipped one.
    off: entries.flatMap(([name, { on = true, pattern: source }]) => {
      return isShipped(name) && (!on || source !== undefined) ? [name] : [];
    }),
    own: entries.flatMap(([name, { on = true, pattern: source, as = `<${name}>` }]): readonly OwnMask[] => {
      return on && source !== undefined ? [{ name, pattern: source, as }] : [];
    }),
  };
}

function isShipped(name: string): name is ShippedMask {
  return (SHIPPED_MASKS as readonly string[]).includes(name);
}
