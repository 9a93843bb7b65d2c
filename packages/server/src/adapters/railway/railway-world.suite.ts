import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Deployment,
  type ProjectHandle,
  type RailwaySimulator,
  startRailwaySimulator,
} from "@allclear/simulators";
import { vi } from "vitest";
import type { LogWorld } from "../../ports/log-source.suite.ts";
import type { PlatformWorld } from "../../ports/platform.suite.ts";
import { createRailwayPlatform, type RailwayPlatformOptions } from "./adapter.ts";

export interface RailwayWorld extends PlatformWorld, LogWorld {
  readonly simulator: RailwaySimulator;
  readonly project: ProjectHandle;
  readonly serviceId: string;
  open(options?: Partial<RailwayPlatformOptions>): ReturnType<typeof createRailwayPlatform>;
}

/** Bounds a wait for something that takes well under a second on an idle machine. */
const waitMs = 20_000;

/** Prints the lines that are posted to it. */
const program = `
import { createServer } from "node:http";
createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  if (text !== "") process.stdout.write(text);
  response.end();
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

/** A real deployment of a small program by the simulator, read through the adapter. */
export async function createRailwayWorld(tokenKind: "account" | "project"): Promise<RailwayWorld> {
  const folder = mkdtempSync(join(tmpdir(), "allclear-railway-"));
  const simulator = await startRailwaySimulator({ settleMs: 100, drainingMs: 2_000 });
  const project = await simulator.createProject({ name: "crm" });
  const repository = createRepository(folder);
  const firstCommit = repository.commit(program);
  const { serviceId } = await simulator.createService({
    projectId: project.projectId,
    name: "crm-bot",
    repository: repository.folder,
    branch: "main",
    startCommand: `"${process.execPath}" main.mjs`,
    healthcheckPath: "/",
    restartPolicyMaxRetries: 0,
  });
  const token = tokenKind === "project" ? project.token : await simulator.createAccountToken();
  const open = (options: Partial<RailwayPlatformOptions> = {}) =>
    createRailwayPlatform({
      token,
      tokenKind,
      apiUrl: simulator.graphqlUrl,
      projectId: project.projectId,
      environmentId: project.environmentId,
      serviceId,
      digestKey: "a key of the test",
      ...options,
    });
  const wait = (commit: string, fits: (deployment: Deployment) => boolean) =>
    simulator.waitForDeployment(serviceId, (one) => one.meta.commitHash === commit && fits(one), waitMs);
  const settle = () =>
    vi.waitFor(
      async () => {
        const [newest, ...older] = await simulator.deployments(serviceId);
        if (newest?.status !== "SUCCESS") throw new Error(`the newest deployment is ${newest?.status}`);
        if (older.some(({ status }) => status === "SUCCESS" || status === "REMOVING")) throw new Error("two are live");
      },
      { timeout: waitMs, interval: 20 },
    );
  const deploy = async () => {
    const commit = repository.commit(`${program}// ${Math.random()}\n`);
    await wait(commit, ({ status }) => status === "SUCCESS");
    await settle();
    return commit;
  };
  const platform = open();
  await settle();
  return {
    simulator,
    project,
    serviceId,
    open,
    platform,
    source: platform,
    firstCommit,
    deploy,
    redeploy: async () => {
      await deploy();
    },
    deployBroken: async () => {
      const commit = repository.commit("process.exit(3);\n");
      await wait(commit, ({ status }) => status === "FAILED" || status === "CRASHED");
      return commit;
    },
    waitUntilLive: async (commit) => {
      await settle();
      await wait(commit, ({ status }) => status === "SUCCESS");
    },
    setVariables: async (values) => {
      const before = await simulator.deployments(serviceId);
      await simulator.setVariables(serviceId, values);
      await vi.waitFor(
        async () => {
          if ((await simulator.deployments(serviceId)).length === before.length) throw new Error("not deployed yet");
        },
        { timeout: waitMs, interval: 20 },
      );
      await settle();
    },
    print: async (lines) => {
      const url = await simulator.serviceUrl(serviceId);
      await fetch(url, { method: "POST", body: `${lines.join("\n")}\n`, headers: { connection: "close" } });
      await vi.waitFor(
        async () => {
          const [newest] = await simulator.deployments(serviceId);
          const printed = await simulator.logs(newest?.id ?? "");
          if (printed.at(-1)?.message !== lines.at(-1)) throw new Error("not printed yet");
        },
        { timeout: waitMs, interval: 10 },
      );
    },
    limitNextCall: async (retryAfterMs) => {
      await simulator.script({ kind: "rate-limited", retryAfterSeconds: retryAfterMs / 1_000, times: 1 });
    },
    revoke: () => simulator.revokeToken(token),
    close: async () => {
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createRepository(folder: string): { readonly folder: string; commit(source: string): string } {
  const bare = join(folder, "crm-bot.git");
  const clone = join(folder, "clone");
  const run = (...command: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", ...command], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  run("init", "--quiet", "--bare", "--initial-branch=main", bare);
  run("init", "--quiet", "--initial-branch=main", clone);
  return {
    folder: bare,
    commit: (source) => {
      writeFileSync(join(clone, "main.mjs"), source);
      run("-C", clone, "add", "--all");
      run("-C", clone, "commit", "--quiet", "--message", "change");
      run("-C", clone, "push", "--quiet", bare, "main");
      return run("-C", clone, "rev-parse", "HEAD").trim();
    },
  };
}
