/** `${NAME}` in a value stands for a variable of the environment. */

import type { Path, Problem } from "./read-yaml.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FilledIn {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export function fillIn(value: unknown, environment: Environment, path: Path = []): FilledIn {
  if (typeof value === "string") return fillInText(value, environment, path);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => fillIn(item, environment, [...path, index]));
    return { value: items.map((item) => item.value), problems: items.flatMap((item) => item.problems) };
  }
  if (typeof value !== "object" || value === null) return { value, problems: [] };
  const entries = Object.entries(value).map(([key, item]) => [key, fillIn(item, environment, [...path, key])] as const);
  return {
    value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
    problems: entries.flatMap(([, item]) => item.problems),
  };
}

function fillInText(text: string, environment: Environment, path: Path): FilledIn {
  const names = [...text.matchAll(REFERENCE)].map((match) => match[1] ?? "");
  const missing = names.filter((name) => (environment[name] ?? "") === "");
  if (missing.length > 0) {
    return { value: text, problems: missing.map((name) => ({ path, message: `the variable ${name} is not set` })) };
  }
  return { value: text.replace(REFERENCE, (_, name: string) => environment[name] ?? ""), problems: [] };
}
