/** The server, from a configuration's file until it is asked to stop. */

import { setTimeout as sleep } from "node:timers/promises";
import { serve as listen, type ServerType } from "@hono/node-server";
import { createJsonLog } from "../adapters/log/json-log.ts";
import { createLearningRedact } from "../adapters/log/learning-redact.ts";
import { type Composition, compose, type Surroundings, type Workers } from "../compose.ts";
import { type Config, readConfig, readSettings } from "../config.ts";
import type { DependencyHealth } from "../faces/http/health-reply.ts";
import { createHttpFace } from "../faces/http/http-face.ts";
import { createKeyRing } from "../faces/http/key-ring.ts";
import { sweepJob } from "../jobs/sweep.ts";
import { operations } from "../operations/catalogue.ts";
import { runOperation } from "../operations/run-operation.ts";
import type { Log } from "../ports/log.ts";
import { PortError } from "../ports/port-error.ts";
import { forCaller } from "./for-caller.ts";

const LONGEST_PAUSE_MS = 15_000;
/** Requests that are being answered have so long when the server stops. */
const LAST_ANSWERS_MS = 2_000;

export interface Server {
  readonly file: string;
  readonly version: string;
  readonly process: NodeJS.Process;
}

/** Resolves when it was asked to stop and has stopped. */
export async function serveUntilStopped({ file, version, process }: Server): Promise<void> {
  const config = forCaller(() => readConfig(file));
  const learning = createLearningRedact(config.secrets);
  const log = createJsonLog({
    write: (line) => void process.stderr.write(`${line}\n`),
    redact: learning.redact,
    now: Date.now,
  });
  const stopping = onSignal(process);
  const isRoot = process.getuid?.() === 0;
  const surroundings = { config, settings: readSettings(), ...learning, log, isRoot };
  const composition = await composeWhenReachable(surroundings, stopping);
  try {
    const ready = (url: string) => void process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
    await serveComposition({ config, version, composition, log, stopping, ready });
  } finally {
    await composition.close();
  }
  log("info", "stopped");
}

interface Serving {
  readonly config: Config;
  readonly version: string;
  readonly composition: Composition;
  readonly log: Log;
  readonly stopping: AbortSignal;
  readonly ready: (url: string) => void;
}

/** The address is taken first: a second server of the same place must not do a job before it is told so. */
async function serveComposition({ config, version, composition, log, stopping, ready }: Serving): Promise<void> {
  const ending = new AbortController();
  let working: Working | undefined;
  const areWorking = () => working?.areWorking() ?? false;
  const server = await serveHttp({ config, version, composition, log, areWorking });
  try {
    working = keepWorking(composition, AbortSignal.any([stopping, ending.signal]), log);
    ready(server.url);
    await Promise.race([stopped(stopping), working.ended]);
    log("info", "stopping: running jobs come to their end first");
  } finally {
    ending.abort();
    await server.close();
    await working?.ended;
  }
}

/** Aborts at the first signal to stop; a second one ends the process at once. */
function onSignal(process: NodeJS.Process): AbortSignal {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort();
    });
  }
  return stopping.signal;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

interface Working {
  readonly areWorking: () => boolean;
  /** Resolves when the workers have drained after the signal. */
  readonly ended: Promise<void>;
}

/** Workers that lose the database, or their lock, begin again when it is back. */
function keepWorking(composition: Composition, stopping: AbortSignal, log: Log): Working {
  let working = false;
  const run = async () => {
    for (let tries = 0; !stopping.aborted; tries += 1) {
      if (tries > 0) await pause(tries, stopping);
      const workers = stopping.aborted ? undefined : await startWorkers(composition, { log, again: tries > 0 });
      if (workers === undefined) continue;
      working = true;
      await Promise.race([workers.lost, stopped(stopping)]);
      working = false;
      tries = 0;
      await workers.stop();
    }
  };
  return { areWorking: () => working, ended: run() };
}

/** 1, 2, 4 … 15 s. */
function pause(tries: number, stopping: AbortSignal): Promise<void> {
  const length = Math.min(500 * 2 ** tries, LONGEST_PAUSE_MS);
  return sleep(length, undefined, { signal: stopping }).catch(() => undefined);
}

interface Starting {
  readonly log: Log;
  readonly again: boolean;
}

async function startWorkers(composition: Composition, { log, again }: Starting): Promise<Workers | undefined> {
  try {
    if (again) await composition.revive();
    const workers = await composition.startWorkers();
    await composition.world.queue.add([sweepJob(composition.world, 0)]);
    return workers;
  } catch (error) {
    log("error", `jobs cannot run: ${whatFailed(error)}; trying again`, { error });
    return undefined;
  }
}

function whatFailed(error: unknown): string {
  if (isAway(error)) return "the database does not answer";
  return "starting the workers failed, and not because the database is away; `error` says how";
}

function isAway(error: unknown): boolean {
  return error instanceof PortError && error.code === "unreachable";
}

/** A database that is away at the start is waited for; everything else that is wrong is said at once. */
async function composeWhenReachable(surroundings: Surroundings, stopping: AbortSignal): Promise<Composition> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await compose(surroundings);
    } catch (error) {
      if (!isAway(error) || stopping.aborted) throw error;
      surroundings.log("error", "the database does not answer; trying again", { error });
      await pause(tries, stopping);
    }
  }
}

interface HttpParts {
  readonly config: Config;
  readonly version: string;
  readonly composition: Composition;
  readonly log: Log;
  readonly areWorking: () => boolean;
}

async function serveHttp({ config, version, composition, log, areWorking }: HttpParts) {
  const { world } = composition;
  const app = createHttpFace({
    operations,
    run: (request) => runOperation(request, world),
    keys: createKeyRing(config.keys.map(({ digest, actor, role }) => ({ digest, caller: { actor, role } }))),
    version,
    log,
    health: async () => ({
      store: await askStore(composition),
      workers: areWorking() ? { ok: true } : { ok: false, why: "they do not run" },
    }),
  });
  const { host, port } = config.listen;
  const { server, url } = await new Promise<{ server: ServerType; url: string }>((resolve, reject) => {
    const opened = listen({ fetch: app.fetch, hostname: host, port }, (address) => {
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ server: opened, url: `http://${name}:${address.port}` });
    });
    opened.once("error", (error) => {
      const why = `listen.port: ${host}:${port} cannot be listened on (${error.message}); free it or name another`;
      reject(new Error(why, { cause: error }));
    });
  });
  return { url, close: () => closeServer(server) };
}

async function askStore({ world }: Composition): Promise<DependencyHealth> {
  try {
    await world.incidents.list({ limit: 1 });
    return { ok: true };
  } catch {
    return { ok: false, why: "the database does not answer" };
  }
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref();
  });
}
