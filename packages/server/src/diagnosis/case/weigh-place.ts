/** How near to what fails first a change lies, by the services and who calls whom. */

import type { Change } from "./case.ts";
import type { Weight } from "./hypothesis.ts";
import { isLockFile } from "./is-lock-file.ts";
import { isStore } from "./name-dependency.ts";
import type { Effect } from "./take-effect.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const POINTS = { first: 2, calls: 1, called: 1, shared: 0.5, unknown: 0, elsewhere: -2 } as const;

export interface Place extends Weight {
  /** In what fails first, or a call away from it. */
  readonly isNear: boolean;
  readonly isElsewhere: boolean;
  readonly isFirst: boolean;
  /** In what calls the one that fails. */
  readonly isOfCaller: boolean;
}

export interface Placed {
  readonly change: Change;
  readonly effect: Effect;
  readonly evidence: readonly string[];
}

export function weighPlace(placed: Placed, ground: WeighingGround): Place {
  const { where, says } = locate(placed, ground);
  const points = POINTS[where === "calls" && ground.first.isOnlyNamed ? "first" : where];
  return {
    points,
    says,
    evidence: placed.evidence,
    isNear: points >= POINTS.called,
    isFirst: points >= POINTS.first,
    isElsewhere: where === "elsewhere",
    isOfCaller: where === "calls" && !ground.first.isOnlyNamed,
  };
}

interface Location {
  readonly where: keyof typeof POINTS;
  readonly says: string;
}

function locate({ change, effect }: Placed, ground: WeighingGround): Location {
  const { graph } = ground;
  const { component } = ground.first;
  const services = servicesOfChange(effect, change, ground);
  if (services.length === 0) return { where: "unknown", says: "Nothing tells which service it belongs to." };
  const name = services.join(", ");
  if (services.includes(component)) return { where: "first", says: `It changes ${component}, which fails first.` };
  const calls = services.find((service) => graph.calleesOf(service).has(component));
  if (calls !== undefined) return { where: "calls", says: `It changes ${calls}, which calls ${component}.` };
  if (services.some((service) => graph.calleesOf(component).has(service)))
    return { where: "called", says: `It changes ${name}, which ${component} calls.` };
  if (change.files.some(isShared)) return { where: "shared", says: "It changes what several services share." };
  if (services.some((service) => graph.reaches(service, component)))
    return { where: "unknown", says: `It changes ${name}, which reaches ${component} over others.` };
  if (graph.services.size === 0) return { where: "unknown", says: `It changes ${name}; nothing tells who calls whom.` };
  if (isStore(component) && graph.calleesOf(services[0] ?? "").size === 0)
    return { where: "unknown", says: `It changes ${name}; nothing tells who uses ${component}.` };
  return { where: "elsewhere", says: `It changes ${name}; ${component} fails first.` };
}

/** Where a change names no service, its files may: `services/search/src/index.ts`. */
function servicesOfChange({ services }: Effect, change: Change, { graph, first }: WeighingGround): readonly string[] {
  if (services.length > 0) return services;
  const folders = new Set(change.files.flatMap((file) => file.split("/")));
  return [...new Set([...graph.services, ...first.affected])].filter((service) => folders.has(service)).sort();
}

function isShared(file: string): boolean {
  return isLockFile(file) || /(?:^|\/)(?:shared|common|libs?|packages|pkg|core|proto|schemas?)\//.test(file);
}
