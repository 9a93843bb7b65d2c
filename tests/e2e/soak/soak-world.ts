import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRailwaySimulator, startSlackSimulator } from "@allclear/simulators";
import type { Belongings } from "../demo/belongings.ts";
import { type BotRepository, createBotRepository } from "../demo/bot-repository.ts";
import type { ScenarioFile } from "../demo/fault-schema.ts";
import type { Interruption } from "../demo/interruption.ts";
import { deployBot } from "../demo/railway-project.ts";
import { createSlackWorkspace, type SlackWorkspace } from "../demo/slack-workspace.ts";
import { stopStrayDatabase } from "../demo/stop-stray-database.ts";
import { writeConfig } from "../demo/write-config.ts";
import { KillableServer } from "./killable-server.ts";
import { openStoreView, type StoreView } from "./store-view.ts";

/** One world for all paths: simulated Slack and Railway, a real bot and its repository, Allclear and its database. */
export interface SoakWorld {
  readonly slack: SlackWorkspace;
  readonly repository: BotRepository;
  readonly server: KillableServer;
  readonly store: StoreView;
  readonly keys: Readonly<Record<"viewer" | "approver", string>>;
  readonly serverLog: string;
  /** How long a push takes on its way, from the next one on, seconds. */
  setPushDelay(seconds: number): Promise<void>;
}

export interface SoakSurroundings {
  readonly belongings: Belongings;
  readonly interruption: Interruption;
}

const workspaceFolder = fileURLToPath(new URL("../../../", import.meta.url));
const playbook = fileURLToPath(new URL("./playbook.yaml", import.meta.url));
const keys = { viewer: "v".repeat(32), approver: "a".repeat(32) };

/** In the bare repository: a line for every push that has come, accepted yet or not. */
export const pushesFile = "pushes-under-way";

const scenarios: readonly ScenarioFile[] = [
  { id: "help", say: "help", expect: "what I can do", within: "2 s" },
  { id: "notes", core: true, say: "notes Acme", expect: "security questionnaire", within: "2 s" },
];

/** Starts it all; what was started so far is among the belongings also when this rejects. */
export async function startSoakWorld({ belongings, interruption }: SoakSurroundings): Promise<SoakWorld> {
  const { signal, hurry } = interruption;
  const folder = await makeFolder(belongings);
  const slackSimulator = await startSlackSimulator();
  belongings.add("the simulated Slack", () => slackSimulator.stop());
  const railwaySimulator = await startRailwaySimulator();
  belongings.add("the simulated Railway", () => railwaySimulator.stop());
  const slack = await createSlackWorkspace(slackSimulator.url);
  const source = join(workspaceFolder, "examples", "crm-bot");
  const repository = await createBotRepository({ folder: join(folder, "git"), source, signal });
  const setPushDelay = (seconds: number) => writeFile(join(repository.origin, "push-delay"), `${seconds}\n`);
  await setPushDelay(0);
  await slowDownPushes(repository.origin);
  const bot = { url: railwaySimulator.url, repository: repository.origin, slack, variables: {}, signal };
  const service = await deployBot(bot);
  const config = await writeConfig({ folder, slack, service, repository: repository.origin, scenarios, keys });
  await copyFile(playbook, join(folder, "playbook.yaml"));
  const dataFolder = join(folder, "data");
  const serverLog = join(folder, "server.log");
  const server = new KillableServer({
    configFile: config.file,
    environment: config.environment,
    dataFolder,
    logFile: serverLog,
    temporaryFolder: join(folder, "temporary"),
    hurry,
  });
  belongings.add("the database", () => stopStrayDatabase(dataFolder));
  belongings.add("Allclear", () => server.stop());
  server.begin();
  await server.ready();
  const store = await openStoreView(dataFolder);
  belongings.add("the view of the database", () => store.close());
  return { slack, repository, server, store, keys, serverLog, setPushDelay };
}

/** The database's user must be able to pass through, not to look. */
async function makeFolder(belongings: Belongings): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "allclear-soak-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  belongings.add(`the folder ${folder}`, remove);
  await chmod(folder, 0o711);
  await mkdir(join(folder, "temporary"));
  await mkdir(join(folder, "git"));
  return folder;
}

/** As a host far away: a push is on its way for a while before the branch moves, and its answer for a while after. */
async function slowDownPushes(origin: string): Promise<void> {
  await mkdir(join(origin, "hooks"), { recursive: true });
  const before = `#!/bin/sh\necho push >> ${pushesFile}\nread -r delay < push-delay\nsleep "$delay"\n`;
  await writeFile(join(origin, "hooks", "pre-receive"), before, { mode: 0o755 });
  await writeFile(join(origin, "hooks", "post-receive"), "#!/bin/sh\nsleep 0.1\n", { mode: 0o755 });
}
