/** Why an alarm may be false: it passed by itself, only its own counter moved, monitoring was blind, or it is so every day. */

import { HOUR, type Instant, MINUTE } from "../../domain/instant.ts";
import type { Case, CaseLogFacts, MetricSeries } from "./case.ts";
import { medianOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";

const DAY = 24 * HOUR;
/** What went back to its course so long before the end of what was seen is over. */
const OVER = 5 * MINUTE;
/** Fewer ended requests prove nothing. */
const FEWEST = 5;
/** Of yesterday's size, or nearly. */
const ALIKE = 0.7;
/** Means of work: somebody suffers only when they run out. */
const OF_MEANS: ReadonlySet<Symptom> = new Set([
  "cpu",
  "memory",
  "crash",
  "pool",
  "cache",
  "cost",
  "traffic",
  "silence",
]);
const OF_WATCHING =
  /metrics?\b|exporter|prometheus|scrap(?:e|ing)|\botel|opentelemetry|statsd|telemetry|datadog|collector|monitoring|remote.?write|pushgateway|time.?series/i;

/** One sentence, or `undefined` where somebody suffers. */
export function findCalm(theCase: Case, logs: CaseLogFacts, signals: readonly FoundSignal[]): string | undefined {
  const { series, spans, checks, alert } = theCase;
  if (checks.some(({ failing }) => failing)) return undefined;
  const strong = signals.filter((signal) => !signal.isWeak && !isTraffic(signal));
  const isMeasured = series.length + spans.length > 0;
  if (strong.length === 0) return isMeasured ? "What was measured stayed on its course." : undefined;
  if (alert === undefined || !isMeasured) return undefined;
  if (strong.every((signal) => recursDaily(signal, theCase, logs)))
    return "The same was there the day before at the same time, and passed.";
  if (isBlind(strong, theCase, logs)) return "The metrics fell silent, while the logs show that the work went on.";
  if (isPassing(strong, theCase)) return "It passed by itself, and no request failed or took longer.";
  if (isOwnCount(strong, theCase, logs)) return `Only ${alert.metric} moved; what requests ended with did not.`;
  return undefined;
}

function isTraffic({ source, symptoms }: FoundSignal): boolean {
  return source === "metric" && symptoms.includes("traffic");
}

/** Of what lasts for days, the hours around the alarm. */
function recursDaily(signal: FoundSignal, { series, alert }: Case, { failures }: CaseLogFacts): boolean {
  const { source, service, name } = signal;
  const fired = alert?.firedAt ?? signal.at;
  const at = Math.min(fired, Math.max(signal.at, fired - 90 * MINUTE));
  const until = Math.max(at, Math.min(signal.until, fired + 30 * MINUTE));
  const isIn = (time: Instant, shift: number): boolean =>
    time >= at - shift - 10 * MINUTE && time <= until - shift + 10 * MINUTE;
  if (source === "log") {
    const times = failures.flatMap((one) => (one.template === name && one.service === service ? (one.at ?? []) : []));
    const today = times.filter((time) => isIn(time, 0)).length;
    return times.filter((time) => isIn(time, DAY)).length >= ALIKE * today;
  }
  const own = series.filter((one) => one.metric === name && one.service === service);
  return source === "metric" && own.length > 0 && own.every((one) => isAsYesterday(one, isIn));
}

function isAsYesterday({ times, values }: MetricSeries, isIn: (time: Instant, shift: number) => boolean): boolean {
  const within = (shift: number): readonly number[] => values.filter((_, index) => isIn(times[index] ?? 0, shift));
  const [today, before] = [within(0), within(DAY)];
  if (before.length < FEWEST || today.length === 0) return false;
  const usual = medianOf(values);
  const [one, other] = [medianOf(today) - usual, medianOf(before) - usual];
  return Math.sign(one) === Math.sign(other) && Math.abs(other) >= ALIKE * Math.abs(one);
}

/** Nothing but metrics that are not there any more, and those that write them complain. */
function isBlind(strong: readonly FoundSignal[], { series }: Case, { outcomes, requests }: CaseLogFacts): boolean {
  const rest = strong.filter(({ source, name, text }) => source !== "log" || !OF_WATCHING.test(`${name}\n${text}`));
  const isSilent = rest.length > 0 && rest.every((signal) => isMissing(signal, series));
  if (!isSilent) return false;
  const from = Math.min(...rest.map(({ at }) => at));
  const until = Math.max(...rest.map(({ until: end }) => end), from + 10 * MINUTE);
  const times = [...outcomes, ...requests].map(({ at }) => at);
  const pace = (start: Instant, end: Instant): number =>
    times.filter((at) => at >= start && at < end).length / Math.max(MINUTE, end - start);
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  return pace(from, until) >= ALIKE * pace(first, from) && pace(first, from) > 0;
}

/** Nobody measured it, rather than that it was less. */
function isMissing({ source, symptoms, service, at, until }: FoundSignal, series: readonly MetricSeries[]): boolean {
  if (source !== "metric" || !symptoms.includes("silence")) return false;
  const own = series.filter((one) => one.service === service);
  return own.every(({ times }) => !times.some((time) => time >= at && time < until));
}

/** Instances were replaced, or a machine worked harder for a while. */
function isPassing(strong: readonly FoundSignal[], { series, spans }: Case): boolean {
  const lasts = [...series.map(({ times }) => times.at(-1) ?? 0), ...spans.map(({ start }) => start)];
  const end = lasts.reduce((most, at) => Math.max(most, at), 0);
  return strong.every(
    ({ source, symptoms, until }) =>
      source === "metric" && symptoms.length > 0 && symptoms.every((one) => OF_MEANS.has(one)) && until <= end - OVER,
  );
}

/** A counter of words in logs counts those of users too. */
function isOwnCount(
  strong: readonly FoundSignal[],
  { alert, spans }: Case,
  { outcomes, failures }: CaseLogFacts,
): boolean {
  if (!strong.every(({ source, name }) => source === "metric" && name === alert?.metric)) return false;
  const from = Math.min(...strong.map(({ at }) => at));
  const ended = [...outcomes, ...spans.map(({ start, failed }) => ({ at: start, failed }))].filter(
    ({ at }) => at >= from,
  );
  const isFailing = failures.some(({ at }) => at !== undefined && at >= from) || ended.some(({ failed }) => failed);
  const isOfErrors = strong.every(({ symptoms }) => symptoms.every((one) => one === "errors" || one === "timeout"));
  return isOfErrors && ended.length >= FEWEST && !isFailing;
}
