/** That no change of ours is the cause: another's failure, more traffic, bad data, an expired certificate, the platform, a quota. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import { findOddKey } from "./find-odd-key.ts";
import { type CaseHypothesis, type NoChange, sumOf, toArguments, type Weight } from "./hypothesis.ts";
import { dependenciesIn, isOutside } from "./name-dependency.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const OF_THE_CALLED: readonly Symptom[] = ["server-error", "refused", "timeout", "unresolved"];
/** What a dependency answers to how we ask. */
const OF_THE_ASKING: readonly Symptom[] = [
  "rate-limit",
  "quota",
  "auth",
  "tls",
  "validation",
  "context-length",
  "not-found",
];
const EXPIRED = /expired|CERT_HAS_EXPIRED|not yet valid|not_after|notAfter|days? (?:until|to) expiry/i;
const CERTIFICATE = /certificate|\bcert\b|CERT_|\bTLS\b|\bSSL\b|x509/i;
const PLATFORM =
  /ENOSPC|no space left|OOM.?kill|evict|node (?:not ready|pressure|drain|lost|down)|NotReady|DiskPressure|MemoryPressure|EMFILE|EROFS|read-only file|fail.?over|preempt|spot instance|hypervisor|kernel|database system is (?:starting|shutting)|in recovery mode|no primary|not primary|57P0[123]|hardware|packet loss|network partition|\b(?:availability )?zone\b|maintenance|input\/output error|I\/O error|EXT4-fs|nvme|XFS \(|controller is down|blk_update|soft lockup|clock (?:skew|drift|wrong|is)|system clock|\bntp\b|chron[yd]|TimeTooSkewed|used before issued|kubelet|SIGKILL|exit(?:ed)? (?:with )?(?:code )?137|host (?:reboot|restart)|noisy neighbou?r/i;
const BROKEN =
  /corrupt|poison|malformed|bad (?:record|row|data)|invalid (?:utf|character|byte|date)|unexpected (?:character|token|end)|control character|backfill|import(?:ed|er)? |NumberFormat|decimal digit|unparse?able|UnicodeDecode/i;
const OUTGROWN =
  /(?:integer|bigint|value|numeric) (?:field )?(?:overflow|out of range)|out of range for|22003|sequence .{0,60}(?:exhausted|maximum)|reached maximum value|too many (?:columns|partitions|rows|parts|items)|exceeds? .{0,40}(?:maximum|limit).{0,40}(?:size|rows|length|bytes)|(?:document|row|message|record|index) .{0,30}too (?:large|big|long)|maximum .{0,30}(?:size|id)|wraparound|id space/i;
const STATUS = /status ?page|incident|outage|degraded|major|partial|elevated error|known issue/i;
const USED_UP =
  /quota|billing|credit balance|usage limit|(?:daily|monthly|hourly) (?:request )?limit|spending limit|payment required/i;
const OVERLOADED = /overloaded|\b529\b/i;
const RISE = 1.4;
const OF_LOAD: readonly Symptom[] = ["rate-limit", "pool", "cpu", "backlog", "memory", "timeout"];
/** So long before and after the onset a line of the platform belongs to it. */
const ABOUT = 10 * MINUTE;

export function weighNoChanges(ground: WeighingGround): readonly CaseHypothesis[] {
  const weighings: readonly (readonly [NoChange, readonly Weight[], string])[] = [
    [
      "external",
      weighExternal(ground),
      "Ask the dependency directly, from outside: if it answers well, it is not the cause.",
    ],
    [
      "traffic",
      weighTraffic(ground),
      "Compare the request rate of the entry with the hours before: if it is usual, traffic is not the cause.",
    ],
    [
      "data",
      weighData(ground),
      "Repeat the failing request with another record: if it fails too, the data is not the cause.",
    ],
    [
      "certificate",
      weighCertificate(ground),
      "Read the dates of the certificate that was presented: if it is valid, it is not the cause.",
    ],
    [
      "infrastructure",
      weighInfrastructure(ground),
      "Run the same version on another machine: if it fails there too, the platform is not the cause.",
    ],
    ["quota", weighQuota(ground), "Read the provider's usage page: if nothing is used up, the quota is not the cause."],
  ];
  return weighings.map(([id, weights, refuteBy]) => ({
    cause: { kind: id, id },
    score: sumOf(weights),
    ...toArguments(weights),
    refuteBy,
    mechanism: mechanismOf(weights),
    isTimely: true,
    isRuledOut: weights.some(({ points }) => points <= -3),
    component:
      id === "external" || id === "quota" ? (outsideNamed(ground) ?? ground.first.component) : ground.first.component,
    linked: [],
  }));
}

/** Two things that speak for it by themselves, or one that leaves no doubt. */
function mechanismOf(weights: readonly Weight[]): CaseHypothesis["mechanism"] {
  const strong = weights.filter(({ points }) => points >= 1.5);
  if (strong.length >= 2 || strong.some(({ points }) => points >= 5)) return "full";
  return strong.length === 1 ? "part" : "none";
}

function weigh(points: number, says: string, evidence: readonly (CaseSignal | string | undefined)[]): Weight {
  const ids = evidence.flatMap((one) => (one === undefined ? [] : [typeof one === "string" ? one : one.id]));
  return { points, says, evidence: [...new Set(ids)].slice(0, 4) };
}

function textOf({ first }: WeighingGround): string {
  return first.signals
    .filter(({ source }) => source !== "metric")
    .map(({ name, text }) => `${name}\n${text}`)
    .join("\n");
}

function weighExternal(ground: WeighingGround): readonly Weight[] {
  const { first, symptoms, theCase } = ground;
  const shown = OF_THE_CALLED.filter((symptom) => symptoms.has(symptom));
  const weights: Weight[] = [];
  const outside = isOutside(first.component);
  if (outside && first.signals.length > 0) {
    weights.push(
      weigh(
        pointsOutside(ground, shown),
        `${first.component} is not ours and fails first${withSymptoms(shown)}.`,
        first.signals.slice(0, 2),
      ),
    );
  } else if (shown.length > 0 && isDependency(ground)) {
    weights.push(
      weigh(3, `${first.component} does not answer as it should${withSymptoms(shown)}.`, first.signals.slice(0, 2)),
    );
  } else if (outsideNamed(ground) !== undefined && symptoms.has("auth")) {
    weights.push(weigh(3, `${outsideNamed(ground)} refuses us.`, first.signals.slice(0, 2)));
  } else {
    weights.push(weigh(-1, `${first.component} fails first, which is ours.`, first.signals.slice(0, 1)));
  }
  const checks = theCase.checks.filter(
    ({ failing, text }) => failing && STATUS.test(text) && (outside || dependenciesIn(text).length > 0),
  );
  if (checks.length > 0)
    weights.push(
      weigh(
        2.5,
        "A check says that the dependency has an incident.",
        checks.map(({ name }) => `check-${name}`),
      ),
    );
  const blaming = new Set(first.signals.map(({ text }) => text)).size > 1 && callersOf(ground).length > 1;
  if (outside && blaming)
    weights.push(
      weigh(
        1.5,
        `Several services see ${first.component} fail: ${callersOf(ground).join(", ")}.`,
        first.signals.slice(0, 3),
      ),
    );
  if (OVERLOADED.test(textOf(ground)))
    weights.push(weigh(1.5, "It says itself that it is overloaded.", first.signals.slice(0, 1)));
  return weights;
}

/** The first dependency that its failures name, if it is not ours. */
function outsideNamed({ first }: WeighingGround): string | undefined {
  const named = first.signals.flatMap(({ blames, text, source }) =>
    source === "metric" ? [] : [blames ?? dependenciesIn(text)[0] ?? ""],
  );
  return named.find(isOutside);
}

function pointsOutside({ first, symptoms, samples }: WeighingGround, shown: readonly Symptom[]): number {
  if (samples.some((text) => OVERLOADED.test(text))) return 4;
  const asking = OF_THE_ASKING.filter((symptom) => symptoms.has(symptom));
  if (asking.includes("auth")) return 3;
  if (asking.length > 0) return 1;
  return shown.length > 0 || first.signals.some(({ source }) => source === "trace") ? 4 : 2.5;
}

function withSymptoms(symptoms: readonly Symptom[]): string {
  return symptoms.length === 0 ? "" : ` (${symptoms.slice(0, 3).join(", ")})`;
}

/** Nobody committed to it, and it calls nobody. */
function isDependency({ first, theCase, graph }: WeighingGround): boolean {
  if (first.isOnlyNamed || dependenciesIn(first.component).length > 0) return true;
  const isOurs =
    theCase.changes.some(({ service }) => service === first.component) ||
    first.signals.some(({ source }) => source === "log");
  return !isOurs && graph.calleesOf(first.component).size === 0 && graph.hasCallers(first.component);
}

function callersOf({ graph, first, signals }: WeighingGround): readonly string[] {
  const affected = new Set(signals.map(({ service }) => service));
  return [...affected].filter((service) => graph.calleesOf(service).has(first.component)).sort();
}

function weighTraffic({ signals, first, graph, theCase, symptoms }: WeighingGround): readonly Weight[] {
  const rates = signals.filter((signal) => signal.source === "metric" && signal.symptoms.includes("traffic"));
  const begun = (signal: CaseSignal): Instant => signal.at - signal.blurMs;
  const entries = rates.filter(({ service }) => !graph.hasCallers(service));
  const risen = entries.find((signal) => (signal.ratio ?? 1) >= RISE && begun(signal) <= first.at);
  if (risen !== undefined) {
    const more = Math.min(1.5, Math.log2(Math.max(1, risen.ratio ?? 1)) / 2);
    const strained = OF_LOAD.filter((symptom) => symptoms.has(symptom));
    return [
      weigh(4 + more, `${capitalise(risen.says)}, before anything failed.`, [risen]),
      ...(strained.length > 0
        ? [weigh(1, `Load makes such failures${withSymptoms(strained)}.`, first.signals.slice(0, 1))]
        : []),
    ];
  }
  const downstream = rates.find((signal) => (signal.ratio ?? 1) >= RISE && begun(signal) <= first.at);
  if (downstream !== undefined)
    return [
      weigh(-3, `${capitalise(downstream.says)}, while the entry is as busy as before: we ask more often ourselves.`, [
        downstream,
      ]),
    ];
  const measured = theCase.series.some(({ metric }) =>
    /rps|qps|request|throughput|traffic|messages|events/i.test(metric),
  );
  return measured
    ? [weigh(-3, "The request rate did not rise before it began.", [])]
    : [weigh(-1, "No request rate was measured.", [])];
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function weighData(ground: WeighingGround): readonly Weight[] {
  const { first, symptoms, theCase } = ground;
  const kinds: readonly Symptom[] = [
    "format",
    "validation",
    "undefined",
    "database",
    "duplicate",
    "context-length",
    "not-found",
  ];
  const shown = kinds.filter((kind) => symptoms.has(kind));
  const weights =
    shown.length === 0
      ? [weigh(-2, "What fails does not speak of bad data.", first.signals.slice(0, 1))]
      : [weigh(1, `It fails on what it reads${withSymptoms(shown)}.`, first.signals.slice(0, 1))];
  const odd = findOddKey(
    ground.samples,
    theCase.logs.map(({ text }) => text),
  );
  if (odd !== undefined)
    weights.push(weigh(3.5, `All failures carry ${odd}, while others go well.`, first.signals.slice(0, 1)));
  if (BROKEN.test(`${textOf(ground)}\n${ground.told}`))
    weights.push(weigh(1.5, "It speaks of a broken record.", first.signals.slice(0, 1)));
  if (OUTGROWN.test(textOf(ground)))
    weights.push(weigh(3, "It speaks of a limit that the data has outgrown.", first.signals.slice(0, 1)));
  if (shown.some((kind) => kind === "format" || kind === "validation") && goesWellElsewhere(ground))
    weights.push(weigh(1.5, "The same operation goes well with other records.", first.signals.slice(0, 1)));
  return weights;
}

/** Some of the same operations fail and others do not, all the time. */
function goesWellElsewhere({ first, theCase }: WeighingGround): boolean {
  const names = new Set(first.signals.filter(({ source }) => source === "trace").map(({ name }) => name));
  const during = theCase.spans.filter(
    ({ service, name, start }) => service === first.component && names.has(name) && start >= first.at,
  );
  const failed = during.filter((span) => span.failed).length;
  return during.length >= 10 && failed > 0 && failed <= 0.9 * during.length;
}

function weighCertificate(ground: WeighingGround): readonly Weight[] {
  const text = `${textOf(ground)}\n${ground.told}`;
  if (!CERTIFICATE.test(text) || !(ground.symptoms.has("tls") || CERTIFICATE.test(ground.told)))
    return [weigh(-3, "Nothing speaks of a certificate.", [])];
  const isExpired = text.split("\n").some((line) => EXPIRED.test(line) && CERTIFICATE.test(line));
  if (isExpired) return [weigh(8, "It says that a certificate has expired.", ground.first.signals.slice(0, 2))];
  return [weigh(2.5, "The other side's certificate is refused.", ground.first.signals.slice(0, 2))];
}

function weighInfrastructure(ground: WeighingGround): readonly Weight[] {
  const { first, signals } = ground;
  const near = signals.filter(({ at }) => Math.abs(at - first.at) <= ABOUT);
  const weights: Weight[] = [];
  const saying = near.find(({ name, text, source }) => source !== "metric" && PLATFORM.test(`${name}\n${text}`));
  if (saying !== undefined) weights.push(weigh(3.5, `The platform shows in the log: ${saying.says}.`, [saying]));
  if (PLATFORM.test(ground.told)) weights.push(weigh(3, "A check or note tells of the platform.", []));
  const scarce = near.find((signal) => isScarce(signal, ground));
  if (scarce !== undefined)
    weights.push(weigh(scarce.symptoms.includes("disk") ? 2.5 : 1.5, `${capitalise(scarce.says)}.`, [scarce]));
  weights.push(...weighTogether(ground), ...weighNames(ground));
  return weights.length > 0 ? weights : [weigh(-2, "Nothing speaks of machines, disks or memory.", [])];
}

/** Of the first failing component, or of a machine: what nobody calls and what calls nobody. */
function isScarce({ source, service, symptoms }: CaseSignal, { first, graph }: WeighingGround): boolean {
  const isMachine = !graph.services.has(service) && service !== first.component;
  const kinds: readonly Symptom[] = ["disk", "memory", "cpu"];
  return (
    source === "metric" && (isMachine || service === first.component) && symptoms.some((one) => kinds.includes(one))
  );
}

function weighTogether({ first, signals, graph }: WeighingGround): readonly Weight[] {
  const together = first.affected.filter(
    (service) =>
      service !== first.component &&
      !graph.reaches(service, first.component) &&
      !graph.reaches(first.component, service),
  );
  const isTold =
    together.length > 0 && graph.services.size > 1 && together.every((service) => graph.services.has(service));
  if (!isTold || together.length < 2) return [];
  const says = `Services that do not call each other fail together: ${together.slice(0, 4).join(", ")}.`;
  return [weigh(1.5, says, signals.slice(0, 3))];
}

/** One service that cannot resolve a name may have a wrong one; several have no one to ask. */
function weighNames({ signals }: WeighingGround): readonly Weight[] {
  const lost = signals.filter(
    ({ source, isWeak, symptoms }) => source === "log" && !isWeak && symptoms.includes("unresolved"),
  );
  const services = [...new Set(lost.map(({ service }) => service))];
  const isTemporary = lost.some(({ text }) => /EAI_AGAIN|temporary failure|SERVFAIL|resolver|:53\b/i.test(text));
  if (services.length < 2)
    return isTemporary ? [weigh(2, "The names were resolved before, and fail for a time.", lost.slice(0, 2))] : [];
  return [weigh(5, `Names cannot be resolved in ${services.slice(0, 4).join(", ")}.`, lost.slice(0, 3))];
}

function weighQuota(ground: WeighingGround): readonly Weight[] {
  const { first, symptoms } = ground;
  const text = textOf(ground);
  if (symptoms.has("quota") && USED_UP.test(text))
    return [weigh(5, "It says that a quota is used up.", first.signals.slice(0, 2))];
  if (symptoms.has("rate-limit") && !OVERLOADED.test(text))
    return [weigh(2.5, "It is told to ask less often.", first.signals.slice(0, 2))];
  if (USED_UP.test(ground.told)) return [weigh(3, "A check tells of a quota.", [])];
  return [weigh(-3, "Nothing speaks of a quota.", [])];
}
