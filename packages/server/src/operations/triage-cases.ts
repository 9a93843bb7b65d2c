/** `triage --jsonl`: many small logs, each in a line of JSON, each answered by a line. */

import { z } from "zod";
import type { TriageReport } from "../diagnosis/triage/triage-report.ts";
import type { Rules } from "../domain/rules.ts";
import type { LocalContext, LocalOperation } from "./local-operation.ts";
import { LONGEST_LINE, startTriage, type TriageStart } from "./triage-logs.ts";

export interface TriageCases {
  readonly sources: readonly string[];
  readonly playbook?: string;
  /** Gets each answer as soon as its line is read. */
  readonly answer: (answer: CaseAnswer) => void;
}

export type CaseAnswer = ({ readonly id: unknown } & TriageReport) | { readonly id: unknown; readonly error: string };

export type TriageCasesEnd =
  | { readonly ok: true; readonly failing: number }
  | { readonly ok: false; readonly why: string };

/** A log in one line of JSON may be long; what is longer than this is refused as broken JSON. */
const LONGEST_CASE = 256 * 1024 * 1024;

/** Unknown keys are ignored. `symptom` is nobody's evidence: it only tells how far a log that shows no failure is to be believed. */
const caseLine = z.object({
  id: z.unknown(),
  symptom: z.unknown().optional(),
  logs: z.union([z.string(), z.array(z.unknown())], { error: "logs must be a string or an array of strings" }),
});

export const triageCasesOperation: LocalOperation<TriageCases, TriageCasesEnd> = {
  kind: "local",
  name: "triage --jsonl",
  summary: "Triage of one log after the other",
  run: async ({ sources, playbook, answer }, context) => {
    const rules = context.readRules(playbook);
    let failing = 0;
    const take = (line: string) => {
      if (line.trim() === "") return;
      const answered = triageCase(line, rules, context);
      if ("error" in answered || answered.verdict.pattern !== "none") failing += 1;
      answer(answered);
    };
    for (const source of sources) {
      const end = await context.readLog(source, LONGEST_CASE, take);
      if (!end.ok) return end;
      if (end.lacks !== undefined) return { ok: false, why: end.lacks };
    }
    return { ok: true, failing };
  },
};

function triageCase(line: string, rules: Rules, context: LocalContext): CaseAnswer {
  const value = parseJson(line);
  if (value === undefined) return { id: null, error: "the line is no JSON" };
  const parsed = caseLine.safeParse(value);
  if (!parsed.success) return { id: idOf(value), error: parsed.error.issues.map(({ message }) => message).join("; ") };
  const { id = null, logs, symptom } = parsed.data;
  const start = typeof symptom === "string" ? { rules, symptom } : { rules };
  return { id, ...triageText(logs, start, context) };
}

/** Triage of a log that is at hand; lines are cut as those of a file are. */
export function triageText(logs: string | readonly unknown[], start: TriageStart, context: LocalContext): TriageReport {
  const triage = startTriage(start, context);
  let bytes = 0;
  let cutLines = 0;
  for (const line of linesOf(logs)) {
    bytes += Buffer.byteLength(line) + 1;
    if (line.length > LONGEST_LINE) cutLines += 1;
    triage.take(line.slice(0, LONGEST_LINE).replaceAll("\0", ""));
  }
  return triage.finish({ bytes: Math.max(0, bytes - 1), cutLines });
}

function linesOf(logs: string | readonly unknown[]): readonly string[] {
  if (logs === "") return [];
  const texts = typeof logs === "string" ? [logs] : logs.map(toText);
  return texts.flatMap((text) => text.replace(/\r?\n$/, "").split(/\r?\n/));
}

function toText(entry: unknown): string {
  return typeof entry === "string" ? entry : (JSON.stringify(entry) ?? "");
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "id" in value ? value.id : null;
}
