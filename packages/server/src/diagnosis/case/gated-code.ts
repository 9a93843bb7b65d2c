/** Code that was deployed before, and which a flag, a variable or a model now lets run: it names the switch. */

import type { Change } from "./case.ts";

export interface Gated {
  /** The switch with what it opens, to be read as one change. */
  readonly change: Change;
  readonly commits: readonly string[];
}

export function openGate(change: Change, changes: readonly Change[]): Gated {
  const names = namesOf(change);
  if (names.length === 0) return { change, commits: [] };
  const commits = changes.filter(
    (other) => other.kind === "commit" && isBefore(other, change) && speaksOf(other, names),
  );
  if (commits.length === 0) return { change, commits: [] };
  return {
    change: {
      ...change,
      files: [...change.files, ...commits.flatMap(({ files }) => files)],
      diff: [change.diff, ...commits.map(({ diff }) => (isSwitchedOff(change) ? turnBack(diff) : diff))].join("\n"),
    },
    commits: commits.map(({ id }) => id),
  };
}

function namesOf({ kind, id, diff }: Change): readonly string[] {
  if (kind !== "flag" && kind !== "variable" && kind !== "model") return [];
  const set = [...diff.matchAll(/^[-+]([\w.-]{5,80})=/gm)].map((match) => match[1] ?? "");
  return [id, ...set].map(spell).filter((name) => name.length > 4 && name.includes("_"));
}

/** Off takes away again what the commit brought. */
function isSwitchedOff({ diff, summary }: Change): boolean {
  if (/^\+[\w.-]{1,80}=(?:off|false|0|0 ?%|disabled|none|no)\s*$/im.test(diff)) return true;
  return /(?:->|→|=>|\bto)\s?(?:off|false|0 ?%|disabled)(?:\W|$)|\b(?:turn|switch)(?:ed)? off\b|\bdisabled?\b/i.test(
    summary,
  );
}

function turnBack(diff: string): string {
  const turned = new Map([
    ["+", "-"],
    ["-", "+"],
  ]);
  return diff
    .split("\n")
    .map((line) =>
      /^(?:\+\+\+|---) /.test(line) ? line : `${turned.get(line.charAt(0)) ?? line.charAt(0)}${line.slice(1)}`,
    )
    .join("\n");
}

/** A commit that only now comes to the same service is weighed by itself. */
function isBefore(commit: Change, change: Change): boolean {
  return commit.at === undefined || change.at === undefined || commit.at <= change.at;
}

function speaksOf({ summary, diff, files }: Change, names: readonly string[]): boolean {
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
