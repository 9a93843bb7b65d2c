import type { Compiled } from "./compile.ts";
import type { Finding, Path } from "./finding.ts";
import type { Surface } from "./problem.ts";
import type { Fix } from "./rules/field.ts";
import { usualFix } from "./rules/usual-fixes.ts";

/** One walk over one payload: where it is, what it has counted, what it has found. */
export interface Run {
  readonly compiled: Compiled;
  readonly surface: Surface;
  /** So many problems end the walk, and so many warnings are kept beside them: warnings never hide a problem. */
  readonly most: number;
  /** Whether sums are in characters; before any of them is too great the faster UTF-16 units do. */
  readonly isExact: boolean;
  /** The way from the payload to the part under check: the first `depth` segments, what stands behind them is old. */
  readonly path: (string | number)[];
  depth: number;
  readonly findings: Finding[];
  /** How many of the findings are warnings. */
  warnings: number;
  /** One sum for each of the table's totals. */
  sums: number[];
  /** The total that texts count towards here. */
  meter: number;
  richText: number;
  /** What may occur only once: the ids of blocks, and the flag that may be on. */
  readonly seen: Set<unknown>;
}

/** What is reported of a finding; the rest follows from where the run is. */
export interface Found extends Omit<Finding, "rule" | "path" | "fix" | "profile" | "isWarning"> {
  /** If other than usual. */
  readonly fix?: Fix | undefined;
  readonly isWarning?: boolean;
  /** From the part under check to the one at fault. */
  readonly way?: Path;
}

/** Whose rule it is that is broken. */
interface Owner {
  /** The beginning of the names of its rules. */
  readonly rule: string;
  readonly profile?: string | undefined;
}

/** Goes on to a part of the part under check. */
export function enter(run: Run, segment: string | number): void {
  run.path[run.depth] = segment;
  run.depth += 1;
}

export function leave(run: Run): void {
  run.depth -= 1;
}

export function isFull(run: Run): boolean {
  return run.findings.length - run.warnings >= run.most;
}

export function report(run: Run, { rule, profile }: Owner, { way = [], ...found }: Found): void {
  const { constraint } = found;
  const usual = usualFix(constraint);
  const isWarning = found.isWarning ?? usual === "none";
  if (isWarning ? run.warnings >= run.most : isFull(run)) {
    return;
  }
  run.warnings += isWarning ? 1 : 0;
  run.findings.push({
    ...found,
    fix: found.fix ?? usual,
    rule: `${rule}.${constraint}`,
    path: [...run.path.slice(0, run.depth), ...way],
    isWarning,
    profile: constraint.startsWith("max_") ? profile : undefined,
  });
}

/** Counts something towards a total. */
export function count({ sums }: Run, total: number, amount: number): void {
  sums[total] = (sums[total] ?? 0) + amount;
}
