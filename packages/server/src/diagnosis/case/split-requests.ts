/** What all failing requests share and those that go well do not: an attribute's value, or a size beyond a bound. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import { findBound } from "./find-bound.ts";
import type { RequestFact } from "./request-fact.ts";

/** Whose attribute it is, and so what to suspect. */
export type SplitKind = "record" | "machine" | "version" | "flag" | "model" | "client" | "path" | "size" | "other";

export interface Split {
  readonly kind: SplitKind;
  readonly key: string;
  /** Of a size its bound. */
  readonly value: string;
  readonly says: string;
  readonly failed: number;
  /** Those that go well although they carry it, and all that go well and carry the key. */
  readonly wellWith: number;
  readonly well: number;
  /** It was there before anything failed, and went well. */
  readonly wentWell: boolean;
  /** When it was first carried. */
  readonly since: Instant;
}

export interface SplitScope {
  /** Those that suffer; the first whose lines tell of failures is looked at. */
  readonly services: readonly string[];
  readonly onset: Instant;
}

const FEWEST_FAILED = 3;
const FEWEST_WELL = 5;
/** Of the failures so many carry the key at all, and of those so many the value. */
const COVERED = 0.7;
const SHARED = 0.9;
/** Nearly none, or at least so many times fewer, of those that go well carry it. */
const LESS_OFTEN = 2;
/** Less likely than this is no chance, though dozens of attributes are looked at. */
const UNLIKELY = Math.log(1e-4);
const MOST_VALUES = 2_000;
/** A request takes less. */
const LONG = MINUTE;

const KINDS: readonly (readonly [SplitKind, RegExp])[] = [
  ["version", /version|release|(?:^|_)(?:build|commit|sha|revision|rev|image|deployment|deploy)(?:_|$)|deployment_id/],
  [
    "flag",
    /(?:^|_)(?:flags?|variant|experiment|feature|cohort|rollout|toggle|treatment|bucket)(?:_|$)|_(?:enabled|on|v\d)$/,
  ],
  ["model", /(?:^|_)(?:model|engine|llm|prompt_version|deployment_name)(?:_|$)/],
  [
    "machine",
    /(?:^|_)(?:host|hostname|pod|node|instance|machine|server|replica|container|zone|az|region|datacenter|dc|rack|shard|dyno|worker|cluster)(?:_|$)/,
  ],
  [
    "client",
    /(?:^|_)(?:ip|ua|user_agent|agent|referr?er|client|remote_addr|forwarded_for|api_key_id|caller_id)(?:_|$)/,
  ],
  [
    "record",
    /(?:^|_)(?:tenant|customer|workspace|team|account|org|organi[sz]ation|user|member|company|record|doc|document|note|row|item|sku|product|order|invoice|entity|object|channel|conversation|merchant|partner|supplier|vendor|source|feed|topic|partition|file_?name|filename|locale|lang|language|country|currency|timezone|encoding|mime|content_type|format|plan|project|repo|site|store|campaign|key|id)(?:_|$)/,
  ],
  [
    "path",
    /(?:^|_)(?:op|operation|route|endpoint|path|url|uri|handler|command|action|tool|task|job|queue|method|type|kind|stage|step|name|event|intent|skill|mode)(?:_|$)/,
  ],
];

/** Those that tell most apart first. */
export function splitRequests(facts: readonly RequestFact[], scope: SplitScope): readonly Split[] {
  const service = scope.services.find((one) => countFailed(facts, one, scope.onset) >= FEWEST_FAILED);
  if (service === undefined) return [];
  const requests = gather(facts, service);
  const during = requests.filter(({ at }) => at >= scope.onset);
  const failed = during.filter((one) => one.failed);
  const well = during.filter((one) => !one.failed);
  if (failed.length < FEWEST_FAILED) return [];
  const before = requests.filter(({ at }) => at < scope.onset);
  const keys = [...new Set(failed.flatMap(({ attributes }) => [...attributes.keys()]))].sort();
  return keys
    .flatMap((key) => splitBy(key, { failed, well, before }))
    .sort((one, other) => apartBy(other) - apartBy(one) || (one.key < other.key ? -1 : 1));
}

function countFailed(facts: readonly RequestFact[], service: string, onset: Instant): number {
  return facts.filter((fact) => fact.failed && fact.service === service && fact.at >= onset).length;
}

