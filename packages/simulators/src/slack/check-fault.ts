import type { SlackFault } from "./faults.ts";

const matchFields = ["method", "appId", "token", "channel", "times", "afterEffect", "kind"];

/** The fields of each kind: those that it needs, then those that it may have. */
const kindFields: Readonly<Record<SlackFault["kind"], { readonly needs: string[]; readonly may: string[] }>> = {
  error: { needs: ["error"], may: ["fields"] },
  "rate-limited": { needs: ["retryAfterSeconds"], may: [] },
  status: { needs: ["status"], may: ["body", "contentType"] },
  html: { needs: [], may: ["body"] },
  slow: { needs: ["delayMs"], may: [] },
  hang: { needs: [], may: [] },
  reset: { needs: [], may: [] },
};

/** Throws when a fault that came from outside has an unknown kind, an unknown field or lacks one: a misspelt
 * `method` would otherwise hit every call. */
export function checkFault(fault: SlackFault): void {
  if (!Object.hasOwn(kindFields, fault.kind)) {
    throw new Error(`There is no fault kind ${String(fault.kind)}; there are ${Object.keys(kindFields).join(", ")}`);
  }
  const { needs, may } = kindFields[fault.kind];
  const given = Object.keys(fault);
  const allowed = [...matchFields, ...needs, ...may];
  const unknown = given.find((field) => !allowed.includes(field));
  if (unknown !== undefined) {
    throw new Error(`A fault of kind ${fault.kind} has no field ${unknown}; it may have ${allowed.join(", ")}`);
  }
  const missing = needs.find((field) => !given.includes(field));
  if (missing !== undefined) {
    throw new Error(`A fault of kind ${fault.kind} needs the field ${missing}`);
  }
}
