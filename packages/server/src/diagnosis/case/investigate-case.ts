/** A frozen incident → verdict, hypotheses and evidence. By rule: the same case always gives the same answer. */

import type { Redact } from "../../domain/redact.ts";
import { redactDeep } from "../../domain/redact.ts";
import type { Case } from "./case.ts";
import type { CaseAnswer, CaseEvidence, CaseVerdict, RankedHypothesis } from "./case-answer.ts";
import { mainService, servicesOf } from "./find-first-failure.ts";
import type { CaseCause, CaseHypothesis } from "./hypothesis.ts";
import { isBetterHigh } from "./metric-kind.ts";
import { rankHypotheses, round } from "./rank-hypotheses.ts";
import { reachCaseVerdict } from "./reach-case-verdict.ts";
import type { ReadCaseLogs } from "./read-case-logs.ts";
import type { CaseSignal } from "./signal.ts";
import { type Calm, surveyCase, type WeighingGround } from "./weighing-ground.ts";

export interface InvestigateOptions {
  readonly readLogs: ReadCaseLogs;
  readonly redact: Redact;
}

export function investigateCase(given: Case, { readLogs, redact }: InvestigateOptions): CaseAnswer {
  const main = mainService(given);
  const theCase = main === undefined ? given : nameServices(given, main);
  const ground = surveyCase(
    theCase,
    readLogs(theCase.logs, { known: servicesOf(theCase), ...(main === undefined ? {} : { main }) }),
  );
  const answer = "first" in ground ? answerFailing(ground) : answerQuiet(theCase, ground);
  return redactDeep(answer, redact);
}

/** What names no service is of the one that the case is about. */
function nameServices(theCase: Case, main: string): Case {
  const named = <Row extends { readonly service: string }>(row: Row): Row =>
    row.service === "" ? { ...row, service: main } : row;
  return { ...theCase, series: theCase.series.map(named), spans: theCase.spans.map(named) };
}

function answerFailing(ground: WeighingGround): CaseAnswer {
  const hypotheses = rankHypotheses(ground);
  const verdict = reachCaseVerdict(ground, hypotheses);
  return {
    verdict,
    hypotheses: hypotheses.map((one, index) => toRanked(one, index + 1, verdict)),
    affected: ground.first.affected,
    onset: new Date(ground.first.at).toISOString(),
    evidence: gatherEvidence(ground, hypotheses),
    remedies: remediesFor(verdict),
  };
}

/** Once a cause is confirmed, what has no mechanism is ruled out by it. */
function toRanked(hypothesis: CaseHypothesis, rank: number, { status, cause: found }: CaseVerdict): RankedHypothesis {
  const { cause, score, refuteBy, isRuledOut, mechanism } = hypothesis;
  const isSupported = mechanism !== "none" && score >= 3;
  const open = isSupported ? "supported" : "unresolved";
  const isBeaten = status === "confirmed" && !isSupported && cause.id !== found.id;
  return {
    rank,
    cause,
    score: round(score),
    for: hypothesis.for,
    against: hypothesis.against,
    refuteBy,
    status: isRuledOut || isBeaten ? "refuted" : open,
  };
}

/** What the arguments cite, and the first signals whether cited or not. */
function gatherEvidence(
  { theCase, signals, first }: WeighingGround,
  hypotheses: readonly CaseHypothesis[],
): readonly CaseEvidence[] {
  const cited = new Set(hypotheses.flatMap((one) => [...one.for, ...one.against].flatMap(({ evidence }) => evidence)));
  const own = new Set(first.signals.slice(0, 5).map(({ id }) => id));
  const changes = theCase.changes.map(({ id, kind, at, summary }): CaseEvidence => {
    return {
      id: `change-${id}`,
      source: "change",
      at: at === undefined ? null : new Date(at).toISOString(),
      says: introduce(kind, id, summary),
    };
  });
  const checks = theCase.checks.map(
    ({ name, text }): CaseEvidence => ({ id: `check-${name}`, source: "check", at: null, says: text.slice(0, 300) }),
  );
  return [
    ...signals.filter(({ id }) => cited.has(id) || own.has(id)).map(toEvidence),
    ...changes.filter(({ id }) => cited.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1)),
    ...checks.filter(({ id }) => cited.has(id)),
  ];
}

