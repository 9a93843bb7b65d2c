import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";

/** A client of the embedded server in a process of its own. */
interface SpawnedClient {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Clusters for the tests of the embedded server: folders, servers and client processes that end with each test. */
export class TestClusters {
  /** The installed programs, copied to where every user can run them. */
  readonly programs: string;
  /** A data folder whose server has run before and is stopped; the tests of a file share it, as making one takes a second. */
  readonly cluster: string;
  readonly #home: string;
  readonly #repairs: (() => void)[] = [];
  readonly #folders: string[] = [];
  readonly #servers: EmbeddedPostgres[] = [];
  readonly #children: ChildProcess[] = [];

  private constructor(home: string) {
    this.#home = home;
    this.programs = join(home, "postgresql", "native");
    this.cluster = join(home, "cluster");
  }

  static async make(): Promise<TestClusters> {
    const home = mkdtempSync(join(tmpdir(), "allclear-embedded-"));
    chmodSync(home, 0o755);
    const clusters = new TestClusters(home);
    clusters.copyBinaries(clusters.programs);
    const server = await startEmbeddedPostgres({ dataFolder: clusters.cluster, binariesFolder: clusters.programs });
    await server.stop();
    return clusters;
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  async endTest(): Promise<void> {
    for (const child of this.#children.splice(0)) child.kill("SIGKILL");
    for (const server of this.#servers.splice(0)) await server.stop();
    for (const folder of [...this.#folders, this.cluster]) await stopLeftOver(folder);
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    for (const repair of this.#repairs.splice(0)) repair();
  }

  newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "allclear-embedded-"));
    this.#folders.push(folder);
    return folder;
  }

  /** Replaces a file of the cluster, or removes it, until the test has ended. */
  damage(file: string, content: string | undefined): void {
    const path = join(this.cluster, file);
    const before = readFileSync(path);
    const { mode } = statSync(path);
    this.#repairs.push(() => writeFileSync(path, before, { mode }));
    if (content === undefined) rmSync(path);
    else writeFileSync(path, content);
  }

  copyBinaries(to: string): void {
    const system = process.platform === "win32" ? "windows" : process.platform;
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    cpSync(join(dirname(dirname(entry)), "native"), to, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(dirname(to), "package.json"), JSON.stringify({ version: "18.4.0-test" }));
  }

  async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ binariesFolder: this.programs, ...options });
    this.#servers.push(server);
    return server;
  }

  /** A client whose start is not waited for. */
  fork(options: EmbeddedPostgresOptions & { becomeUid?: number }): ChildProcess {
    const program = new URL("./embedded-client.child.ts", import.meta.url);
    const child = fork(program);
    child.send({ binariesFolder: this.programs, ...options });
    this.#children.push(child);
    return child;
  }

  /** A client that has started; rejects with the code of what went wrong there. */
  async spawnClient(options: EmbeddedPostgresOptions & { becomeUid?: number }): Promise<SpawnedClient> {
    const child = this.fork(options);
    const [message] = (await once(child, "message")) as [{ url?: string; code?: string }];
    if (message.url === undefined) throw new Error(message.code ?? "no message");
    return { url: message.url, process: child };
  }
}

export async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

export async function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export function postmasterPid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, "postgres/data/postmaster.pid"), "utf8").split("\n")[0]);
}

export function isRunning(pid: number): boolean {
  try {
    // A program that ended and was not yet collected by its parent has no command line.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
}

/** Proportional set size in bytes of a server and its children, so that shared memory counts once. */
export function memoryOf(postmaster: number): number {
  const selection = ["-o", "pid=", "--ppid", `${postmaster}`, "--pid", `${postmaster}`];
  const pids = execFileSync("ps", selection, { encoding: "utf8" }).trim().split("\n");
  const kilobytes = pids.map((pid) => readFileSync(`/proc/${pid.trim()}/smaps_rollup`, "utf8"));
  return kilobytes.reduce((sum, text) => sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0), 0) * 1024;
}

export async function waitUntil(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("what was waited for did not happen within 15 s");
    await wait(5);
  }
}

/** A server whose clients were all killed is ours to end, by the number in its own folder. */
async function stopLeftOver(folder: string): Promise<void> {
  if (!existsSync(join(folder, "postgres/data/postmaster.pid"))) return;
  const pid = postmasterPid(folder);
  if (pid === process.pid || !isRunning(pid)) return;
  process.kill(pid, "SIGQUIT");
  await waitUntil(() => !isRunning(pid));
}
