const nanosecondsPerMillisecond = 1_000_000n;

/** Strictly rising instants in nanoseconds since 1970: lines of one millisecond keep their order. */
export function createNanosecondClock(now: () => number = Date.now): () => bigint {
  let last = 0n;
  return () => {
    const instant = BigInt(now()) * nanosecondsPerMillisecond;
    last = instant > last ? instant : last + 1n;
    return last;
  };
}

export function toTimestamp(nanoseconds: bigint): string {
  const milliseconds = Number(nanoseconds / nanosecondsPerMillisecond);
  const rest = String(nanoseconds % nanosecondsPerMillisecond).padStart(6, "0");
  return new Date(milliseconds).toISOString().replace("Z", `${rest}Z`);
}

/** Reads any ISO 8601 instant, keeping up to nine digits of its fraction; undefined when it is none. */
export function parseTimestamp(text: string): bigint | undefined {
  const parts = /^(.*?:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  const seconds = Date.parse(parts === null ? text : `${parts[1]}${parts[3] ?? "Z"}`);
  if (Number.isNaN(seconds)) return undefined;
  return BigInt(seconds) * nanosecondsPerMillisecond + BigInt((parts?.[2] ?? "").padEnd(9, "0") || "0");
}
