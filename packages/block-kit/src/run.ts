import type { Compiled, Node } from "./compile.ts";
import type { Constraint, Finding, Path } from "./finding.ts";
import type { Fix } from "./rules/field.ts";
import { countCharacters } from "./text/count-characters.ts";

/** One walk over one payload: where it is, what it has counted, what it has found. */
export interface Run {
  readonly compiled: Compiled;
  readonly surface: number;
  /** The way from the payload to the part under check: the first `depth` segments, what stands behind them is old. */
  readonly path: (string | number)[];
  depth: number;
  readonly findings: Finding[];
  /** How many of the findings are warnings. */
  warnings: number;
  /** So many problems end the walk, and so many warnings are kept beside them: warnings never hide a problem. */
  readonly most: number;
  /** One sum for each of the table's totals. */
  readonly sums: number[];
  /** The total that texts count towards here. */
  meter: number;
  richText: number;
  /** Whether sums are in characters; before any of them is too great the faster UTF-16 units do. */
  readonly isExact: boolean;
  readonly seen: Map<string, Set<unknown>>;
}

export interface Reported {
  readonly node: Pick<Node, "rule" | "profile">;
  readonly constraint: Constraint;
  readonly fix: Fix;
  /** From the part under check to the one at fault. */
  readonly way?: Path;
}

type Details = Partial<Pick<Finding, "limit" | "actual" | "key" | "wanted" | "textTypes" | "isWarning">>;

export function startRun(compiled: Compiled, options: Pick<Run, "surface" | "most" | "isExact">): Run {
  return {
    compiled,
    ...options,
    path: [],
    depth: 0,
    findings: [],
    warnings: 0,
    sums: compiled.totals.map(() => 0),
    meter: 0,
    richText: 0,
    seen: new Map(),
  };
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

export function report(run: Run, { node, constraint, fix, way = [] }: Reported, details?: Details): void {
  const isWarning = details?.isWarning === true;
  if (isWarning ? run.warnings >= run.most : isFull(run)) {
    return;
  }
  run.warnings += isWarning ? 1 : 0;
  const path = [...run.path.slice(0, run.depth), ...way];
  const isHouse = node.profile !== undefined && constraint.startsWith("max_");
  run.findings.push({
    rule: `${node.rule}.${constraint}`,
    constraint,
    path,
    fix,
    ...details,
    ...(isHouse ? { profile: node.profile } : {}),
  });
}

/** The length of a text as this run counts. */
export function lengthIn(run: Run, text: string): number {
  return run.isExact ? countCharacters(text) : text.length;
}
