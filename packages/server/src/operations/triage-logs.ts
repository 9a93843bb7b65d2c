/** `triage`: from logs to a verdict. */

import { randomInt } from "node:crypto";
import { createMasks } from "../diagnosis/signatures/masks.ts";
import { createEntryReader } from "../diagnosis/triage/read-entries.ts";
import { createFailureReader } from "../diagnosis/triage/read-failures.ts";
import { createRecall } from "../diagnosis/triage/recall-line.ts";
import { createLineMemory, type MemoryOptions } from "../diagnosis/triage/remember-lines.ts";
import { createTriage, type Triage } from "../diagnosis/triage/triage-log.ts";
import type { TriageReport } from "../diagnosis/triage/triage-report.ts";
import type { Instant } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import { decodeLine } from "./decode-line.ts";
import type { LocalContext, LocalOperation } from "./local-operation.ts";

export type { TriageReport };

export interface TriageLogs {
  /** Paths, or `-`; read one after the other as one log. */
  readonly sources: readonly string[];
  readonly baseline?: string;
  readonly playbook?: string;
  readonly since?: Instant;
  readonly until?: Instant;
}

export type TriageAnswer =
  | {
      readonly ok: true;
      readonly report: TriageReport;
      /** Why the report cannot speak for all of the log, if it cannot: it broke off, or nothing lies in the time asked for. */
      readonly lacks?: string;
    }
  | { readonly ok: false; readonly why: string };

/** Longer lines are cut, in bytes: no logger writes so much in one line that a person reads. */
export const LONGEST_LINE = 64 * 1024;

const MOST_SEED = 2 ** 31;

export const triageLogsOperation: LocalOperation<TriageLogs, TriageAnswer> = {
  kind: "local",
  name: "triage",
  summary: "Read logs and say what fails, since when, whose it is and what to do first",
  run: async ({ sources, baseline, playbook, since, until }, context) => {
    const rules = context.readRules(playbook);
    const known = baseline === undefined ? undefined : await triageSources([baseline], { rules }, context);
    if (known?.ok === false) return known;
    if (known?.lacks !== undefined) return { ok: false, why: known.lacks };
    const start = {
      rules,
      ...(known === undefined ? {} : { baseline: new Set(known.report.signatures.map(({ id }) => id)) }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
    return triageSources(sources, start, context);
  },
};

export interface TriageStart {
  readonly rules: Rules;
  readonly baseline?: ReadonlySet<string>;
  readonly since?: Instant;
  readonly until?: Instant;
  /** What somebody reports along with the log. */
  readonly symptom?: string;
}

/** Triage with everything that it works with, fed line by line. `remembering` is what lines in blocks are recalled with. */
export function startTriage(
  { rules, ...times }: TriageStart,
  { redact, hash }: LocalContext,
  remembering?: MemoryOptions,
): Triage {
  const masks = createMasks(rules.masks);
  const seed = remembering?.seed ?? randomInt(MOST_SEED);
  return createTriage({
    ...times,
    decode: decodeLine,
    ...(remembering === undefined ? {} : { recall: createRecall(createLineMemory(remembering), remembering) }),
    patterns: rules.patterns,
    criticalMs: rules.metrics.responseTimeMs.critical,
    redact,
    masks,
    readEntries: () => createEntryReader(),
    readFailures: () => createFailureReader({ redact, hash, masks, seed }),
  });
}

async function triageSources(
  sources: readonly string[],
  start: TriageStart,
  context: LocalContext,
): Promise<TriageAnswer> {
  const seed = randomInt(MOST_SEED);
  const triage = startTriage(start, context, { decode: decodeLine, readEntries: createEntryReader, seed });
  let bytes = 0;
  let cutLines = 0;
  const broken: string[] = [];
  for (const source of sources) {
    const end = await context.readLogBlocks(source, { seed, longestLine: LONGEST_LINE }, triage.takeBlock);
    if (!end.ok) return end;
    bytes += end.bytes;
    cutLines += end.cutLines;
    if (end.lacks !== undefined) broken.push(end.lacks);
  }
  const report = triage.finish({ bytes, cutLines, broken });
  const lacks = [...broken, ...(isNothingRead(report) ? [report.verdict.summary] : [])].join("\n");
  return { ok: true, report, ...(lacks === "" ? {} : { lacks }) };
}

/** There are lines, and no entry of them counts. */
function isNothingRead({ lines, levels }: TriageReport): boolean {
  return lines > 0 && Object.values(levels).every((count) => count === 0);
}
