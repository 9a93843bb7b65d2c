/** Failures put together that one cause can explain: those of one pattern at one component. */

import type { Instant } from "../../domain/instant.ts";
import type { Origin, Pattern, PatternMatch } from "../../domain/pattern.ts";
import { blameNetwork } from "./blame-network.ts";
import { countTimes } from "./count-times.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import { byWords, isKnown } from "./name-component.ts";

/** One failure, or one operation that was slow or never ended, as the verdict weighs it. */
export interface Occurrence {
  readonly line: number;
  readonly at?: Instant;
  readonly signature?: string;
  readonly requestId?: string;
  readonly operation?: string;
  /** Of what no error tells: an operation that was late or failed without a reason, a process that was killed. */
  readonly kind?: "slow" | "stuck" | "failed" | "restart";
  /** Of very many, how many it stands for. */
  readonly times?: number;
  readonly fact?: ErrorFact;
}

/** What is known of a failure once a pattern has been looked for. */
export interface Explanation {
  /** A pattern's id, or `unknown`. */
  readonly pattern: string;
  readonly title: string;
  readonly component: string;
  readonly origin: Origin;
  readonly firstFix: string;
  /** It gives way to a cause. */
  readonly symptom: boolean;
  /** Known by a code, status, type or class, or by a dependency's own words. */
  readonly exact: boolean;
}

/** An operation that was slow, never ended or failed, or a process that began anew, while nothing said why. */
export function explainSilence({ kind }: Occurrence, patterns: readonly Pattern[]): Explanation {
  const own = { component: "own-code", origin: "own-code" as const, symptom: false };
  if (kind === "failed") return { ...own, pattern: "unknown", title: UNEXPLAINED, firstFix: LOG_MORE, exact: false };
  if (kind === "restart") return explainRestart(patterns);
  const timeout = patterns.find(({ id }) => id === "timeout");
  const firstFix = timeout?.remedies[0] ?? "Find what the slow operations wait for, and give it a shorter time limit";
  return { ...own, pattern: "timeout", title: timeout?.title ?? "Operations take too long", firstFix, exact: true };
}

function explainRestart(patterns: readonly Pattern[]): Explanation {
  return {
    pattern: "crash-loop",
    title: patterns.find(({ id }) => id === "crash-loop")?.title ?? "The process keeps dying",
    component: "platform",
    origin: "own-code",
    firstFix:
      "Look at the platform's events and memory: it ends the process, which gets no last word; give it memory, or do less at once",
    symptom: false,
    exact: false,
  };
}

const UNEXPLAINED = "Failures that no known pattern explains";
const LOG_MORE = "Log the error with its stack and its cause: this log does not say what failed";

export interface FailureGroup extends Explanation {
  /** In the order in which they happened; never empty. */
  readonly occurrences: readonly Occurrence[];
  /** How many there are. */
  readonly count: number;
  readonly first: Occurrence;
  readonly requests: ReadonlySet<string>;
  readonly crash: boolean;
  /** Nobody but the platform or the program that runs it said so. */
  readonly fromOutside: boolean;
}

interface Explained {
  readonly explanation: Explanation;
  readonly occurrence: Occurrence;
}

/** Components may be named after hosts, of which a log can hold any number. */
const MOST_GROUPS = 40;

/** Groups in the order in which they began; of very many, the largest. */
export function groupFailures(failures: readonly Explained[], positionOf: (one: Occurrence) => number): FailureGroup[] {
  const groups = Map.groupBy(
    blameNetwork(failures),
    ({ explanation: { pattern, component } }) => `${pattern} ${component}`,
  );
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .slice(0, MOST_GROUPS)
    .flatMap((group) => toGroup(group, positionOf))
    .sort((one, other) => positionOf(one.first) - positionOf(other.first));
}

function toGroup(failures: readonly Explained[], positionOf: (one: Occurrence) => number): FailureGroup[] {
  const occurrences = failures
    .map(({ occurrence }) => occurrence)
    .sort((one, other) => positionOf(one) - positionOf(other));
  const [first] = occurrences;
  if (first === undefined) return [];
  const explanations = failures.map(({ explanation }) => explanation);
  const causes = explanations.filter(({ symptom }) => !symptom);
  return [
    {
      ...mostCommon(causes.length > 0 ? causes : explanations),
      symptom: causes.length === 0,
      exact: explanations.some(({ exact }) => exact),
      occurrences,
      count: countTimes(occurrences),
      first,
      requests: new Set(occurrences.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId]))),
      crash: occurrences.some(({ fact }) => fact?.crash === true),
      fromOutside: occurrences.every(({ fact }) => fact?.reporter === "platform" || fact?.reporter === "runner"),
    },
  ];
}

