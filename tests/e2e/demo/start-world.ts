import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AllclearClient, connectAllclear } from "./allclear-client.ts";
import type { Belongings } from "./belongings.ts";
import { type BotRepository, createBotRepository } from "./bot-repository.ts";
import type { Fault, ScenarioFile } from "./fault-schema.ts";
import type { Interruption } from "./interruption.ts";
import { type BotService, deployBot } from "./railway-project.ts";
import { passedOn } from "./run-git.ts";
import { createSlackWorkspace, type SlackWorkspace } from "./slack-workspace.ts";
import { type Program, startProgram } from "./start-program.ts";
import { stopStrayDatabase } from "./stop-stray-database.ts";
import { usualScenarios, writeConfig } from "./write-config.ts";

/** Everything that runs for one fault, and the handles to it. */
export interface World {
  readonly slack: SlackWorkspace;
  readonly service: BotService;
  readonly repository: BotRepository;
  readonly scenarios: readonly ScenarioFile[];
  readonly server: Program;
  /** Where Allclear answers, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly serverLog: string;
  readonly viewer: AllclearClient;
  readonly approver: AllclearClient;
  readonly viewerKey: string;
  /** Values that must never be read anywhere, with what each is. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface WorldOptions {
  /** What the bot's service is given and asked; nothing else of the fault file reaches a process. */
  readonly bot: Fault["bot"];
  readonly belongings: Belongings;
  readonly interruption: Interruption;
  /** The logs of the processes go there. */
  readonly outputFolder: string;
  readonly progress: (text: string) => void;
}

const workspaceFolder = fileURLToPath(new URL("../../../", import.meta.url));
const simulatorsBin = join(workspaceFolder, "packages", "simulators", "bin", "allclear-sim.ts");
const serverBin = join(workspaceFolder, "packages", "server", "bin", "allclear.ts");
const botSource = join(workspaceFolder, "examples", "crm-bot");
/** Each ends in less than a second when all is well; the server waits for jobs in hand. */
const graceMs = 15_000;

/** Starts it all; what was started so far is among the belongings also when this rejects. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { bot, interruption, progress } = options;
  const { signal } = interruption;
  const folder = await makeFolder(options.belongings);
  progress("starting the simulated Slack and Railway");
  const simulators = await startSimulators(folder, options);
  const slack = await createSlackWorkspace(simulators.slack);
  progress("making the bot's repository, with its history");
  await mkdir(join(folder, "git"));
  const repository = await createBotRepository({ folder: join(folder, "git"), source: botSource, signal });
  progress("deploying the bot from it");
  const planted = { ATTIO_API_KEY: `attio-${randomBytes(16).toString("hex")}` };
  const variables = { ...bot.variables, ...planted };
  const service = await deployBot({ url: simulators.railway, repository: repository.origin, slack, variables, signal });
  progress("starting Allclear, with a database of its own");
  const keys = { viewer: randomBytes(24).toString("hex"), approver: randomBytes(24).toString("hex") };
  const scenarios = bot.scenarios ?? usualScenarios;
  const config = await writeConfig({ folder, slack, service, repository: repository.origin, scenarios, keys });
  const { server, url, serverLog } = await startServer({ folder, ...config }, options);
  return {
    slack,
    service,
    repository,
    scenarios,
    server,
    url,
    serverLog,
    viewer: connectAllclear({ url, key: keys.viewer, signal }),
    approver: connectAllclear({ url, key: keys.approver, signal }),
    viewerKey: keys.viewer,
    secrets: {
      "the bot's Slack token": slack.bot.botToken,
      "the bot's app token": slack.bot.appToken,
      "Allclear's Slack token": slack.allclear.botToken,
      "the tester's Slack token": slack.tester.token,
      "the Railway token": service.token,
      "a key of Allclear": keys.approver,
      "another key of Allclear": keys.viewer,
      "a variable of the bot": planted.ATTIO_API_KEY,
    },
  };
}

/** The name says nothing of the fault. The database's user must be able to pass through, not to look. */
async function makeFolder(belongings: Belongings): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "allclear-demo-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  belongings.add(`the folder ${folder}`, remove);
  await chmod(folder, 0o711);
  await mkdir(join(folder, "temporary"));
  return folder;
}

async function startSimulators(folder: string, { belongings, interruption, outputFolder }: WorldOptions) {
  const program = startProgram({
    name: "The simulators",
    file: simulatorsBin,
    programArguments: ["all"],
    environment: { ...passedOn(), TMPDIR: join(folder, "temporary") },
    logFile: join(outputFolder, "simulators.log"),
    graceMs,
    hurry: interruption.hurry,
  });
  belongings.add("the simulators", program.stop);
  const ready = await untilReady<Record<"slack" | "railway", { readonly url: string }>>(program, interruption.signal);
  return { slack: ready.slack.url, railway: ready.railway.url };
}

interface ServerPlace {
  readonly folder: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function startServer({ folder, file, environment }: ServerPlace, options: WorldOptions) {
  const dataFolder = join(folder, "data");
  const serverLog = join(options.outputFolder, "server.log");
  options.belongings.add("the database", () => stopStrayDatabase(dataFolder));
  const server = startProgram({
    name: "Allclear",
    file: serverBin,
    programArguments: ["serve", "--config", file],
    environment: {
      ...passedOn(),
      ...environment,
      TMPDIR: join(folder, "temporary"),
      ALLCLEAR_DATA_FOLDER: dataFolder,
    },
    logFile: serverLog,
    graceMs,
    hurry: options.interruption.hurry,
  });
  options.belongings.add("Allclear", server.stop);
  const { url } = await untilReady<{ readonly url: string }>(server, options.interruption.signal);
  return { server, url, serverLog };
}

/** What the program says of itself when it is ready, its first line. */
async function untilReady<Said>(program: Program, signal: AbortSignal): Promise<Said> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    return JSON.parse(await Promise.race([program.ready, aborted.promise])) as Said;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
