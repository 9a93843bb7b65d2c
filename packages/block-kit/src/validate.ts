import { checkShape } from "./check.ts";
import { checkMessage, reportTotals } from "./check-message.ts";
import { type Compiled, compile } from "./compile.ts";
import { describe } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { isRecord } from "./json.ts";
import type { Profile, ValidateOptions, Verdict } from "./problem.ts";
import { type Run, report } from "./run.ts";
import { findTarget, type Target } from "./target.ts";

/** More problems than this are not read by anybody: the check ends there. */
const mostProblems = 1000;

const compiledByProfile = new WeakMap<Profile, Compiled>();
const slack: Profile = { name: "Slack", limits: {} };

/**
 * Says what Slack would refuse in a message or a view, and what it only cuts or advises against.
 *
 * Takes what `chat.postMessage` or `views.open` take, also a view alone or blocks alone. It never throws, needs time in proportion to the
 * size, and does not change the payload.
 *
 * @example
 * validate({ text: "Deployed", blocks: [{ type: "section", text: { type: "mrkdwn", text: "" } }] });
 * // { ok: false, problems: [{ rule: "section.text.min_length", path: "/blocks/0/text/text", … }], warnings: [] }
 */
export function validate(payload: unknown, options?: ValidateOptions): Verdict {
  const findings = findProblems(payload, options, mostProblems);
  const tell = (areWarnings: boolean) =>
    findings.filter(({ isWarning = false }) => isWarning === areWarnings).map(describe);
  const problems = tell(false);
  return { ok: problems.length === 0, problems, warnings: tell(true) };
}

/** What `validate` finds, not yet in words, and no more than `most` problems of it. */
export function findProblems(payload: unknown, options: ValidateOptions | undefined, most: number): readonly Finding[] {
  return findIn(findTarget(payload, options?.surface), options?.profile, most);
}

/** The same for what a payload has turned out to be. */
export function findIn(target: Target, profile: Profile | undefined, most: number): readonly Finding[] {
  const start = { compiled: compileFor(profile), most };
  const run = walk(target, { ...start, isExact: false });
  const { length } = run.findings;
  if (target.surface === "message") {
    reportTotals(run);
  }
  if (run.findings.length === length) {
    return run.findings;
  }
  const exact = walk(target, { ...start, isExact: true });
  reportTotals(exact);
  return exact.findings;
}

/** The table with the limits of a profile; made once for each. */
export function compileFor(profile: Profile = slack): Compiled {
  const known = compiledByProfile.get(profile);
  if (known !== undefined) {
    return known;
  }
  const compiled = compile(profile);
  compiledByProfile.set(profile, compiled);
  return compiled;
}

function walk(target: Target, start: Pick<Run, "compiled" | "most" | "isExact">): Run {
  const { surface, shape, value, prefix, isBare } = target;
  const run: Run = {
    ...start,
    surface,
    path: [...prefix],
    depth: prefix.length,
    findings: [],
    warnings: 0,
    sums: start.compiled.totals.map(() => 0),
    meter: 0,
    richText: 0,
    seen: new Set(),
  };
  const node = run.compiled.shapes.get(shape);
  if (node === undefined || !isRecord(value)) {
    report(run, { rule: shape }, { constraint: "type", wanted: ["an object"], fix: "drop" });
    return run;
  }
  checkShape(run, isBare ? { ...node, requiredCount: 0, together: undefined } : node, value);
  if (shape === "message" && !isBare) {
    checkMessage(run, value);
  }
  return run;
}

/** What each total of the table comes to over some blocks, in characters or occurrences. */
export function sumTotals(blocks: readonly unknown[], profile: Profile | undefined): readonly number[] {
  const start = { compiled: compileFor(profile), most: Number.POSITIVE_INFINITY, isExact: true };
  return walk(findTarget(blocks), start).sums;
}
