/** The answer for people who were just woken up: the first line says what it was, and all of it is at most a screen. */

import type { CaseAnswer, CaseEvidence, RankedHypothesis } from "./case-answer.ts";
import { nameCause } from "./reach-case-verdict.ts";

const LONGEST = 140;

export function writeCaseReport(answer: CaseAnswer): string {
  const { verdict, hypotheses, remedies } = answer;
  const leads = verdict.status === "inconclusive" ? undefined : hypotheses[0];
  return [
    cut(`${writeHead(answer)}   component ${verdict.component}, origin ${verdict.origin}`),
    ...writeBeginning(answer),
    ...section("WHY", leads?.for.map(({ says, evidence }) => `${says}${cite(evidence)}`) ?? [], 5),
    ...section("AGAINST", leads?.against.map(({ says }) => says) ?? [], 3),
    ...section("WHAT TO DO", remedies, 3),
    ...section(leads === undefined ? "CANDIDATES" : "NOT RULED OUT", writeOpen(hypotheses, leads), 3),
    ...section("RULED OUT", writeRuledOut(hypotheses, leads), 5),
    ...section("WHAT WAS SEEN", writeSeen(answer), 6),
    ...section("COULD NOT BE SEEN", verdict.missing, 3),
    "",
    cut(`NEXT PROBE: ${verdict.nextProbe}`),
  ].join("\n");
}

function writeHead(answer: CaseAnswer): string {
  const { status, cause, component } = answer.verdict;
  if (cause.kind === "none") return "LIKELY: nothing failed";
  if (status === "inconclusive") return `INCONCLUSIVE: ${component} fails first${writeLeader(answer)}`;
  return `${status.toUpperCase()}: ${nameCause(cause)}${writeSummary(answer)}`;
}

/** Who must look somewhere begins there. */
function writeLeader({ hypotheses }: CaseAnswer): string {
  const [leader] = hypotheses;
  const isAny = leader !== undefined && leader.status !== "refuted" && leader.score > 0;
  return isAny ? `, nothing proves why; look first at ${nameCause(leader.cause)}` : ", the cause is not known";
}

/** What the change says of itself, for who does not know it by its id. */
function writeSummary({ verdict, evidence }: CaseAnswer): string {
  const own = evidence.find(({ id }) => id === `change-${verdict.cause.id}`);
  const says = own?.says.split("\n")[0]?.replace(/^\w+ (?:\S+: ?)?/, "") ?? "";
  return says === "" ? "" : ` "${says.slice(0, 60)}"`;
}

function writeBeginning({ onset, affected, verdict }: CaseAnswer): readonly string[] {
  if (onset === null || verdict.status === "inconclusive") {
    const began = onset === null ? "" : ` It began ${writeTime(onset)}.`;
    return [cut(`${verdict.summary}${began}`)];
  }
  return [cut(`Began ${writeTime(onset)}; affected, in this order: ${affected.join(", ") || "nobody seen"}`)];
}

function writeTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function cite(evidence: readonly string[]): string {
  return evidence.length === 0 ? "" : ` [${evidence.join(", ")}]`;
}

function section(title: string, lines: readonly string[], most: number): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const shown = lines.slice(0, most).map((line) => cut(`  ${line}`));
  return ["", title, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

/** Without a leading one, the two that are looked at next stand here whatever they weigh. */
function writeOpen(all: readonly RankedHypothesis[], leads: RankedHypothesis | undefined): readonly string[] {
  const open =
    leads === undefined
      ? all.filter(({ status, score }) => status !== "refuted" && score > 0)
      : all.filter((one) => one !== leads && one.status === "supported");
  return open.map((one) => {
    const best = leads === undefined ? one.for.at(0) : one.against.at(0);
    return `${nameCause(one.cause)} (${one.score})${best === undefined ? "" : `: ${best.says}`}`;
  });
}

/** Those that came nearest first; of each the reason that weighs most. */
function writeRuledOut(all: readonly RankedHypothesis[], leads: RankedHypothesis | undefined): readonly string[] {
  const refuted = all.filter((one) => one.status === "refuted" && one !== leads);
  const changes = refuted.filter(({ cause }) => isChange(cause.kind));
  const others = refuted.filter(({ cause }) => !isChange(cause.kind)).map(({ cause }) => nameCause(cause));
  return [
    ...changes.map(({ cause, against }) => {
      const reason = against.find(({ says }) => /after it began|only documents/.test(says)) ?? against[0];
      return `${nameCause(cause)}: ${reason?.says ?? ""}`;
    }),
    ...(others.length === 0 ? [] : [`nothing speaks for ${others.join(", ")}`]),
  ];
}

function writeSeen({ evidence }: CaseAnswer): readonly string[] {
  return evidence.filter(({ source }) => source !== "change").map(writeEvidence);
}

function writeEvidence({ id, at, says }: CaseEvidence): string {
  return `${id.padEnd(9)} ${at === null ? "        " : at.slice(11, 19)} ${says.split("\n")[0] ?? ""}`;
}

function isChange(kind: string): boolean {
  return ["commit", "deploy", "variable", "dependency", "flag", "model"].includes(kind);
}

function cut(line: string): string {
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
