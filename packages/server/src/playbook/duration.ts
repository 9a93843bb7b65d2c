import { z } from "zod";

const UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Ours: a year; longer is a slip of the pen, and timers count no further than some decades. */
const LONGEST = 365 * UNITS.d;
const ALLOWED = "must be a length of time from 1 ms to 365 d, such as 250 ms, 30 s, 15 min, 2 h or 1 d";

/** `250 ms`, `30 s`, `15 min`, `2 h`, `1 d` → milliseconds, never 0: what repeats after no time never ends. */
export const duration = z.string({ error: ALLOWED }).transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)$/.exec(text);
  const unit = match?.[2];
  const length = unit !== undefined && isUnit(unit) ? Math.round(Number(match?.[1]) * UNITS[unit]) : 0;
  if (length > 0 && length <= LONGEST) return length;
  context.addIssue({ code: "custom", message: ALLOWED });
  return z.NEVER;
});

function isUnit(text: string): text is keyof typeof UNITS {
  return Object.hasOwn(UNITS, text);
}
