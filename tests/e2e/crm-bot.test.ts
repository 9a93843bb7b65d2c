import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  type RailwaySimulator,
  type SlackSimulator,
  startRailwaySimulator,
  startSlackSimulator,
} from "@allclear/simulators";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const waitMs = 60_000;
const workspaceFolder = fileURLToPath(new URL("../../", import.meta.url));
const botFolder = join(workspaceFolder, "examples", "crm-bot");

let folder: string;
let slack: SlackSimulator;
let railway: RailwaySimulator | undefined;
let bot: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crm-bot-e2e-"));
  slack = await startSlackSimulator();
});

afterEach(async () => {
  if (bot !== undefined && bot.exitCode === null) {
    bot.kill("SIGKILL");
    await once(bot, "exit");
  }
  await railway?.stop();
  await slack.stop();
  await rm(folder, { recursive: true, force: true });
  bot = undefined;
  railway = undefined;
});

async function createWorkspace() {
  const app = await slack.createApp({ name: "crm-bot" });
  const ana = (await slack.createUser({ name: "ana" })).id;
  const channel = (await slack.createChannel({ name: "sales", members: [ana, app.botUserId] })).id;
  const variables = { SLACK_BOT_TOKEN: app.botToken, SLACK_APP_TOKEN: app.appToken, SLACK_API_URL: slack.apiUrl };
  return {
    app,
    ana,
    channel,
    variables,
    ask: (text: string) => ask({ channel, user: ana, text: `<@${app.botUserId}> ${text}` }),
  };
}

async function ask(message: {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
}): Promise<string> {
  const ts = await slack.say(message);
  const reply = await slack.waitForMessage(message.channel, (each) => each.thread_ts === ts && each.ts !== ts, waitMs);
  return reply.text;
}

async function startBot(variables: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const child = spawn(process.execPath, [join(botFolder, "src", "main.ts")], {
    env: { ...variables, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  bot = child;
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on("line", (line) => lines.push(line));
  }
  await vi.waitFor(() => expect(lines.join("\n")).toContain("is running"), waitMs);
  return { child, lines };
}

test("the bot answers mentions in their thread, logs each request and stops on SIGTERM", async () => {
  const workspace = await createWorkspace();
  const { child, lines } = await startBot({ ...workspace.variables, ENABLE_NEW_NOTES: "true" });

  const replies = [
    await workspace.ask("help"),
    await workspace.ask("search Acme"),
    await workspace.ask("notes Globex"),
  ];
  const exited = once(child, "exit");
  child.kill("SIGTERM");

  expect(replies[0]).toContain("search COMPANY");
  expect(replies[1]).toContain("*Acme Robotics*");
  expect(replies[2]).toContain("newest first");
  expect(await exited).toEqual([0, null]);
  const log = lines.join("\n");
  expect(log).toMatch(/\[req-\w+\] START notes query="Globex"/);
  expect(log).toMatch(/\[req-\w+\] completed notes query="Globex" took \d+ms/);
  for (const secret of [workspace.variables.SLACK_BOT_TOKEN, workspace.variables.SLACK_APP_TOKEN]) {
    expect(log).not.toContain(secret);
  }
});

test("an error in a listener stands in the log as the bot's own line and as Bolt's lines", async () => {
  const workspace = await createWorkspace();
  const { lines } = await startBot(workspace.variables);
  await slack.script({ method: "chat.postMessage", kind: "error", error: "restricted_action", times: 1 });

  await slack.say({
    channel: workspace.channel,
    user: workspace.ana,
    text: `<@${workspace.app.botUserId}> search Acme`,
  });

  await vi.waitFor(() => {
    expect(lines.join("\n")).toMatch(/\[req-\w+\] failed search query="Acme" took \d+ms: .*restricted_action/);
    expect(lines.join("\n")).toMatch(/\[ERROR\] .*bolt-app.*restricted_action/);
  }, waitMs);
  expect(await workspace.ask("help")).toContain("search COMPANY");
});

test("deployed from a bare repository the bot answers through Slack, and a changed flag changes its answer", async () => {
  const workspace = await createWorkspace();
  const repository = await createRepository();
  const platform = await startRailwaySimulator();
  railway = platform;
  const { projectId } = await platform.createProject({ name: "crm" });

  const { serviceId } = await platform.createService({
    projectId,
    name: "crm-bot",
    repository,
    branch: "main",
    buildCommand: `ln -s "${join(workspaceFolder, "node_modules")}" node_modules`,
    startCommand: `"${process.execPath}" src/main.ts`,
    healthcheckPath: "/health",
    variables: workspace.variables,
  });
  const first = await platform.waitForDeployment(serviceId, ({ status }) => status === "SUCCESS", waitMs);
  const health = (await (await fetch(`${await platform.serviceUrl(serviceId)}/health`)).json()) as object;
  const help = await workspace.ask("help");
  const legacy = await workspace.ask("notes Acme");
  await platform.setVariables(serviceId, { ENABLE_NEW_NOTES: "true" });
  await platform.waitForDeployment(serviceId, ({ id, status }) => id === first.id && status === "REMOVED", waitMs);

  expect(help).toContain("search COMPANY");
  expect(health).toMatchObject({ status: "healthy", dependencies: { slack: "connected", data: "connected" } });
  expect(legacy).toContain("Notes about Acme:");
  expect(await workspace.ask("notes Acme")).toContain("newest first");
  const messages = (await platform.logs(first.id)).map(({ message }) => message);
  expect(messages.some((message) => /\[req-\w+\] completed help took \d+ms/.test(message))).toBe(true);
  expect(messages).toContain("SIGTERM received, stopping");
});

async function createRepository(): Promise<string> {
  const clone = join(folder, "clone");
  const bare = join(folder, "crm-bot.git");
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", clone, ...args], { stdio: "pipe" });
  await cp(botFolder, clone, {
    recursive: true,
    filter: (source) => !source.includes("node_modules") || source === botFolder,
  });
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "--quiet", "-m", "Add the bot");
  git("push", "--quiet", bare, "main");
  return bare;
}
