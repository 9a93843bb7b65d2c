import { spawnSync } from "node:child_process";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Runs a command to its end and returns what it printed; a failure throws with the command and its output. */
export function runCommand({ program, args, cwd }: Command): string {
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw new Error(`${program} cannot be started`, { cause: error });
  if (status === 0) return stdout;
  const end = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
  throw new Error(`${[program, ...args].join(" ")} ${end} in ${cwd}\n${stdout}${stderr}`);
}
