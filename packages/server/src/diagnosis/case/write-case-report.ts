/** The answer for people: at most a screen. */

import type { CaseAnswer, RankedHypothesis } from "./case-answer.ts";
import { nameCause } from "./reach-case-verdict.ts";

const LONGEST = 140;

export function writeCaseReport(answer: CaseAnswer): string {
  const { verdict, hypotheses, evidence, onset, affected, remedies } = answer;
  const top = hypotheses[0];
  const leads = verdict.status === "inconclusive" ? undefined : top;
  const ruledOut = hypotheses.filter(({ status, cause }) => status === "refuted" && isChange(cause.kind));
  const open = hypotheses.filter((one) => one !== leads && one.status === "supported");
  return [
    `${verdict.status.toUpperCase()}: ${nameCause(verdict.cause)}   component ${verdict.component}, origin ${verdict.origin}`,
    cut(verdict.summary),
    ...(onset === null ? [] : [`Began ${onset}; affected: ${affected.join(", ") || "nobody seen"}`]),
    ...section("WHY", leads?.for.map(({ says, evidence: ids }) => `${says} [${ids.join(", ")}]`) ?? [], 6),
    ...section("AGAINST", leads?.against.map(({ says }) => says) ?? [], 3),
    ...section(
      "NOT RULED OUT",
      open.map(({ cause, score }) => `${nameCause(cause)} (${score})`),
      4,
    ),
    ...section("RULED OUT", ruledOut.map(writeRuledOut), 6),
    ...section(
      "EVIDENCE",
      evidence.map(({ id, at, says }) => `${id} ${at ?? ""} ${says.split("\n")[0] ?? ""}`),
      8,
    ),
    ...section("COULD NOT BE SEEN", verdict.missing, 4),
    ...section("REMEDIES", remedies, 3),
    "",
    cut(`NEXT PROBE: ${verdict.nextProbe}`),
  ].join("\n");
}

function section(title: string, lines: readonly string[], most: number): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const shown = lines.slice(0, most).map((line) => cut(`  ${line}`));
  return ["", title, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

/** The reason that weighs most stands last but for what it does not touch. */
function writeRuledOut({ cause, against }: RankedHypothesis): string {
  const reason = against.find(({ says }) => /after it began|only documents/.test(says)) ?? against[0];
  return `${nameCause(cause)}: ${reason?.says ?? ""}`;
}

function isChange(kind: string): boolean {
  return ["commit", "deploy", "variable", "dependency", "flag", "model"].includes(kind);
}

function cut(line: string): string {
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
