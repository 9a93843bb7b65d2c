import { spawn } from "node:child_process";
import type { PostgresAccount } from "./postgres-account.ts";

export interface ProgramRun {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly account: PostgresAccount;
  readonly folder: string;
}

export interface ProgramEnd {
  /** `undefined` when the program could not be started or was ended by a signal. */
  readonly status: number | undefined;
  /** Standard output and error together, in order of arrival. */
  readonly output: string;
}

// Nothing of our own environment: it holds tokens, and each database process would show them in /proc. Windows adds what it needs.
const environment = { LC_ALL: "C", TZ: "UTC" };

/** Runs a program to its end in a session of its own, so that neither Ctrl-C nor our death reaches what it leaves behind. */
export function runProgram({ program, programArguments, account, folder }: ProgramRun): Promise<ProgramEnd> {
  const identity = account.uid === undefined || account.gid === undefined ? {} : { uid: account.uid, gid: account.gid };

  return new Promise((resolve) => {
    const child = spawn(program, [...programArguments], {
      cwd: folder,
      detached: true,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...identity,
    });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ status: undefined, output: error.message }));
    child.on("close", (status) => resolve({ status: status ?? undefined, output: output.trim() }));
  });
}