/** Of `API_KEY: API_KEY: value`, the name would be masked for the value, and the value shown. */
function introduce(kind: string, id: string, summary: string): string {
  const isNamed = summary.startsWith(id) && !/^\w/.test(summary.slice(id.length));
  return isNamed ? `${kind} ${summary}` : `${kind} ${id}: ${summary}`;
}

function toEvidence({ id, source, at, says }: CaseSignal): CaseEvidence {
  return { id, source, at: new Date(at).toISOString(), says };
}

/** Nothing left its course: either all is well, or nothing could be seen. */
function answerQuiet(theCase: Case, { why = "What was measured stayed on its course." }: Calm): CaseAnswer {
  const isWell = isSeen(theCase) && !theCase.checks.some(({ failing }) => failing);
  const verdict: CaseVerdict = {
    status: isWell ? "likely" : "inconclusive",
    cause: isWell ? { kind: "none", id: "none" } : { kind: "unknown", id: "unknown" },
    component: isWell ? "none" : (theCase.alert?.service ?? "unknown"),
    origin: isWell ? "none" : "unknown",
    summary: isWell ? `Nothing failed. ${why}${writeAlarm(theCase)}` : "Nothing that was read shows a failure.",
    missing: theCase.unseen,
    nextProbe: "Send the request that is said to fail, and watch the answer.",
  };
  return { verdict, hypotheses: [], affected: [], onset: null, evidence: [], remedies: [] };
}

/** With an alarm, only what the alarm is about can say that it was false. */
function isSeen({ logs, series, spans, alert }: Case): boolean {
  const isRead = logs.some(({ text }) => text.trim() !== "");
  if (alert === undefined) return isRead || series.length + spans.length > 0;
  const { service } = alert;
  return [...series, ...spans].some((one) => service === undefined || one.service === service);
}

function writeAlarm({ alert, series }: Case): string {
  const { metric, threshold, service } = alert ?? {};
  if (metric === undefined) return "";
  const own = series
    .filter((one) => one.metric === metric && (service === undefined || one.service === service))
    .flatMap(({ values }) => values);
  if (threshold === undefined || own.length === 0) return ` The alarm of ${metric} has nothing behind it.`;
  const { side, count } = countBeyond(own, threshold, alert);
  return ` The alarm's ${metric} was ${side} ${threshold} in ${count} of ${own.length} measurements, and did not stay there.`;
}

/** An alarm may watch that something does not fall: its words or what was observed tell, else how good a high value is. */
function countBeyond(
  values: readonly number[],
  threshold: number,
  alert: Case["alert"],
): { readonly side: "above" | "below"; readonly count: number } {
  const { observed = threshold, summary = "", metric = "" } = alert ?? {};
  const isSaid = /\b(?:below|under|less|fewer|dropp?(?:ed|s)?|fell|low|missing|no data)\b|</i.test(summary);
  const isBelow = observed === threshold ? isSaid || isBetterHigh(metric) : observed < threshold;
  const count = values.filter((value) => (isBelow ? value < threshold : value > threshold)).length;
  return { side: isBelow ? "below" : "above", count };
}

function remediesFor({ status, cause }: CaseVerdict): readonly string[] {
  if (status === "inconclusive") return [];
  const { id } = cause;
  const remedies: Readonly<Record<CaseCause["kind"], readonly string[]>> = {
    commit: [`Revert ${id} and deploy.`, "Or roll back to the deployment before it."],
    deploy: [`Roll back to the deployment before ${id}.`],
    variable: [`Set ${id} back to its value before, and restart.`],
    dependency: [`Pin the version before ${id} and deploy.`],
    flag: [`Turn ${id} back.`],
    model: [`Go back to the model or prompt before ${id}.`],
    external: ["Open the breaker, answer with less, and tell the users.", "Follow the provider's status page."],
    traffic: ["Add instances or shed load.", "Limit how much one user may ask."],
    data: ["Take the broken record out of the way.", "Make the reader skip and count what it cannot read."],
    certificate: ["Renew the certificate or have it renewed."],
    infrastructure: ["Restart on a healthy machine, or add disk or memory."],
    quota: ["Raise the quota or ask less.", "Answer with less until it is free again."],
    none: [],
    unknown: [],
  };
  return remedies[cause.kind];
}
