/** `investigate` and `case grade`: an incident frozen in a folder, and how right the answer is. */

import { guessLatest, guessSimilar } from "../diagnosis/case/baselines.ts";
import type { Case } from "../diagnosis/case/case.ts";
import type { CaseAnswer } from "../diagnosis/case/case-answer.ts";
import { type CaseGrade, type CaseKey, gradeCase, isRight, readCaseKey } from "../diagnosis/case/grade-case.ts";
import { investigateCase } from "../diagnosis/case/investigate-case.ts";
import { readCase } from "../diagnosis/case/read-case.ts";
import { createCaseLogReader, type ReadCaseLogs } from "../diagnosis/case/read-case-logs.ts";
import { writeCaseReport } from "../diagnosis/case/write-case-report.ts";
import { createEntryReader } from "../diagnosis/triage/read-entries.ts";
import { createFailureReader } from "../diagnosis/triage/read-failures.ts";
import type { Redact } from "../domain/redact.ts";
import type { LocalContext, LocalOperation } from "./local-operation.ts";

export interface CaseWorld {
  /** Decoded text by path, never with the answer's key; `undefined` where there is no folder. */
  readonly readFolder: LocalContext["readCaseFolder"];
  readonly readKey: (folder: string) => Promise<string | undefined>;
  readonly readLogs: ReadCaseLogs;
  readonly redact: Redact;
}

export type InvestigationReport =
  | { readonly ok: true; readonly answer: CaseAnswer; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] };

export const investigateOperation: LocalOperation<{ readonly folder: string }, InvestigationReport> = {
  kind: "local",
  name: "investigate",
  summary: "Find the cause of an incident that is frozen in a folder, and what speaks for and against it",
  run: async ({ folder }, context) => {
    const investigation = await investigateFolder(folder, toCaseWorld(context));
    if (!investigation.ok) return investigation;
    const { answer } = investigation;
    return { ok: true, answer, text: writeCaseReport(answer) };
  },
};

export interface GradingReport extends Grading {
  readonly text: string;
}

export const gradeCasesOperation: LocalOperation<{ readonly folders: readonly string[] }, GradingReport> = {
  kind: "local",
  name: "case grade",
  summary: "Investigate cases whose cause is known, and say which are answered rightly",
  run: async ({ folders }, context) => {
    const grading = await gradeFolders(folders, toCaseWorld(context));
    return { ...grading, text: writeGrading(grading) };
  },
};

function toCaseWorld({ readCaseFolder, readCaseKeyFile, redact, hash }: LocalContext): CaseWorld {
  const readLogs = createCaseLogReader({
    readEntries: createEntryReader,
    readFailures: () => createFailureReader({ redact, hash }),
  });
  return { readFolder: readCaseFolder, readKey: readCaseKeyFile, readLogs, redact };
}

export type Investigation =
  | { readonly ok: true; readonly case: Case; readonly answer: CaseAnswer }
  | { readonly ok: false; readonly problems: readonly string[] };

export async function investigateFolder(folder: string, world: CaseWorld): Promise<Investigation> {
  const found = await world.readFolder(folder).catch(toWhy);
  if (found === undefined) return { ok: false, problems: [`${folder}: there is no such folder`] };
  if (typeof found === "string") return { ok: false, problems: [`${folder}: it cannot be read: ${found}`] };
  const reading = readCase(found.files, found.unread);
  if (!reading.ok) return { ok: false, problems: reading.problems.map((problem) => `${folder}/${problem}`) };
  return { ok: true, case: reading.case, answer: investigateCase(reading.case, world) };
}

function toWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface GradedCase extends CaseGrade {
  /** Whether each baseline names the cause. */
  readonly latest: boolean;
  readonly similar: boolean;
}

export interface Grading {
  readonly cases: readonly GradedCase[];
  readonly problems: readonly string[];
}

export async function gradeFolders(folders: readonly string[], world: CaseWorld): Promise<Grading> {
  const graded = await Promise.all(folders.map((folder) => gradeFolder(folder, world)));
  return {
    cases: graded.flatMap((one) => (one.ok ? [one.grade] : [])),
    problems: graded.flatMap((one) => (one.ok ? [] : one.problems)),
  };
}

type Graded =
  | { readonly ok: true; readonly grade: GradedCase }
  | { readonly ok: false; readonly problems: readonly string[] };

async function gradeFolder(folder: string, world: CaseWorld): Promise<Graded> {
  const [investigation, text] = await Promise.all([
    investigateFolder(folder, world),
    world.readKey(folder).catch(() => undefined),
  ]);
  if (!investigation.ok) return investigation;
  const key = text === undefined ? undefined : parseKey(text);
  if (key === undefined) {
    return { ok: false, problems: [`${folder}/answer.json: it is missing, unreadable, or names no cause`] };
  }
  return { ok: true, grade: compare(investigation.case, investigation.answer, { key, world }) };
}

function parseKey(text: string): CaseKey | undefined {
  try {
    return readCaseKey(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function compare(
  theCase: Case,
  answer: CaseAnswer,
  { key, world }: { readonly key: CaseKey; readonly world: CaseWorld },
): GradedCase {
  const known = new Set(theCase.changes.flatMap(({ service }) => (service === undefined ? [] : [service])));
  const guesses = [guessLatest(theCase), guessSimilar(theCase, world.readLogs(theCase.logs, { known }))];
  const [latest = false, similar = false] = guesses.map((guess) => guess !== undefined && isRight(guess, key));
  return { ...gradeCase(answer, key, theCase.id), latest, similar };
}

/** A table with the sums below, for people. */
export function writeGrading({ cases, problems }: Grading): string {
  const rows = cases.map(({ id, first, firstThree, component, abstained, latest, similar }) =>
    [
      id.padEnd(32),
      toMark(first),
      toMark(firstThree),
      component === null ? "-" : toMark(component),
      abstained ? "unsure" : "      ",
      toMark(latest),
      toMark(similar),
    ].join("  "),
  );
  const count = (holds: (grade: GradedCase) => boolean): string => `${cases.filter(holds).length}/${cases.length}`;
  return [
    ...rows,
    "",
    `cause first ${count(({ first }) => first)}, among three ${count(({ firstThree }) => firstThree)}, component ${cases.filter(({ component }) => component === true).length}/${cases.filter(({ component }) => component !== null).length}`,
    `unsure ${count(({ abstained }) => abstained)}, misled ${count(({ misled }) => misled)}, falsely confirmed ${count(({ falselyConfirmed }) => falselyConfirmed)}`,
    `baselines: latest deploy ${count(({ latest }) => latest)}, most similar words ${count(({ similar }) => similar)}`,
    ...problems,
  ].join("\n");
}

function toMark(isTrue: boolean): string {
  return isTrue ? "yes" : "no ";
}
