import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./demo/main.ts", import.meta.url));

export interface DemoOptions {
  readonly programArguments: readonly string[];
  /** Its temporary folder, in which it may leave nothing. */
  readonly temporaryFolder: string;
  /** Besides those of the test's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The demo as a process of its own. */
export interface DemoProcess {
  readonly child: ChildProcess;
  /** So far. */
  output(): string;
  errors(): string;
  lines(): readonly Record<string, unknown>[];
  readonly exited: Promise<number | null>;
}

export function startDemo({ programArguments, temporaryFolder, environment = {} }: DemoOptions): DemoProcess {
  const child = spawn(process.execPath, [main, ...programArguments], {
    env: { ...process.env, TMPDIR: temporaryFolder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    lines: () => toLines(output),
    exited: once(child, "close").then(([code]: (number | null)[]) => code ?? null),
  };
}

function toLines(output: string): readonly Record<string, unknown>[] {
  const complete = output.slice(0, output.lastIndexOf("\n") + 1);
  return complete
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Command lines of the processes that have the folder in their arguments, their environment or as working folder. */
export async function processesUsing(folder: string): Promise<readonly string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const seen = await Promise.all(
    ids.map(async (id) => {
      const file = (name: string) => readFile(join("/proc", id, name), "utf8").catch(() => "");
      const workingFolder = await readlink(join("/proc", id, "cwd")).catch(() => "");
      const command = (await file("cmdline")).replaceAll("\0", " ");
      const isUsing = [command, await file("environ"), workingFolder].some((text) => text.includes(folder));
      return isUsing ? [`${id} ${command}`] : [];
    }),
  );
  return seen.flat();
}
