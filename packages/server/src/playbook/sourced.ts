/** Values that say which section of the playbook they come from. */

import { z } from "zod";

const source = z.strictObject({ value: z.unknown(), section: z.string().min(1), note: z.string().optional() });

/** A value, alone or with the playbook section it comes from. */
export function sourced<Value extends z.ZodType>(value: Value) {
  return z.preprocess((entry) => {
    const parsed = source.safeParse(entry);
    return parsed.success ? parsed.data.value : entry;
  }, value);
}
