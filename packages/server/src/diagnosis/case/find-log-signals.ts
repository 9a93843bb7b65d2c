/** Failures of the logs that are new, or far more than before. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import type { Case, CaseFailure, CaseLogFacts } from "./case.ts";
import { findRise, type Rise } from "./find-rise.ts";
import type { FoundSignal } from "./signal.ts";
import { symptomsOf } from "./symptom.ts";

/** Fewer of one kind are chance where others fail by the dozen. */
const FEW = 3;

export function findLogSignals({ window, alert }: Case, { failures, span }: CaseLogFacts): readonly FoundSignal[] {
  const range = span ?? window;
  const told = failures.filter(({ template }) => !FRAGMENT.test(template));
  const groups = Map.groupBy(told, ({ service, template }) => `${service}\n${kindOf(template)}`);
  return [...groups.values()].map((group) => toSignal(group, range, alert?.firedAt));
}

/** Lines of an error whose head another line has taken: frames and properties. */
const FRAGMENT =
  /^\s*(?:at (?:async )?\S|['"]?[\w-]{1,60}['"]?: .{0,200},$|['"][\w-]{1,60}['"]: .{0,200}$|[\])}][,;]?$|-{3,}|<---)/;
/** What a process writes as it starts and never again. */
function isOfStart(rise: Rise | undefined, range: TimeWindow | undefined): boolean {
  if (rise === undefined || range === undefined || rise.before > 0) return false;
  const length = range.to - range.from;
  return rise.at - range.from < length / 50 && rise.until - range.from < length / 4;
}

/** Of ids that come in many forms no two are one kind: words with digits or masks in them tell nothing. */
function kindOf(template: string): string {
  return template.replace(/\S*<[^>\s]{1,40}>\S*|\S*\d\S*/g, "#").replace(/#(?:\s#)+/g, "#");
}

function toSignal(
  group: readonly CaseFailure[],
  range: TimeWindow | undefined,
  firedAt: Instant | undefined,
): FoundSignal {
  const [first] = group;
  const times = group
    .flatMap((failure) => (failure.at === undefined ? [] : [failure.at]))
    .sort((one, other) => one - other);
  const rise = range === undefined ? undefined : findRise(times, range);
  const at = rise?.at ?? times[0] ?? firedAt ?? range?.from ?? 0;
  const service = first?.service ?? "";
  const text = [...new Set(group.slice(0, 500).map(textOf))].sort().slice(0, 20).join("\n");
  const template = first?.template ?? "";
  const told = group.reduce((sum, { times: more = 1 }) => sum + more, 0);
  const isNew = group.some((failure) => failure.isNew === true);
  const count = rise?.inside ?? told;
  return {
    source: "log",
    service,
    at,
    firstAt: times[0] ?? at,
    until: rise?.until ?? times.at(-1) ?? at,
    blurMs: rise?.blurMs ?? 0,
    symptoms: [...symptomsOf(group.slice(0, 3).map(headOf).join("\n"))],
    says: `${service} fails with "${template}" (${count === 1 ? "once" : `${count} times`})`,
    name: template,
    text,
    strength: Math.max(1, Math.min(50, count)),
    isWeak: (count < FEW && !isNew) || isOfStart(rise, range),
    isSteady: rise === undefined && told >= FEW && !isNew,
    wasThere: rise?.wasThere ?? false,
    ...(first?.component === undefined ? {} : { blames: first.component }),
  };
}

function headOf({ template, facts, sample }: CaseFailure): string {
  const said = sample.split("\n", 12).filter((line) => !/^\s*(?:at |File "|\^)/.test(line));
  return [facts, template, said.join(" ").slice(0, 800)].join(" ");
}

function textOf({ template, facts, sample, ownFrames }: CaseFailure): string {
  const frames = ownFrames.map(({ path, symbol, line }) => `at ${symbol ?? ""} (${path}:${line})`);
  return [facts, template, sample, ...frames].join("\n");
}
