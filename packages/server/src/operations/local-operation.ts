/** Verbs that need no server and no store: the command line runs them where it stands. */

import type { LineBlock, LineShapingOptions } from "../diagnosis/triage/shape-lines.ts";
import type { Redact } from "../domain/redact.ts";
import type { Rules } from "../domain/rules.ts";

export interface CaseFolderText {
  /** Decoded text by path. */
  readonly files: ReadonlyMap<string, string>;
  /** What was cut or left unread, each a sentence. */
  readonly unread: readonly string[];
}

/** What local operations work with; whoever starts the command line brings it. */
export interface LocalContext {
  /** The shipped playbook, or with a team's own over it. Throws `OperationError` when the file is wrong. */
  readonly readRules: (file?: string) => Rules;
  /** A path, or `-` for standard input. Lines come in order, before it resolves. */
  readonly readLog: (source: string, longestLine: number, take: (line: string) => void) => Promise<LogFileEnd>;
  /** The same in blocks of many lines, each with the shapes of its lines. */
  readonly readLogBlocks: (
    source: string,
    options: LineShapingOptions,
    take: (block: LineBlock) => void,
  ) => Promise<LogFileEnd>;
  /** The same, and between parts of the input it waits until `pause` has ended. */
  readonly readLogInSteps: (steps: LogSteps) => Promise<LogFileEnd>;
  /** A case, without the answer's key; `undefined` where there is no folder. Rejects what cannot be read. */
  readonly readCaseFolder: (folder: string) => Promise<CaseFolderText | undefined>;
  /** The answer's key alone; `undefined` where there is none. */
  readonly readCaseKeyFile: (folder: string) => Promise<string | undefined>;
  readonly redact: Redact;
  readonly hash: (text: string) => string;
}

export interface LogSteps {
  readonly source: string;
  readonly longestLine: number;
  readonly take: (line: string) => void;
  readonly pause: () => Promise<void>;
}

export type LogFileEnd =
  | {
      readonly ok: true;
      readonly bytes: number;
      readonly cutLines: number;
      /** It broke off: a sentence on why. What stands before was read. */
      readonly lacks?: string;
    }
  | { readonly ok: false; readonly why: string };

export interface LocalOperation<Input, Answer> {
  readonly kind: "local";
  /** As it is typed: `triage`, `playbook test`. */
  readonly name: string;
  readonly summary: string;
  readonly run: (input: Input, context: LocalContext) => Promise<Answer>;
}
