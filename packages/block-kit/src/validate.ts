import { check, checkShape } from "./check.ts";
import { checkMessage, exceedsTotals, reportTotals } from "./check-message.ts";
import { type Compiled, compile, type ShapeNode, surfaceBit } from "./compile.ts";
import { describe } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { isRecord, type Json } from "./json.ts";
import type { Problem, Profile, ValidateOptions, Verdict } from "./problem.ts";
import { enter, isFull, leave, type Run, report, startRun } from "./run.ts";
import { findTarget, type Target } from "./target.ts";

/** More problems than this are not read by anybody: the check ends there. */
const mostProblems = 1000;

const compiledByProfile = new WeakMap<Profile, Compiled>();
const slack = compile();
const nothing: readonly Problem[] = Object.freeze([]);

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
  if (findings.length === 0) {
    return { ok: true, problems: nothing, warnings: nothing };
  }
  const problems = findings.filter((finding) => finding.isWarning !== true).map(describe);
  const warnings = findings.filter((finding) => finding.isWarning === true).map(describe);
  return { ok: problems.length === 0, problems, warnings };
}

/** What `validate` finds, not yet in words, and no more than `most` problems of it. */
export function findProblems(payload: unknown, options: ValidateOptions | undefined, most: number): readonly Finding[] {
  return findIn(findTarget(payload, options?.surface), options?.profile, most);
}

/** The same for what a payload has turned out to be. */
export function findIn(target: Target, profile: Profile | undefined, most: number): readonly Finding[] {
  const compiled = compileFor(profile);
  const start = { surface: surfaceBit(target.surface), most };
  const run = startRun(compiled, { ...start, isExact: false });
  checkTarget(run, target);
  if (target.surface !== "message" || isFull(run) || !exceedsTotals(run)) {
    return run.findings;
  }
  const exact = startRun(compiled, { ...start, isExact: true });
  checkTarget(exact, target);
  reportTotals(exact);
  return exact.findings;
}

/** The table with the limits of a profile; made once for each. */
export function compileFor(profile: Profile | undefined): Compiled {
  if (profile === undefined) {
    return slack;
  }
  const known = compiledByProfile.get(profile);
  if (known !== undefined) {
    return known;
  }
  const compiled = compile(profile);
  compiledByProfile.set(profile, compiled);
  return compiled;
}

function checkTarget(run: Run, { value, shape, prefix, isBare }: Target): void {
  for (const segment of prefix) {
    enter(run, segment);
  }
  const node = run.compiled.shapes.get(shape);
  if (node === undefined || !isRecord(value)) {
    report(
      run,
      { node: { rule: shape, profile: undefined }, constraint: "type", fix: "drop" },
      { wanted: ["an object"] },
    );
    return;
  }
  if (isBare) {
    checkBlocks(run, node, value);
    return;
  }
  checkShape(run, node, value);
  if (shape === "message") {
    checkMessage(run, value);
  }
}

function checkBlocks(run: Run, shape: ShapeNode, value: Json): void {
  const blocks = shape.fields.get("blocks");
  enter(run, "blocks");
  if (blocks !== undefined) {
    check(run, blocks, value.blocks);
  }
  leave(run);
}

/** What each total of the table comes to over some blocks, in characters or occurrences. */
export function sumTotals(blocks: readonly unknown[], profile: Profile | undefined): readonly number[] {
  const run = startRun(compileFor(profile), {
    surface: surfaceBit("message"),
    most: Number.POSITIVE_INFINITY,
    isExact: true,
  });
  const shape = run.compiled.shapes.get("message");
  if (shape !== undefined) {
    checkBlocks(run, shape, { blocks });
  }
  return run.sums;
}
