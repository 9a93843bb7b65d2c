import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

export interface ProgramOptions {
  /** As it is called in messages. */
  readonly name: string;
  /** A TypeScript file that Node runs. */
  readonly file: string;
  readonly programArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Gets everything that the program writes. */
  readonly logFile: string;
  /** Time from SIGTERM to SIGKILL, milliseconds. */
  readonly graceMs: number;
  readonly hurry: AbortSignal;
}

export interface Program {
  /** The first line of its standard output, which says that it is ready. Rejects when the program ends before. */
  readonly ready: Promise<string>;
  /** Undefined while it runs; else how it ended, in words. */
  ended(): string | undefined;
  /** SIGTERM, and SIGKILL to its whole process group when the grace is over. */
  stop(): Promise<void>;
  /** SIGKILL to the process alone: what it has started lives on. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** In a process group of its own, so that Ctrl-C of the terminal reaches the demo alone and the end has an order. */
export function startProgram(options: ProgramOptions): Program {
  const child = spawn(process.execPath, [options.file, ...options.programArguments], {
    detached: true,
    env: { ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killNow = () => killGroup(child);
  process.once("exit", killNow);
  const last = keepOutput(child, options.logFile);
  let end: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      end = `it could not be started: ${error.message}`;
      resolve();
    });
    child.once("close", (code, signal) => {
      end ??= signal === null ? `it ended with status ${code}` : `it was ended by ${signal}`;
      process.off("exit", killNow);
      resolve();
    });
  });
  const failed = gone.then(() => Promise.reject(new Error(`${options.name} did not start: ${end}${last()}`)));
  const ready = Promise.race([firstLine(child), failed]);
  ready.catch(() => undefined);
  return { ready, ended: () => end, stop: () => stop(child, gone, options), kill: () => killAlone(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the program's output is not read");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return line;
}

const keptLines = 30;

/** Answers with the last lines, for a message about a program that did not start. */
function keepOutput({ stdout, stderr }: ChildProcess, logFile: string): () => string {
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  const lines: string[] = [];
  for (const output of [stdout, stderr]) {
    output?.pipe(log, { end: false });
    if (output !== null) createInterface({ input: output }).on("line", (line) => lines.push(line));
  }
  stderr?.once("close", () => log.end());
  return () => (lines.length === 0 ? "" : `\n${lines.slice(-keptLines).join("\n")}`);
}

async function stop(child: ChildProcess, gone: Promise<void>, { graceMs, hurry }: ProgramOptions): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const kill = () => killGroup(child);
  const timer = setTimeout(kill, graceMs);
  hurry.addEventListener("abort", kill);
  if (hurry.aborted) kill();
  await gone;
  clearTimeout(timer);
  hurry.removeEventListener("abort", kill);
}

/** Waits for its exit, not for the end of its output, which a child of its own may hold open. */
async function killAlone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
