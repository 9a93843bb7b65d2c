import { sayCount } from "./count-times.ts";
import type { Findings } from "./triage-findings.ts";

/** What this log cannot show, in sentences. */
export function listUnseen(findings: Findings): readonly string[] {
  const { lines, entries, timed, end, operations, isBaselineGiven, failures, trouble, isReported } = findings;
  if (lines === 0) return ["The log has no lines."];
  const own = failures.filter(({ occurrence: { fact } }) => fact !== undefined);
  const numbered = failures.some(({ occurrence: { requestId } }) => requestId !== undefined);
  const said: readonly (string | false)[] = [
    ...(end.broken ?? []).map((sentence) => `${sentence}. What stands behind that place is not known.`),
    entries === 0 && "No entry lies in the time that was asked for.",
    entries > 0 && timed === 0 && "The lines tell no times: order is by line, and no durations could be computed.",
    timed > 0 && timed < entries / 2 && `Only ${timed} of ${entries} entries tell a time.`,
    failures.length === 0 &&
      trouble.count > 0 &&
      `${sayCount(trouble.count, "line sounds", "lines sound")} of trouble and could not be read as a failure: see line ${trouble.lines.join(", ")}.`,
    failures.length === 0 && isReported && "A failure was reported, and this log does not show it.",
    (end.cutLines ?? 0) > 0 && `${sayCount(end.cutLines ?? 0, "line was", "lines were")} too long and cut.`,
    operations.byName.length === 0 &&
      "No line says that an operation began or ended: what was slow or stuck cannot be seen.",
    own.length > 0 &&
      !numbered &&
      "The failures carry no request ids: what belongs together was judged by order alone.",
    own.length > 0 && !isBaselineGiven && "No baseline was given: whether these errors are new is not known.",
  ];
  return said.filter((sentence) => sentence !== false);
}