/** Rules of one pattern differ in their fix and in who must act; most failures decide. */
function mostCommon(explanations: readonly Explanation[]): Explanation {
  const alike = [...Map.groupBy(explanations, ({ origin, firstFix }) => `${origin} ${firstFix}`).values()];
  const most = alike.reduce((best, some) => (some.length > best.length ? some : best));
  // `groupBy` makes no empty groups.
  return most[0] as Explanation;
}

/** What a failure is, by the rule that matches it. One that ended the process and matches none is a crash. */
export function explainFailure(fact: ErrorFact, match: PatternMatch | undefined): Explanation {
  if (match === undefined) return explainUnknown(fact);
  const { pattern, rule, link } = match;
  const named = componentBy(rule, namedAt(fact, link) ?? namedIn(fact));
  // A limit of ours that ran out, on nobody knows whom: where it stands is where to look.
  const isOurs = pattern.id === "timeout" && rule.symptom === true && named === undefined;
  const origin = isOurs ? "own-code" : (rule.origin ?? pattern.origin);
  return {
    pattern: pattern.id,
    title: pattern.title,
    component: named ?? componentBeside(fact, origin),
    origin,
    firstFix: withDetail(rule.firstFix ?? pattern.remedies[0] ?? "", fact),
    symptom: rule.symptom ?? false,
    exact: isExact(rule),
  };
}

function componentBy(
  { component, usualComponent }: PatternMatch["rule"],
  named: string | undefined,
): string | undefined {
  if (component !== undefined) return component;
  return named !== undefined && isKnown(named) ? named : (usualComponent ?? named);
}

/** Slack says which scope is needed, and which place of a message it refuses. */
function withDetail(fix: string, { chain }: ErrorFact): string {
  const { needed = "", pointers: [place = ""] = [] } = chain.at(-1) ?? {};
  if (PLAIN_NAME.test(needed)) return `${fix} (needed: ${needed})`;
  return PLAIN_NAME.test(place) ? `${fix} (it points at ${place})` : fix;
}

const PLAIN_NAME = /^[\w:.,/-]{2,120}$/;

/** Words that only one dependency says are as good as a code. */
function isExact({ when, usualComponent, component = usualComponent, symptom }: PatternMatch["rule"]): boolean {
  const { code, status, type, class: classes, call } = when;
  if ([code, status, type, classes, call].some((key) => key !== undefined)) return true;
  return component !== undefined && isKnown(component) && symptom !== true;
}

function explainUnknown(fact: ErrorFact): Explanation {
  const frame = fact.ownFrames[0];
  const place = frame === undefined ? "" : ` at ${frame.path}:${frame.line}`;
  const unknown = { component: namedIn(fact) ?? "own-code", origin: "own-code" as const, symptom: false, exact: false };
  if (!fact.crash) return { ...unknown, pattern: "unknown", title: UNEXPLAINED, firstFix: fixUnknown(fact, place) };
  const firstFix = `Roll back to the last version that ran, then fix the error${place} that ends the process`;
  return { ...unknown, pattern: "crash-loop", title: "The process dies", firstFix };
}

function fixUnknown(fact: ErrorFact, place: string): string {
  const component = namedIn(fact);
  const { status = 0, type } = fact.chain.at(-1) ?? {};
  if (component !== undefined && ((status >= 400 && status < 500) || type !== undefined)) {
    const how = [status > 0 ? String(status) : "", type ?? ""].filter((word) => word !== "").join(" ");
    return `Correct what the bot sends to ${component}, which refuses it (${how})${place === "" ? "" : `; look${place} first`}`;
  }
  return place === "" ? LOG_MORE : `Look${place} and at its newest change; revert it if the failures began with it`;
}

/** The name of a host says less than the library around it whose error this is. */
function namedAt({ chain }: ErrorFact, link: number): string | undefined {
  const own = chain[link]?.component;
  if (own === undefined || isKnown(own)) return own;
  const around = chain.slice(0, link).findLast(({ errorClass = "Error", component }) => {
    return component !== undefined && isKnown(component) && !PLAIN.test(errorClass);
  });
  return around?.component ?? own;
}

const PLAIN = /^(?:Error|TypeError|AggregateError)$/;

/** The innermost error that names a dependency says where to look. */
function namedIn({ chain }: ErrorFact): string | undefined {
  return chain.findLast((link: ErrorLink) => link.component !== undefined)?.component;
}

/** Of a call that failed outside: what the operation, or our line that called, is named after. */
function componentBeside({ operation = "", ownFrames }: ErrorFact, origin: Origin): string {
  if (origin === "own-code") return "own-code";
  const { path = "", symbol = "" } = ownFrames[0] ?? {};
  const names = [operation, symbol, path.split(/[\\/]/).at(-1) ?? ""];
  const words = names.map((name) => name.replace(/([a-z])(?=[A-Z])/g, "$1 ").replace(/[_./:-]/g, " ")).join(" ");
  return byWords(words) ?? (origin === "external" ? "network" : "own-code");
}
