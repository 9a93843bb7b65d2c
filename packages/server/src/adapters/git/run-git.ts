import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Milliseconds } from "../../domain/instant.ts";
import { PortError } from "../../ports/port-error.ts";
import { GitFormatError } from "./log-reader.ts";
import { splitLines } from "./split-lines.ts";

/** Ours: reading and writing the local copy. */
const localLimitMs: Milliseconds = 30_000;
/** Ours: one fetch or push; a first fetch of a large repository needs the most. */
export const NETWORK_LIMIT_MS: Milliseconds = 120_000;
/** Ours: no answer that is held whole is longer. */
const outputLimit = 4_000_000;
const errorLimit = 16_000;

export interface GitCommand {
  readonly arguments: readonly string[];
  /** The repository's folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly input?: string;
  readonly limitMs?: Milliseconds;
  /** Takes the output line by line; the answer's `output` is then empty. */
  readonly onLine?: (line: string) => void;
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly output: string;
  readonly errorOutput: string;
}

export type RunGit = (command: GitCommand) => Promise<GitAnswer>;

/**
 * Runs the `git` program without a shell and with nothing of the user's or the machine's configuration.
 * Any exit code is an answer; throws `PortError` when git is missing, too slow, stopped or answers without end.
 */
export function createRunGit(environment: Readonly<Record<string, string>>): RunGit {
  return async (command) => {
    const limit = AbortSignal.timeout(command.limitMs ?? localLimitMs);
    const signal = AbortSignal.any([command.signal, limit]);
    if (signal.aborted) throw toStopped(command, limit);
    try {
      const answer = await runToEnd(command, environment, signal);
      if (signal.aborted) throw toStopped(command, limit);
      return answer;
    } catch (error) {
      if (error instanceof PortError || error instanceof GitFormatError) throw error;
      throw signal.aborted ? toStopped(command, limit) : toRunError(error);
    }
  };
}

async function runToEnd(
  command: GitCommand,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GitAnswer> {
  // A group of its own, so that the transport programs that git starts end with it.
  const child = spawn("git", command.arguments, { cwd: command.folder, env: environment, detached: true });
  const stop = () => stopGroup(child.pid);
  signal.addEventListener("abort", stop);
  child.stdin.on("error", ignoreClosedPipe);
  child.stdin.end(command.input ?? "");
  try {
    const [exitCode, output, errorOutput] = await Promise.all([
      waitForEnd(child),
      readOutput(child.stdout, command.onLine),
      readStart(child.stderr),
    ]);
    return { exitCode, output, errorOutput };
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.exitCode === null && child.signalCode === null) stop();
  }
}

function waitForEnd(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? -1));
  });
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ESRCH";
}

/** A git that ends before it has read its input closes the pipe; its exit code tells the rest. */
function ignoreClosedPipe(_error: Error): void {
  return;
}

async function readOutput(stream: Readable, onLine: ((line: string) => void) | undefined): Promise<string> {
  if (onLine !== undefined) {
    for await (const line of splitLines(stream)) onLine(line);
    return "";
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > outputLimit) throw new PortError("repository", "bad-reply", "git's answer is too long to be read");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The first part of what git complains; the rest is read and dropped, so that git does not wait. */
async function readStart(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (text.length < errorLimit) text += chunk.toString("utf8");
  }
  return text.slice(0, errorLimit);
}

function toStopped(command: GitCommand, limit: AbortSignal): PortError {
  const verb = command.arguments[0] ?? "git";
  const why = limit.aborted ? "took too long" : "was stopped";
  return new PortError("repository", "timed-out", `git ${verb} ${why}`, { cause: command.signal.reason });
}

function toRunError(error: unknown): PortError {
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return new PortError(
      "repository",
      "not-found",
      "git cannot be run: install git 2.31 or newer on Allclear's machine",
    );
  return new PortError("repository", "bad-reply", "git's answer cannot be read", { cause: error });
}
