/** `signatures`: what kinds of lines a log has, how often and since when, and which kind each line is of. */

import { createMasks } from "../diagnosis/signatures/masks.ts";
import { createSignatureReader, type SignatureReader } from "../diagnosis/signatures/read-signatures.ts";
import type { LineSignature, LogSignature, SignatureReport } from "../diagnosis/signatures/signature-report.ts";
import { createEntryReader } from "../diagnosis/triage/read-entries.ts";
import type { LocalContext, LocalOperation, LogFileEnd } from "./local-operation.ts";
import { LONGEST_LINE } from "./triage-logs.ts";

export type { LineSignature, LogSignature, SignatureReport };

export interface ReadSignatures {
  /** Paths, or `-`; read one after the other as one log. */
  readonly sources: readonly string[];
  readonly baseline?: string;
  readonly playbook?: string;
  /** Gets the lines in order, as their signatures are settled; reading waits for it. */
  readonly tell?: (lines: Iterable<LineSignature>) => Promise<void>;
}

export type SignaturesAnswer =
  | { readonly ok: true; readonly report: SignatureReport & { readonly bytes: number; readonly cutLines: number } }
  | { readonly ok: false; readonly why: string };

export const readSignaturesOperation: LocalOperation<ReadSignatures, SignaturesAnswer> = {
  kind: "local",
  name: "signatures",
  summary: "Say what kinds of lines a log has, how often, since when, and which are new",
  run: async ({ sources, baseline, playbook, tell }, context) => {
    const reader = createSignatureReader({
      masks: createMasks(context.readRules(playbook).masks),
      redact: context.redact,
      hash: context.hash,
      readEntries: () => createEntryReader(),
      hasBaseline: baseline !== undefined,
    });
    if (baseline !== undefined) {
      const known = await context.readLog(baseline, LONGEST_LINE, reader.takeBaseline);
      if (!known.ok) return known;
    }
    return readAll(reader, { sources, ...(tell === undefined ? {} : { tell }) }, context);
  },
};

async function readAll(
  reader: SignatureReader,
  { sources, tell = forgetLines }: Pick<ReadSignatures, "sources" | "tell">,
  context: LocalContext,
): Promise<SignaturesAnswer> {
  let bytes = 0;
  let cutLines = 0;
  for (const source of sources) {
    const end = await readSource(source, { reader, tell }, context);
    if (!end.ok) return end;
    if (end.lacks !== undefined) return { ok: false, why: end.lacks };
    bytes += end.bytes;
    cutLines += end.cutLines;
  }
  reader.finish();
  await tell(reader.settled());
  return { ok: true, report: { ...reader.report(), bytes, cutLines } };
}

interface Reading {
  readonly reader: SignatureReader;
  readonly tell: (lines: Iterable<LineSignature>) => Promise<void>;
}

function readSource(source: string, { reader, tell }: Reading, { readLogInSteps }: LocalContext): Promise<LogFileEnd> {
  return readLogInSteps({
    source,
    longestLine: LONGEST_LINE,
    take: reader.take,
    pause: () => tell(reader.settled()),
  });
}

async function forgetLines(lines: Iterable<LineSignature>): Promise<void> {
  lines[Symbol.iterator]().return?.();
}
