/** The only place that names concrete adapters: from a configuration to a running server. */

import { createHash, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createGitRepository } from "./adapters/git/adapter.ts";
import { createHttpHealthProbe } from "./adapters/http/health-probe.ts";
import { type Database, openDatabase, readSetting } from "./adapters/postgres/database.ts";
import { defaultDataFolder } from "./adapters/postgres/embedded/default-data-folder.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./adapters/postgres/embedded/embedded-postgres.ts";
import { createIncidentStore } from "./adapters/postgres/incident-store.ts";
import { createJobQueue } from "./adapters/postgres/job-queue.ts";
import type { JobLog } from "./adapters/postgres/jobs/job-log.ts";
import { startJobRunner } from "./adapters/postgres/jobs/job-runner.ts";
import { onDatabase } from "./adapters/postgres/to-port-error.ts";
import { createWatchStore } from "./adapters/postgres/watch-store.ts";
import { createRailwayPlatform } from "./adapters/railway/adapter.ts";
import { createSlackChat } from "./adapters/slack/adapter.ts";
import type { BotConfig, Config, Settings } from "./config.ts";
import type { Redact } from "./domain/redact.ts";
import type { BotWorld, JobWorld } from "./jobs/job.ts";
import { createTasks } from "./jobs/tasks.ts";
import type { Log } from "./ports/log.ts";

export interface Surroundings {
  readonly config: Config;
  readonly settings: Settings;
  readonly redact: Redact;
  /** Gets secrets that come to light while the server runs; `redact` masks them from then on. */
  readonly learn: (secrets: readonly string[]) => void;
  readonly log: Log;
  readonly isRoot: boolean;
}

/** Everything the server is made of, wired and ready; nothing runs yet. */
export interface Composition {
  readonly world: JobWorld;
  /** Runs jobs in this process until they are stopped or their lock is lost. */
  startWorkers(): Promise<Workers>;
  /** Starts the embedded database again when its process was killed; joins it when it runs. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

export interface Workers {
  /** Resolves with the reason when they stopped by themselves; they touch nothing outside any more. */
  readonly lost: Promise<Error>;
  /** Waits for the running jobs. */
  stop(): Promise<void>;
}

/** Workers and requests share the pool; each worker holds a connection only while it writes. */
const CONNECTIONS = 20;
/** Most jobs wait for Slack or the platform, so far more of them run at once than there are cores. */
const JOBS_AT_ONCE = 24;

/** Throws `EmbeddedPostgresError`, or what the database throws. */
export async function compose(surroundings: Surroundings): Promise<Composition> {
  const { settings, isRoot, log } = surroundings;
  const dataFolder = settings.dataFolder ?? defaultDataFolder({ ...settings, isRoot });
  let embedded = settings.databaseUrl === undefined ? await startEmbedded({ dataFolder, log }) : undefined;
  const url = embedded?.url ?? settings.databaseUrl ?? "";
  try {
    const database = await onDatabase("database", () =>
      openDatabase({ url, connections: CONNECTIONS, log: toJobLog(log) }),
    );
    const world = await composeWorld({ ...surroundings, dataFolder, database });
    return {
      world,
      startWorkers: () =>
        onDatabase("database", () =>
          startJobRunner({
            database: database.pool,
            tasks: createTasks(world),
            concurrency: JOBS_AT_ONCE,
            log: toJobLog(log),
          }),
        ),
      revive: async () => {
        if (embedded === undefined) return;
        const before = embedded;
        embedded = await startEmbedded({ dataFolder, log, port: Number(new URL(url).port) });
        await before.stop();
      },
      close: async () => {
        try {
          await database.close();
        } finally {
          await embedded?.stop();
        }
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** The engine's details of everyday are nobody's business. */
function toJobLog(log: Log): JobLog {
  return (level, message, data) => {
    if (level !== "debug") log(level, message, data);
  };
}

interface EmbeddedPlace {
  readonly dataFolder: string;
  readonly log: Log;
  readonly port?: number;
}

function startEmbedded({ log, ...place }: EmbeddedPlace): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ ...place, log: (message, data) => log("info", message, data) });
}

interface WorldParts extends Surroundings {
  readonly dataFolder: string;
  readonly database: Database;
}

async function composeWorld(parts: WorldParts): Promise<JobWorld> {
  const { config, redact, log, database } = parts;
  const { slack, rules } = config;
  const digestKey = await readSetting(database.tables, "variables-digest-key", () => randomBytes(32).toString("hex"));
  const worlds = new Map(config.bots.map((bot) => [bot.bot.id, composeBot(bot, { ...parts, digestKey })]));
  return {
    incidents: createIncidentStore(database.tables),
    watch: createWatchStore(database.tables),
    queue: createJobQueue(database.tables),
    bots: config.bots.map(({ bot }) => bot),
    worldOf: (botId) => worlds.get(botId),
    team: createSlackChat({ token: slack.token, apiUrl: slack.apiUrl, redact }),
    tester: createSlackChat({ token: slack.testerToken, apiUrl: slack.apiUrl, redact }),
    onCall: slack.onCall,
    rules,
    redact,
    log,
    now: Date.now,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    newId: randomUUID,
    sleep: (time, signal) => setTimeout(time, undefined, signal === undefined ? {} : { signal }),
  };
}

function composeBot(
  { bot, repositoryUrl, platform }: BotConfig,
  { settings, redact, learn, dataFolder, digestKey }: WorldParts & { readonly digestKey: string },
): BotWorld {
  const railway = createRailwayPlatform({ ...platform, digestKey, learn });
  return {
    bot,
    platform: railway,
    logs: railway,
    repository: createGitRepository({
      url: repositoryUrl,
      workFolder: join(dataFolder, "repositories", bot.id),
      author: { name: "Allclear", email: "allclear@localhost" },
      environment: settings.git,
      redact,
    }),
    health: createHttpHealthProbe(),
  };
}
