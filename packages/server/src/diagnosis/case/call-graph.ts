/** Who calls whom, as the traces show it and the failures name it. */

import type { Span } from "./case.ts";

export interface CallGraph {
  readonly services: ReadonlySet<string>;
  /** The service itself is not among them. */
  readonly calleesOf: (service: string) => ReadonlySet<string>;
  /** From one to the other over any number of calls. */
  readonly reaches: (from: string, to: string) => boolean;
  readonly hasCallers: (service: string) => boolean;
}

export type Edge = readonly [from: string, to: string];

export function buildCallGraph(spans: readonly Span[], named: readonly Edge[]): CallGraph {
  const callees = new Map<string, Set<string>>();
  for (const [from, to] of [...edgesOf(spans), ...named]) {
    if (from === to || from === "" || to === "") continue;
    const known = callees.get(from) ?? new Set();
    callees.set(from, known.add(to));
  }
  const reach = (from: string): ReadonlySet<string> => reachedFrom(from, callees);
  const called = new Set([...callees.values()].flatMap((set) => [...set]));
  return {
    services: new Set([...callees.keys(), ...called, ...spans.map(({ service }) => service)]),
    calleesOf: (service) => callees.get(service) ?? new Set(),
    reaches: (from, to) => reach(from).has(to),
    hasCallers: (service) => called.has(service),
  };
}

function edgesOf(spans: readonly Span[]): readonly Edge[] {
  const byId = new Map(spans.map((span) => [`${span.traceId}\n${span.id}`, span.service]));
  return spans.flatMap((span): readonly Edge[] => {
    const caller = span.parentId === undefined ? undefined : byId.get(`${span.traceId}\n${span.parentId}`);
    return caller === undefined ? [] : [[caller, span.service]];
  });
}

function reachedFrom(from: string, callees: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const callee of callees.get(next) ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      open.push(callee);
    }
  }
  return seen;
}
