/** The dependency that a failure names. */

import { DEPENDENCIES, type Dependency } from "./dependencies.ts";

/** What is known of one error of a chain. */
export interface Naming {
  readonly errorClass?: string;
  readonly code?: string;
  readonly type?: string;
  readonly host?: string;
  readonly port?: number;
  readonly packages: readonly string[];
  /** Its message, and what stood before it. */
  readonly words: string;
}

const PRIVATE =
  /^(?:localhost$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[?::1\]?$|\[?f[cd][0-9a-f]{2}:|host\.docker\.internal$)/i;
/** Of a private network: the name stands before it. */
const SUFFIXES = /\.(?:internal|local|svc|cluster|corp|lan|invalid|example|test)(?:\.|$)/i;
const SECOND_LEVEL = /^(?:co|com|org|net|ac|gov)$/;
/** Labels, or words taken for a host, that name nobody. */
const NOBODY =
  /^(?:.{0,2}|www|api|the|and|for|undefined|null|none|base|host|server|service|services|internal|local|svc|cluster|corp|lan|invalid|example|test|default|app|apps|prod|production|staging|dev|gateway|proxy|database|error)$/;

/** What it names by host, class, package, code, port and words, in this order; a foreign host has its own name. */
export function nameComponent(naming: Naming): string | undefined {
  const { host, port, errorClass = "", words } = naming;
  const byHost = host === undefined ? undefined : find(({ hosts }) => hosts?.some((end) => endsWith(host, end)));
  const known = byHost ?? byKind(naming);
  if (known !== undefined) return specify(known, words);
  const byPort = port === undefined ? undefined : find(({ ports }) => ports?.includes(port));
  const named = byPort ?? byHostWords(host) ?? byWords(words) ?? ownName(host);
  return named === undefined ? find(({ usual }) => usual?.test(errorClass)) : specify(named, words);
}

/** Whether it is a dependency with a row, rather than the name of some host. */
export function isKnown(component: string): boolean {
  return DEPENDENCIES.some(({ name }) => name === component);
}

/** Python's classes carry their module: `openai.RateLimitError`. */
function byKind({ errorClass = "", code, type, packages }: Naming): string | undefined {
  const [bare = "", module] = errorClass.split(".").reverse();
  return (
    byPackages(module === undefined ? [] : [errorClass]) ??
    find(({ classes }) => classes?.test(bare)) ??
    byPackages(packages) ??
    find(({ codes }) => [code, type].some((name) => name !== undefined && codes?.test(name)))
  );
}

/** Of a provider of many services, the one that the words name. */
function specify(name: string, words: string): string {
  const { serves = [] } = DEPENDENCIES.find((one) => one.name === name) ?? {};
  if (serves.length === 0) return name;
  return find((one) => serves.includes(one.name) && one.words?.test(words)) ?? name;
}

/** The dependency whose name stands in the words first. */
export function byWords(words: string): string | undefined {
  const found = DEPENDENCIES.map(({ name, words: shape }) => ({ name, at: shape?.exec(words)?.index ?? -1 }));
  const named = found.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
  return named[0]?.name;
}

/** The innermost package, or the root of a module of it, that belongs to a dependency. */
function byPackages(packages: readonly string[]): string | undefined {
  const named = packages.map((name) => {
    const root = name.split(/\.|::/, 1)[0] ?? "";
    return find(({ packages: shape }) => shape?.test(name) === true || shape?.test(root));
  });
  return named.find((name) => name !== undefined);
}

function byHostWords(host: string | undefined): string | undefined {
  return host === undefined || PRIVATE.test(host) ? undefined : byWords(host.replace(/[._-]/g, " "));
}

function find(fits: (dependency: Dependency) => boolean | undefined): string | undefined {
  return DEPENDENCIES.find((dependency) => fits(dependency) === true)?.name;
}

function endsWith(host: string, end: string): boolean {
  const name = host.toLowerCase();
  return name === end || name.endsWith(`.${end}`) || (!end.includes(".") && name.startsWith(`${end}.`));
}

/** `api.acme.com` → `acme`; a private address says nothing, and the host of a private network has its first label. */
function ownName(host: string | undefined): string | undefined {
  if (host === undefined || PRIVATE.test(host) || /^[\d.:[\]]+$/.test(host)) return undefined;
  const labels = host.toLowerCase().split(".");
  if (SUFFIXES.test(host) || labels.length === 1) return labels.find((label) => !NOBODY.test(label));
  const owner = labels.at(-2) ?? "";
  const name = SECOND_LEVEL.test(owner) && labels.length > 2 ? labels.at(-3) : owner;
  return name === undefined || NOBODY.test(name) ? undefined : name;
}
