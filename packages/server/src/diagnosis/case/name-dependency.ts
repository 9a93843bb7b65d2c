/** Dependencies that a text names: those that triage knows, and the services of the case itself. */

import { DEPENDENCIES } from "../triage/dependencies.ts";

/** Databases, queues and caches are part of the bot's own platform; the rest is reached over the internet. */
const INSIDE: ReadonlySet<string> = new Set(
  "mongodb postgres mysql redis kafka rabbitmq nats elasticsearch qdrant weaviate ollama".split(" "),
);
const OUTSIDE_NAMES: readonly string[] = DEPENDENCIES.map(({ name }) => name).filter((name) => !INSIDE.has(name));

/** `ATTIO_API_KEY` names attio, `draws` does not name aws. */
const SPELLINGS: ReadonlyMap<string, RegExp> = new Map(
  DEPENDENCIES.map(({ name }) => [name, new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9])`, "i")]),
);

/** The first named first; by its words or its host. */
export function dependenciesIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return DEPENDENCIES.map(({ name, words, hosts = [] }) => {
    const places = [
      words === undefined ? -1 : text.search(words),
      SPELLINGS.get(name)?.exec(text)?.index ?? -1,
      ...hosts.map((host) => lower.indexOf(host)),
    ];
    return { name, place: Math.min(...places.filter((place) => place >= 0)) };
  })
    .filter(({ place }) => place < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.place - other.place)
    .map(({ name }) => name);
}

/** Services of the case that the text names as words of their own; short names say too little. */
export function servicesIn(text: string, services: ReadonlySet<string>): readonly string[] {
  const words = new Set(text.toLowerCase().split(/[^a-z0-9_-]+/));
  return [...services].filter((service) => service.length > 2 && words.has(service.toLowerCase()));
}

/** `slack`, `slack-api`, `api.anthropic.com`, `external:attio`. */
export function isOutside(service: string): boolean {
  if (OUTSIDE_NAMES.includes(service)) return true;
  if (/^(?:external|third.?party|vendor|provider)\b|\.(?:com|io|dev|ai|net|org)$/i.test(service)) return true;
  return /(?:-api|_api|\sapi)$/i.test(service) && OUTSIDE_NAMES.some((name) => service.toLowerCase().startsWith(name));
}

/** Databases, queues and caches of our own fail by what their users ask. */
export function isStore(service: string): boolean {
  return dependenciesIn(service).length > 0 && !isOutside(service);
}
