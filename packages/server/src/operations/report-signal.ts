/** A signal opens an incident of its bot, joins the one that is open, or reopens the one that ended lately. */

import type { Bot } from "../domain/bot.ts";
import { impactOf } from "../domain/bot.ts";
import { decide, type Moment } from "../domain/decision.ts";
import { type Incident, isActive } from "../domain/incident.ts";
import { attachSignal, openIncident } from "../domain/open-incident.ts";
import { canReopen, isAnswered, reopenIncident } from "../domain/reopen-incident.ts";
import type { Impact } from "../domain/severity.ts";
import type { Signal } from "../domain/signal.ts";
import type { WatchStore } from "../ports/watch-store.ts";
import type { ChangeDecision } from "./change-incident.ts";

/** So many runs of each scenario tell consistent failing from intermittent. */
export const RUNS_REMEMBERED = 10;

export interface SignalReport {
  readonly bot: Bot;
  readonly signal: Signal;
  readonly impact: Impact;
  readonly drill: boolean;
}

export function decideOnSignal(report: SignalReport, newest: Incident | undefined, moment: Moment): ChangeDecision {
  const { bot, signal, impact, drill } = report;
  const measured = signal.kind === "error-signature" ? { ...impact, newErrors: true } : impact;
  if (newest !== undefined && isActive(newest)) {
    return { decision: attachSignal(newest, { signal, impact: measured, drill }, moment) };
  }
  if (newest !== undefined && !newest.drill && isAnswered(newest, signal)) return { decision: decide() };
  if (newest !== undefined && cameBack(newest, signal, moment)) {
    return { decision: reopenIncident(newest, { signal, impact: measured }, moment) };
  }
  const scenarios = bot.scenarios.map((scenario) => scenario.id);
  return {
    begins: true,
    decision: openIncident({ botId: bot.id, signal, impact: measured, scenarios, drill }, moment),
  };
}

/** A drill that is over has nothing to do with a real failure. */
function cameBack(newest: Incident, signal: Signal, moment: Moment): boolean {
  return !newest.drill && canReopen(newest, moment) && newest.signals.some((known) => known.key === signal.key);
}

export async function measureImpact(bot: Bot, watch: WatchStore): Promise<Impact> {
  return { scenarios: impactOf(bot, await watch.readScenarioHistories(bot.id, RUNS_REMEMBERED)) };
}
