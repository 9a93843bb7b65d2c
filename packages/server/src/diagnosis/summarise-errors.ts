/** Faults counted by signature, with what is new against an earlier stretch of the same log. */

import type { SignatureFact } from "../domain/evidence.ts";
import type { ErrorRecord, LogReading } from "./log-reading.ts";

export interface ErrorSummary {
  /** New ones first, then by count. */
  readonly signatures: readonly SignatureFact[];
  /** At most three, redacted, of the first signatures; the caller keeps them as bodies. */
  readonly samples: readonly { readonly signatureId: string; readonly text: string }[];
}

export interface SummariseErrorsOptions {
  /** Leave it out when no earlier log could be read: then nothing is called new. */
  readonly baseline?: LogReading;
}

const MOST_SAMPLES = 3;

export function summariseErrors(reading: LogReading, options: SummariseErrorsOptions = {}): ErrorSummary {
  const before = options.baseline === undefined ? undefined : idsOf(options.baseline);
  const groups = groupBySignature(reading.errors);
  const signatures = [...groups.entries()]
    .map(([id, records]) => toFact(id, records, before !== undefined && !before.has(id)))
    .sort(
      (one, other) => Number(other.isNew) - Number(one.isNew) || other.count - one.count || one.first - other.first,
    );
  return { signatures, samples: samplesOf(signatures, groups) };
}

function idsOf(reading: LogReading): ReadonlySet<string> {
  return new Set(reading.errors.map(({ signatureId }) => signatureId));
}

function groupBySignature(errors: readonly ErrorRecord[]): ReadonlyMap<string, readonly ErrorRecord[]> {
  return Map.groupBy(errors, ({ signatureId }) => signatureId);
}

function toFact(id: string, records: readonly ErrorRecord[], isNew: boolean): SignatureFact {
  const times = records.map(({ at }) => at);
  const [record] = records;
  return {
    id,
    template: record?.template ?? "",
    ...(record?.errorClass === undefined ? {} : { errorClass: record.errorClass }),
    ...(record?.code === undefined ? {} : { code: record.code }),
    count: records.length,
    ...(records.some(({ crash }) => crash) ? { crash: true as const } : {}),
    first: times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY),
    last: times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY),
    isNew,
    ownFrames: record?.ownFrames ?? [],
    requests: new Set(records.flatMap(({ requestId }) => requestId ?? [])).size,
  };
}

/** One of each signature first, then more of the first ones. */
function samplesOf(
  signatures: readonly SignatureFact[],
  groups: ReadonlyMap<string, readonly ErrorRecord[]>,
): ErrorSummary["samples"] {
  const first = signatures
    .slice(0, MOST_SAMPLES)
    .map(({ id }) => ({ signatureId: id, text: groups.get(id)?.[0]?.sample ?? "" }));
  const more = signatures.flatMap(({ id }) => {
    const rest = groups.get(id)?.slice(1, MOST_SAMPLES) ?? [];
    return rest.map(({ sample }) => ({ signatureId: id, text: sample }));
  });
  return [...first, ...more].slice(0, MOST_SAMPLES);
}
