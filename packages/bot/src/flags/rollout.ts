import { createHash } from "node:crypto";

/** What a variable such as `ENABLE_IMPROVED_SEARCH` says. */
export type Rollout = { readonly share: number } | "unreadable";

/** `true`, `on`, `1`, `yes` and their opposites, or a share of users: `25%`. */
export function readRollout(value: string): Rollout {
  const said = value.trim().toLowerCase();
  if (["true", "on", "1", "yes"].includes(said)) return { share: 1 };
  if (["false", "off", "0", "no", ""].includes(said)) return { share: 0 };
  const [, digits] = /^(\d{1,3}(?:\.\d{1,4})?)\s?%$/.exec(said) ?? [];
  const share = Number(digits) / 100;
  return share <= 1 ? { share } : "unreadable";
}

/** Whether somebody belongs to a share: the same answer in every process and at every time, and another one for each flag. */
export function isIncluded(flag: string, key: string, share: number): boolean {
  if (share >= 1) return true;
  const digest = createHash("sha256").update(`${flag}:${key}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < share;
}

/** `improvedSearch` and `improved-search` are `ENABLE_IMPROVED_SEARCH`, as in the playbook ("Gradual Rollouts"). */
export function variableOf(flag: string): string {
  const words = flag.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/[^A-Za-z\d]+/g, "_");
  return `ENABLE_${words.toUpperCase().replace(/^ENABLE_/, "")}`;
}
