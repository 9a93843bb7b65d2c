import { z } from "zod";

/** An object with these keys and no others; a key that is none of them is answered with those that are. */
export function exactly<Shape extends z.ZodRawShape>(shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") return `unknown key ${issue.keys?.join(", ")}; allowed are ${allowed}`;
      return issue.code === "invalid_type" ? `must be a map with the keys ${allowed}` : undefined;
    },
  });
}
