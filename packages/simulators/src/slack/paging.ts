import { type ApiCall, isRefusal, type Refusal, refuse, textArgument } from "./api-call.ts";
import type { SlackMessage } from "./workspace.ts";

export interface Page<Item> {
  readonly items: Item[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

/** Cuts one page by the call's `limit` and `cursor`. The cursor holds the key of the next page's first item. */
export function pageOf<Item>(
  call: ApiCall,
  items: readonly Item[],
  options: { readonly key: (item: Item) => string; readonly usual: number; readonly most: number },
): Page<Item> | Refusal {
  const limit = limitOf(call, options);
  const start = startOf(call, items, options.key);
  if (typeof limit !== "number") {
    return limit;
  }
  if (typeof start !== "number") {
    return start;
  }
  const next = items[start + limit];
  return {
    items: items.slice(start, start + limit),
    nextCursor: next === undefined ? "" : Buffer.from(`next:${options.key(next)}`).toString("base64"),
  };
}

function limitOf(call: ApiCall, options: { usual: number; most: number }): number | Refusal {
  const raw = textArgument(call, "limit");
  const limit = raw === undefined ? options.usual : Number(raw);
  return Number.isInteger(limit) && limit >= 1 && limit <= options.most ? limit : refuse("invalid_limit");
}

function startOf<Item>(call: ApiCall, items: readonly Item[], key: (item: Item) => string): number | Refusal {
  const cursor = textArgument(call, "cursor");
  if (cursor === undefined) {
    return 0;
  }
  const wanted = /^next:(.+)$/.exec(Buffer.from(cursor, "base64").toString("utf8"))?.[1];
  const index = items.findIndex((item) => key(item) === wanted);
  return index === -1 ? refuse("invalid_cursor") : index;
}

/** Keeps the messages between `oldest` and `latest`; the bounds themselves only when `inclusive`. */
export function withinBounds(call: ApiCall, messages: readonly SlackMessage[]): SlackMessage[] | Refusal {
  const oldest = boundOf(call, "oldest");
  const latest = boundOf(call, "latest");
  for (const bound of [oldest, latest]) {
    if (typeof bound === "object" && isRefusal(bound)) {
      return bound;
    }
  }
  const isInclusive = ["true", "1"].includes(textArgument(call, "inclusive") ?? "");
  return messages.filter((message) => {
    const at = microseconds(message.ts) ?? 0n;
    return isAfter(at, oldest, isInclusive) && isBefore(at, latest, isInclusive);
  });
}

function isAfter(at: bigint, bound: bigint | Refusal | undefined, isInclusive: boolean): boolean {
  return typeof bound !== "bigint" || at > bound || (isInclusive && at === bound);
}

function isBefore(at: bigint, bound: bigint | Refusal | undefined, isInclusive: boolean): boolean {
  return typeof bound !== "bigint" || at < bound || (isInclusive && at === bound);
}

function boundOf(call: ApiCall, name: "oldest" | "latest"): bigint | Refusal | undefined {
  const raw = textArgument(call, name);
  if (raw === undefined) {
    return undefined;
  }
  return microseconds(raw) ?? refuse(`invalid_ts_${name}`);
}

// Sixteen digits and more do not fit a double with certainty, so times are compared as integers.
function microseconds(ts: string): bigint | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(ts);
  return match === null ? undefined : BigInt(`${match[1]}${(match[2] ?? "").padEnd(6, "0")}`);
}