interface Request {
  readonly at: Instant;
  readonly failed: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

interface Requests {
  readonly failed: readonly Request[];
  readonly well: readonly Request[];
  readonly before: readonly Request[];
}

/** Lines of one request are one; what other services say of it counts by their names. */
function gather(facts: readonly RequestFact[], service: string): readonly Request[] {
  const byRequest = Map.groupBy(facts, (fact) => fact.request ?? fact);
  return [...byRequest.values()].flatMap((group) => {
    const own = group.filter((fact) => fact.service === service);
    const [first] = own;
    if (first === undefined) return [];
    const lines = own.filter(({ failed }) => failed);
    const request = readRequest(first, [...lines, ...own, ...group]);
    // A job that is tried again and again fails each time.
    const isRepeated = lines.length > 1 && lastOf(lines) - (lines[0]?.at ?? 0) > LONG;
    return isRepeated
      ? lines.map(({ at }) => ({ ...request, at, failed: true }))
      : [{ ...request, failed: lines.length > 0 }];
  });
}

function lastOf(facts: readonly RequestFact[]): Instant {
  return facts.reduce((most, { at }) => Math.max(most, at), 0);
}

function readRequest(first: RequestFact, facts: readonly RequestFact[]): Omit<Request, "failed"> {
  const attributes = new Map<string, string>(first.request === undefined ? [] : [["request_id", first.request]]);
  for (const fact of facts) {
    const prefix = fact.service === first.service ? "" : `${fact.service}: `;
    for (const [key, value] of fact.attributes) {
      if (!attributes.has(`${prefix}${key}`)) attributes.set(`${prefix}${key}`, value);
    }
  }
  return { at: first.at, attributes };
}

function splitBy(key: string, requests: Requests): readonly Split[] {
  const failed = valuesOf(key, requests.failed);
  const well = contrastOf(key, requests);
  if (failed.length < Math.max(FEWEST_FAILED, COVERED * requests.failed.length) || well.length < FEWEST_WELL) return [];
  const [top, count] = mostOf(failed);
  const split = splitByValue(key, { ...requests, failedValues: failed, wellValues: well, top, count });
  return split === undefined ? splitBySize(key, { failed, well, before: requests.before }) : [split];
}

/** Those that went well before tell of a record too where nobody names one since; versions and hosts come and go. */
function contrastOf(key: string, { well, before }: Requests): readonly string[] {
  const during = valuesOf(key, well);
  if (during.length >= FEWEST_WELL || kindOf(key) !== "record") return during;
  return valuesOf(key, [...well, ...before.filter(({ failed }) => !failed)]);
}

interface Counted extends Requests {
  readonly failedValues: readonly string[];
  readonly wellValues: readonly string[];
  readonly top: string;
  readonly count: number;
}

function splitByValue(
  key: string,
  { failed: failures, failedValues, wellValues, before, top, count }: Counted,
): Split | undefined {
  if (count < SHARED * failedValues.length) return undefined;
  const wellWith = wellValues.filter((value) => value === top).length;
  const others = wellValues.length - wellWith;
  const share = (wellWith + 1) / (wellValues.length + 2);
  const isOdd = count * Math.log(share) <= UNLIKELY && count / failedValues.length >= LESS_OFTEN * share;
  if (others < FEWEST_WELL || !isOdd) return undefined;
  const kind = kindOf(key);
  const earlier = before.filter((one) => one.attributes.get(key) === top);
  const wentWell = earlier.some(({ failed }) => !failed);
  // A line that tells of a failure has words of its own for what it does.
  if (kind === "path" && !wentWell && wellWith === 0) return undefined;
  const says = `${count} of ${failedValues.length} failures carry ${key}=${top}, and ${wellWith} of ${wellValues.length} that go well`;
  const since = earliestOf([...failures, ...earlier], key, top);
  return { kind, key, value: top, says, failed: count, wellWith, well: wellValues.length, wentWell, since };
}

function splitBySize(
  key: string,
  {
    failed,
    well,
    before,
  }: Pick<Requests, "before"> & { readonly failed: readonly string[]; readonly well: readonly string[] },
): readonly Split[] {
  const bound = findBound(failed.map(Number), well.map(Number));
  if (bound === undefined || kindOf(key) === "machine" || /(?:^|_)id$/.test(key)) return [];
  const earlier = before.filter(({ attributes }) => bound.isBeyond(Number(attributes.get(key) ?? Number.NaN)));
  const says = `failures have ${key} ${bound.says}, and what goes well does not`;
  return [
    {
      kind: "size",
      key,
      value: bound.says,
      says,
      failed: failed.length,
      wellWith: 0,
      well: well.length,
      wentWell: earlier.some((one) => !one.failed),
      since: earlier[0]?.at ?? Number.POSITIVE_INFINITY,
    },
  ];
}

function earliestOf(requests: readonly Request[], key: string, value: string): Instant {
  const carrying = requests.filter(({ attributes }) => attributes.get(key) === value);
  return carrying.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
}

function valuesOf(key: string, requests: readonly Request[]): readonly string[] {
  return requests.flatMap(({ attributes }) => attributes.get(key) ?? []);
}

function mostOf(values: readonly string[]): readonly [value: string, count: number] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (counts.size < MOST_VALUES || counts.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const [top] = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  return top ?? ["", 0];
}

/** How much rarer it is where all goes well. */
function apartBy({ failed, wellWith, well }: Split): number {
  return -failed * Math.log((wellWith + 1) / (well + 2));
}

function kindOf(key: string): SplitKind {
  const own = key.replace(/^.*: /, "");
  return KINDS.find(([, shape]) => shape.test(own))?.[0] ?? "other";
}
