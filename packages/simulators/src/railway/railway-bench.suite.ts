import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { startRailwaySimulator } from "./railway-simulator.ts";
import type { Deployment, ProjectHandle, RailwaySimulator, ServiceInput } from "./railway-types.ts";

/** Bounds a wait for something that comes in well under a second on an idle machine. */
export const waitMs = 20_000;

/** A small web program: tells its version, its variables and its process; crashes when it is told to. */
export function program(version: string): string {
  return `
import { createServer } from "node:http";
console.log("program ${version} listening");
console.error("a line on stderr");
console.log(JSON.stringify({ level: "warn", message: "a structured line", took: 31000 }));
createServer((request, response) => {
  if (request.url === "/crash") process.exit(3);
  response.end(JSON.stringify({ version: "${version}", pid: process.pid, environment: process.env }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;
}

export interface Said {
  readonly version: string;
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** A fresh simulator, project and git repository for each test, in a folder of their own. */
export class RailwayBench {
  folder = "";
  #simulator: RailwaySimulator | undefined;
  #project: ProjectHandle | undefined;

  get simulator(): RailwaySimulator {
    if (this.#simulator === undefined) throw new Error("the bench is not started");
    return this.#simulator;
  }

  get project(): ProjectHandle {
    if (this.#project === undefined) throw new Error("the bench is not started");
    return this.#project;
  }

  get workFolder(): string {
    return join(this.folder, "work");
  }

  get repository(): string {
    return join(this.folder, "crm-bot.git");
  }

  async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "railway-simulator-test-"));
    await mkdir(this.workFolder);
    this.#simulator = await startRailwaySimulator({ workFolder: this.workFolder, settleMs: 150, drainingMs: 5_000 });
    this.#project = await this.simulator.createProject({ name: "crm" });
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.repository]);
    execFileSync("git", ["clone", "--quiet", this.repository, join(this.folder, "clone")], { stdio: "pipe" });
    this.git("checkout", "-q", "-B", "main");
  }

  async stop(): Promise<void> {
    await this.simulator.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    const cwd = join(this.folder, "clone");
    return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: "pipe" });
  }

  /** Commits and pushes `main.mjs`, and whatever other files are given. Answers the commit. */
  async push(source: string, message: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
    for (const [name, text] of Object.entries({ "main.mjs": source, ...others })) {
      await writeFile(join(this.folder, "clone", name), text);
    }
    this.git("add", "--all");
    this.git("commit", "-q", "-m", message);
    this.git("push", "-q", "origin", "main");
    return this.git("rev-parse", "HEAD").trim();
  }

  createService(input: Partial<ServiceInput> = {}): Promise<{ readonly serviceId: string }> {
    return this.simulator.createService({
      projectId: this.project.projectId,
      name: "crm-bot",
      repository: this.repository,
      branch: "main",
      startCommand: `"${process.execPath}" main.mjs`,
      healthcheckPath: "/",
      ...input,
    });
  }

  async ask(serviceId: string): Promise<Said> {
    const response = await fetch(await this.simulator.serviceUrl(serviceId), { headers: { connection: "close" } });
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as Said;
  }

  async query(text: string, variables: object = {}, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    const response = await fetch(this.simulator.graphqlUrl, {
      method: "POST",
      headers: { "content-type": "application/json", ...(headers ?? { "project-access-token": this.project.token }) },
      body: JSON.stringify({ query: text, variables }),
    });
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const body = isJson ? ((await response.json()) as object) : {};
    return { status: response.status, headers: response.headers, ...body };
  }
}

/** A bench that is started before and stopped after each test of the file. */
export function useRailwayBench(): RailwayBench {
  const bench = new RailwayBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());
  return bench;
}

export function active(commit: string): (deployment: Deployment) => boolean {
  return ({ status, meta }) => status === "SUCCESS" && meta.commitHash === commit;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
