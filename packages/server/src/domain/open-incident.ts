import { raiseSeverity } from "./assess-again.ts";
import { assessSeverity } from "./assess-severity.ts";
import type { CheckRequest } from "./check.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import type { IncidentEvent } from "./events.ts";
import { type Incident, isActive } from "./incident.ts";
import { isProving } from "./prove-recovery.ts";
import type { BoxRule, Rules } from "./rules.ts";
import type { Impact } from "./severity.ts";
import type { Signal } from "./signal.ts";

export interface OpenIncident {
  readonly botId: string;
  readonly signal: Signal;
  readonly impact: Impact;
  readonly scenarios: readonly string[];
  readonly drill: boolean;
}

/** The first checks are part of the opening, so that no moment passes between knowing and looking. */
export function openIncident(command: OpenIncident, { rules }: Moment): Decision {
  const { botId, signal, impact, scenarios, drill } = command;
  return decide(
    { type: "incident-opened", botId, signal, scenarios, drill },
    { type: "severity-assessed", assessment: assessSeverity(impact, rules), impact },
    ...requestChecks(firstBox(rules), { round: 1, scenarios }),
  );
}

export interface AttachSignal {
  readonly signal: Signal;
  /** As measured now. */
  readonly impact: Impact;
  readonly drill: boolean;
}

/**
 * A second signal of the same bot belongs to the same incident; the same fact twice says nothing new, but it may have
 * become worse meanwhile. A real signal ends a drill.
 */
export function attachSignal(incident: Incident, command: AttachSignal, moment: Moment): Decision {
  const { signal, impact, drill } = command;
  if (!isActive(incident)) return refuse("already-resolved", "Reopen the incident, or open a new one.");
  if (incident.drill && !drill) return endDrill(incident, command, moment);
  if (drill && !incident.drill) return refuse("no-drill-now", `${incident.id} is real; end it before a drill.`);
  // What had happened before the proof of recovery began is what the proof is about.
  if (isProving(incident) && signal.at <= (incident.recovery?.startedAt ?? 0)) return decide();
  const isKnown = incident.signals.some((known) => known.key === signal.key);
  return decide(
    ...(isKnown ? [] : [{ type: "signal-attached", signal } as const]),
    ...raiseSeverity(incident, impact, moment),
  );
}

/** From now on it is a real incident, which begins with this signal: its clock, its severity and its first look. */
function endDrill(incident: Incident, { signal, impact }: AttachSignal, { rules }: Moment): Decision {
  return decide(
    { type: "drill-ended", signal },
    { type: "severity-assessed", assessment: assessSeverity(impact, rules), impact },
    ...requestChecks(firstBox(rules), { round: incident.rounds + 1, scenarios: incident.scenarios }),
  );
}

export function firstBox(rules: Rules): BoxRule | undefined {
  return rules.phases.boxes[0];
}

interface Round {
  readonly round: number;
  readonly scenarios: readonly string[];
}

/** One check for each rule of the box, the scenario rule once for each scenario. */
export function requestChecks(box: BoxRule | undefined, { round, scenarios }: Round): readonly IncidentEvent[] {
  const checks = (box?.checks ?? []).flatMap((rule): readonly CheckRequest[] => {
    const { kind, limitMs } = rule;
    if (kind !== "scenario") return [{ id: kind, kind, limitMs }];
    return scenarios.map((scenario) => ({ id: `scenario:${scenario}`, kind, subject: scenario, limitMs }));
  });
  return checks.length === 0 ? [] : [{ type: "checks-requested", round, checks }];
}
