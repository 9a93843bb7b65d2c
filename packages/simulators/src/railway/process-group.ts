import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { OutputStream } from "./log-lines.ts";

export interface ProcessGroupOptions {
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (stream: OutputStream, text: string) => void;
}

export interface ProcessGroup {
  /** The exit code once every process of the group is gone and its last line was delivered; 128 + n after signal n. */
  readonly exited: Promise<number>;
  /** SIGTERM to the whole group, SIGKILL after the grace. Resolves when it is gone. */
  terminate(graceMs: number): Promise<void>;
}

/**
 * Beside the command waits a shell that reads file descriptor 3, whose other end only this process holds. When this process
 * dies, however it dies, that read ends and the guard kills the group: children never outlive the simulator.
 * A child that leaves its process group by itself escapes this. The shell's own trap makes it wait for its command after
 * SIGTERM, which the whole group gets, so that the command has its grace.
 */
const guardedCommand = `( trap '' TERM INT HUP; read -r end <&3; kill -KILL 0 ) >/dev/null 2>&1 &
exec 3<&-
exec /bin/sh -c "trap 'exit 143' TERM
$1"`;

/** Runs a command line by a shell in a process group of its own. Nothing of this process's environment is inherited. */
export function startProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  const child: ChildProcess = spawn("/bin/sh", ["-c", guardedCommand, "sh", options.command], {
    cwd: options.folder,
    env: { ...options.environment },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  readLines(child.stdout, (text) => options.onLine("stdout", text));
  readLines(child.stderr, (text) => options.onLine("stderr", text));
  let isLeaderAlive = true;
  const exited = new Promise<number>((resolve) => {
    let exitCode = 1;
    child.once("error", (error) => {
      options.onLine("stderr", `could not start: ${error.message}`);
      resolve(127);
    });
    child.once("exit", (code, signal) => {
      exitCode = code ?? 128 + signalNumber(signal);
      isLeaderAlive = false;
      signalGroup(child.pid, "SIGKILL");
      child.stdio[3]?.destroy();
    });
    child.once("close", () => resolve(exitCode));
  });
  // Once the leader is gone its number may belong to somebody else.
  const send = (name: NodeJS.Signals) => (isLeaderAlive ? signalGroup(child.pid, name) : undefined);
  const terminate = async (graceMs: number) => {
    send("SIGTERM");
    const timer = setTimeout(() => send("SIGKILL"), graceMs);
    await exited;
    clearTimeout(timer);
  };
  return { exited, terminate };
}

function readLines(output: Readable | null, onLine: (text: string) => void): void {
  if (output !== null) createInterface({ input: output }).on("line", onLine);
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === "SIGKILL" ? 9 : 15;
}
