/** What a span calls by its name: `attio POST /v2/objects`, `pg SELECT orders`, `GET api.stripe.com/v1/charges`. */

import type { Span } from "./case.ts";
import { dependenciesIn } from "./name-dependency.ts";

/** How drivers and people shorten what they call. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["pg", "postgres"],
  ["postgresql", "postgres"],
  ["psql", "postgres"],
  ["mongo", "mongodb"],
  ["mariadb", "mysql"],
]);

/** One name at most; of the case's services if it is one. */
export function calledBy({ name, service }: Span, services: ReadonlySet<string>): readonly string[] {
  const first = /^[a-z]+/i.exec(name)?.[0]?.toLowerCase() ?? "";
  const found = SHORT.get(first) ?? dependenciesIn(name.slice(0, 200))[0];
  if (found === undefined) return [];
  const named = serviceNamed(found, services);
  return named === service ? [] : [named];
}

/** `postgres-main` is the case's name of `postgres`. */
export function serviceNamed(dependency: string, services: ReadonlySet<string>): string {
  const known = [...services].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  return (
    known.find((service) =>
      service
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .includes(dependency),
    ) ?? dependency
  );
}
