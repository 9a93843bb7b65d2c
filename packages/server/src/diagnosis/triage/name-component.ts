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
/** Of a provider that serves others: the name stands before it. */
const SUFFIXES = /\.(?:internal|local|svc|cluster|corp|lan|invalid|example|test)(?:\.|$)/i;
const SECOND_LEVEL = /^(?:co|com|org|net|ac|gov)$/;

/** What it names by host, class, package, code, port and words, in this order; a foreign host has its own name. */
export function nameComponent(naming: Naming): string | undefined {
  const { host, errorClass, code, type, port, packages, words } = naming;
  const byHost = host === undefined ? undefined : find(({ hosts }) => hosts?.some((end) => endsWith(host, end)));
  if (byHost !== undefined) return byHost;
  const byKind =
    find(({ classes }) => errorClass !== undefined && classes?.test(errorClass)) ??
    byPackages(packages) ??
    find(({ codes }) => [code, type].some((name) => name !== undefined && codes?.test(name)));
  if (byKind !== undefined) return byKind;
  const byPort = port === undefined ? undefined : find(({ ports }) => ports?.includes(port));
  return byPort ?? byHostWords(host) ?? byWords(words) ?? ownName(host);
}

/** The dependency whose name stands in the words first. */
export function byWords(words: string): string | undefined {
  const found = DEPENDENCIES.map(({ name, words: shape }) => ({ name, at: shape?.exec(words)?.index ?? -1 }));
  const named = found.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
  return named[0]?.name;
}

/** The innermost package that belongs to a dependency. */
function byPackages(packages: readonly string[]): string | undefined {
  const named = packages.map((name) => find(({ packages: shape }) => shape?.test(name)));
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
  if (SUFFIXES.test(host) || labels.length === 1) return labels[0];
  const owner = labels.at(-2) ?? "";
  return SECOND_LEVEL.test(owner) && labels.length > 2 ? labels.at(-3) : owner;
}
