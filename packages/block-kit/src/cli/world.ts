import type { Bytes } from "./read-input.ts";

export interface Output {
  readonly isTerminal: boolean;
  /** Resolves when the text is on its way; false when nobody reads any more. */
  write(text: string): Promise<boolean>;
}

/** What the command line needs of the machine. */
export interface World {
  readonly args: readonly string[];
  readonly version: string;
  /** Whether a terminal may be shown colours. */
  readonly hasColours: boolean;
  readonly stdin: { readonly isTerminal: boolean; readonly bytes: Bytes };
  readonly stdout: Output;
  readonly stderr: Output;
  openFile(path: string): Bytes;
}

/** 0: valid or repaired. 1: problems. 2: wrong use, or an input that cannot be read. */
export type ExitStatus = 0 | 1 | 2;
