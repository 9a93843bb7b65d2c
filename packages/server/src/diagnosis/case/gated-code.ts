/** Code that was deployed before, and which a flag, a variable or a model now lets run: it names the switch. */

import type { Change } from "./case.ts";

export interface Gated {
  /** The switch with what it opens, to be read as one change. */
  readonly change: Change;
  readonly commits: readonly string[];
}

export function openGate(change: Change, changes: readonly Change[]): Gated {
  const names = namesOf(change);
  const commits = changes.filter(
    (other) => other.kind === "commit" && isBefore(other, change) && speaksOf(other, names),
  );
  if (commits.length === 0) return { change, commits: [] };
  return {
    change: {
      ...change,
      files: [...change.files, ...commits.flatMap(({ files }) => files)],
      diff: [change.diff, ...commits.map(({ diff }) => diff)].join("\n"),
    },
    commits: commits.map(({ id }) => id),
  };
}

function namesOf({ kind, id, diff }: Change): readonly string[] {
  if (kind !== "flag" && kind !== "variable" && kind !== "model") return [];
  const set = [...diff.matchAll(/^[-+]([\w.-]{5,80})=/gm)].map((match) => match[1] ?? "");
  return [id, ...set].map(spell).filter((name) => name.length > 4 && name.includes("_"));
}

/** A commit that only now comes to the same service is weighed by itself. */
function isBefore(commit: Change, change: Change): boolean {
  return commit.at === undefined || change.at === undefined || commit.at <= change.at;
}

function speaksOf({ summary, diff, files }: Change, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const text = spell([summary, ...files, diff].join("\n").slice(0, 100_000));
  return names.some((name) => text.includes(name));
}

/** `new-checkout`, `newCheckout` and `NEW_CHECKOUT` are one name. */
function spell(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.]/g, "_")
    .toLowerCase();
}
