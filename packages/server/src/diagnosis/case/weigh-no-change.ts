/** That no change of ours is the cause: another's failure, more traffic, bad data, an expired certificate, the platform, a quota. */

import type { NoChange } from "../../domain/hypothesis.ts";
import { MINUTE, writeInstant } from "../../domain/instant.ts";
import { type CaseHypothesis, sumOf, toArguments } from "./hypothesis.ts";
import { quote, textOf, type Weighed, weigh } from "./no-change-weight.ts";
import { CERTIFICATE, EXPIRED, STATEMENT, USED_UP } from "./no-change-words.ts";
import { toInstant } from "./read-fields.ts";
import { weighData } from "./weigh-data.ts";
import { outsideNamed, weighExternal } from "./weigh-external.ts";
import { weighMachines } from "./weigh-machines.ts";
import { weighTraffic } from "./weigh-traffic.ts";
import type { WeighingGround } from "./weighing-ground.ts";

interface Weighing {
  readonly weigh: (ground: WeighingGround) => Weighed;
  readonly refuteBy: string;
}

const WEIGHINGS: Readonly<Record<NoChange, Weighing>> = {
  external: {
    weigh: weighExternal,
    refuteBy: "Ask the dependency directly, from outside: if it answers well, it is not the cause.",
  },
  traffic: {
    weigh: weighTraffic,
    refuteBy: "Compare the request rate of the entry with the hours before: if it is usual, traffic is not the cause.",
  },
  data: {
    weigh: weighData,
    refuteBy: "Repeat the failing request with another record: if it fails too, the data is not the cause.",
  },
  certificate: {
    weigh: weighCertificate,
    refuteBy: "Read the dates of the certificate that was presented: if it is valid, it is not the cause.",
  },
  infrastructure: {
    weigh: weighMachines,
    refuteBy: "Run the same version on another machine: if it fails there too, the platform is not the cause.",
  },
  quota: {
    weigh: weighQuota,
    refuteBy: "Read the provider's usage page: if nothing is used up, the quota is not the cause.",
  },
};
const KINDS: readonly NoChange[] = ["external", "traffic", "data", "certificate", "infrastructure", "quota"];
/** What speaks so much against a cause rules it out. */
const RULES_OUT = -3;
/** A certificate's last minute and the first failure: clocks differ, and metrics are minutes wide. */
const SAME_TIME = 10 * MINUTE;

export function weighNoChanges(ground: WeighingGround): readonly CaseHypothesis[] {
  return KINDS.map((id) => {
    const { refuteBy } = WEIGHINGS[id];
    const { weights, mechanism, isStated = false } = WEIGHINGS[id].weigh(ground);
    return {
      cause: { kind: id, id },
      score: sumOf(weights),
      ...toArguments(weights),
      refuteBy,
      mechanism,
      isTimely: true,
      isRuledOut: weights.some(({ points }) => points <= RULES_OUT),
      component: componentOf(id, ground),
      linked: [],
      isStated,
    };
  });
}

function componentOf(kind: NoChange, ground: WeighingGround): string {
  const named = kind === "external" || kind === "quota" ? outsideNamed(ground) : undefined;
  return named ?? ground.first.component;
}

function weighCertificate(ground: WeighingGround): Weighed {
  const remarks = ground.remarks.filter(({ kind }) => kind === "certificate").map((remark) => remark.text);
  const text = [textOf(ground), ground.told, ...remarks].join("\n");
  const cite = ground.first.signals.slice(0, 2);
  if (!CERTIFICATE.test(text) || !(ground.symptoms.has("tls") || CERTIFICATE.test(`${ground.told}\n${remarks}`)))
    return { weights: [weigh(-3, "Nothing speaks of a certificate.")], mechanism: "none" };
  const expired = text.split("\n").find((line) => EXPIRED.test(line) && CERTIFICATE.test(line));
  if (expired === undefined)
    return { weights: [weigh(2.5, "The other side's certificate is refused.", cite)], mechanism: "part" };
  const ended = timesIn(text).find((at) => Math.abs(at - ground.first.at) <= SAME_TIME);
  const weights = [
    weigh(8, `It says that a certificate is not valid any more: ${quote(expired)}.`, cite),
    ...(ended === undefined ? [] : [weigh(2, `It ended at ${writeInstant(ended)}, as the failures began.`, cite)]),
  ];
  return { weights, mechanism: "full", isStated: ended !== undefined };
}

/** `notAfter=Oct 14 11:00:00 2026 GMT`, as OpenSSL writes it, and ISO 8601. */
function timesIn(text: string): readonly number[] {
  const cut = text.slice(0, 20_000);
  const iso = [...cut.matchAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?Z?/g)].map(([found]) => found);
  const openssl = [...cut.matchAll(/\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})/g)].map(
    ([, month, day, clock, year]) => `${day} ${month} ${year} ${clock}`,
  );
  return [...iso, ...openssl].flatMap((found) => toInstant(found) ?? []);
}

function weighQuota(ground: WeighingGround): Weighed {
  const { first, symptoms, told } = ground;
  const text = textOf(ground);
  const said = USED_UP.exec(text)?.[0];
  const cite = first.signals.slice(0, 2);
  if (said !== undefined && symptoms.has("quota"))
    return {
      weights: [weigh(5.5, `It says that a quota is used up: "${said}".`, cite)],
      mechanism: "full",
      isStated: true,
    };
  if (symptoms.has("rate-limit") && !STATEMENT.test(text))
    return { weights: [weigh(2.5, "It is told to ask less often.", cite)], mechanism: "part" };
  if (USED_UP.test(told)) return { weights: [weigh(3, "A check tells of a quota.")], mechanism: "part" };
  return { weights: [weigh(-3, "Nothing speaks of a quota.")], mechanism: "none" };
}
