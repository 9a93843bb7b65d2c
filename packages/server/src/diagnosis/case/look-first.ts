/** Where to look first: the dependency whose call fails, where the bot is the only service of ours. */

import { servicesOf } from "./find-first-failure.ts";
import type { CaseCause } from "./hypothesis.ts";
import { dependenciesIn, isOutside, isStore } from "./name-dependency.ts";
import type { CaseSignal } from "./signal.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** Of several services of ours, the one that fails first is looked at first, whatever it calls. */
export function lookFirst(component: string, cause: CaseCause, ground: WeighingGround): string {
  const services = servicesOf(ground.theCase);
  if (!services.has(component) || isDependency(component)) return component;
  if ([...services].some((service) => service !== component && !isDependency(service))) return component;
  const told = ground.first.signals.filter(({ source }) => source !== "metric");
  if (told.length === 0) return aboutWhom(cause) ?? component;
  const [blamed, ...others] = new Set(told.filter(saysWho).map(whoFails));
  return blamed !== undefined && others.length === 0 ? blamed : component;
}

/** A span tells of an operation of ours, not whose answer it waited for. */
function saysWho({ source, isWeak }: CaseSignal): boolean {
  return source === "log" && !isWeak;
}

/** A slip of our own in the midst of another's library is no call that failed. */
function whoFails({ blames, symptoms }: CaseSignal): string | undefined {
  return symptoms.includes("undefined") ? undefined : blames;
}

function isDependency(service: string): boolean {
  return isOutside(service) || isStore(service);
}

/** Where nothing was logged, a setting's or a model's name tells whose answers it changes. */
function aboutWhom({ kind, id }: CaseCause): string | undefined {
  return kind === "variable" || kind === "model" ? dependenciesIn(id).find(isOutside) : undefined;
}
