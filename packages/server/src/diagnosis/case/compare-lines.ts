/** Questions that traits put to a diff: is there more of something than before, or less? */

import type { ChangeKind } from "./case.ts";
import type { ChangeFacts } from "./change-facts.ts";

/** Words of a change that tell what its lines are about: paths and what stands around. */
export function contextOf({ files, around, summary }: TraitInput): string {
  return [summary, ...files, ...around].join("\n").slice(0, 20_000);
}

/** Over line ends, for what spans several lines. */
export function moreOver({ added, removed }: ChangeFacts, shape: RegExp): boolean {
  const textOf = (lines: readonly string[]): string => lines.join("\n").slice(0, 40_000);
  return shape.test(textOf(added)) && !shape.test(textOf(removed));
}

export interface TraitInput extends ChangeFacts {
  readonly kind: ChangeKind;
  readonly summary: string;
}

function count(lines: readonly string[], shape: RegExp): number {
  return lines.filter((line) => shape.test(line)).length;
}

export function fewer({ added, removed }: ChangeFacts, shape: RegExp): boolean {
  return count(removed, shape) > count(added, shape);
}

export function more({ added, removed }: ChangeFacts, shape: RegExp): boolean {
  return count(added, shape) > count(removed, shape);
}

export function changed({ added, removed }: ChangeFacts, shape: RegExp): boolean {
  return count(added, shape) + count(removed, shape) > 0;
}

export function lowered({ settings }: ChangeFacts, name: RegExp): boolean {
  return settings.some((setting) => name.test(setting.name) && setting.to < setting.from);
}

export function raised({ settings }: ChangeFacts, name: RegExp): boolean {
  return settings.some((setting) => name.test(setting.name) && setting.to > setting.from);
}

/** The summary counts where there is no diff to read. */
export function summaryOf({ added, removed, summary }: TraitInput, shape: RegExp): boolean {
  return added.length + removed.length === 0 && shape.test(summary);
}

export function dropsAwait({ added, removed }: ChangeFacts): boolean {
  const waited = removed.flatMap((line) =>
    [...line.matchAll(/\bawait\s+([\w$.]{2,80})\(/g)].map((match) => match[1] ?? ""),
  );
  return waited.some((call) => added.some((line) => line.includes(`${call}(`) && !line.includes(`await ${call}(`)));
}

/** Each line is compared with each. */
const MOST_PAIRED = 150;

/** Two lines that differ in one or two names. */
export function renames({ kind, added, removed }: TraitInput): boolean {
  if (kind !== "commit") return false;
  const after = added.slice(0, MOST_PAIRED).map(namesIn);
  return removed.slice(0, MOST_PAIRED).some((before) => {
    const names = namesIn(before);
    return after.some((others) => {
      if (names.length < 2 || Math.abs(names.length - others.length) > 1) return false;
      const rest = [...others];
      const gone = names.filter((name) => {
        const place = rest.indexOf(name);
        if (place >= 0) rest.splice(place, 1);
        return place < 0;
      }).length;
      return gone > 0 && gone <= 2 && gone < names.length;
    });
  });
}

function namesIn(line: string): readonly string[] {
  return line.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** A flag, or a variable that is one by its name and its values. */
export function isSwitch({ kind, added, removed }: TraitInput): boolean {
  if (kind === "flag") return true;
  const values = [...added, ...removed].map((line) =>
    line
      .slice(line.indexOf("=") + 1)
      .trim()
      .toLowerCase(),
  );
  const isTwoWay =
    values.length > 0 && values.every((value) => /^(?:true|false|on|off|yes|no|0|1|enabled|disabled)$/.test(value));
  return kind === "variable" && isTwoWay;
}
