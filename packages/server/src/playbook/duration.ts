import { z } from "zod";

const UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `250 ms`, `30 s`, `15 min`, `2 h`, `1 d` → milliseconds. */
export const duration = z.string().transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)$/.exec(text);
  const unit = match?.[2];
  if (match?.[1] === undefined || unit === undefined || !isUnit(unit)) {
    context.addIssue({ code: "custom", message: "a length of time such as 250 ms, 30 s, 15 min, 2 h or 1 d" });
    return z.NEVER;
  }
  return Number(match[1]) * UNITS[unit];
});

function isUnit(text: string): text is keyof typeof UNITS {
  return Object.hasOwn(UNITS, text);
}
