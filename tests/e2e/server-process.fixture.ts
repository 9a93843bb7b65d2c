import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { passedOn } from "./demo/run-git.ts";
import { stopStrayDatabase } from "./demo/stop-stray-database.ts";

export const serverBin = fileURLToPath(new URL("../../packages/server/bin/allclear.ts", import.meta.url));

export const keys = { ana: "key-of-ana-0123456789", agent: "key-of-night-agent-0123" } as const;

/** A folder with a configuration, in which a server may keep its data. */
export interface ServerPlace {
  readonly folder: string;
  readonly config: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** Slack, the platform and the repository are where nobody answers: what is tested here does not need them. */
export async function makePlace({ port = 0 }: { readonly port?: number } = {}): Promise<ServerPlace> {
  const folder = await mkdtemp(join(tmpdir(), "allclear-server-"));
  await chmod(folder, 0o711);
  await mkdir(join(folder, "temporary"));
  const config = join(folder, "allclear.yaml");
  const nowhere = "http://127.0.0.1:9/";
  const content = {
    listen: { host: "127.0.0.1", port },
    slack: { apiUrl: nowhere, token: "xoxb-1-none", testerToken: "xoxp-1-none", incidentChannel: "C0TEAM" },
    bots: [
      {
        id: "crm-bot",
        userId: "U0BOT",
        channel: "C0USE",
        repository: { url: join(folder, "no-repository") },
        platform: {
          kind: "railway",
          apiUrl: nowhere,
          token: "railway-none",
          projectId: "p",
          environmentId: "e",
          serviceId: "s",
        },
        scenarios: [{ id: "help", say: "help", expect: "what I can do" }],
      },
    ],
    keys: [
      { name: "ana", role: "approver", key: keys.ana },
      { name: "night-agent", kind: "agent", owner: "ana", role: "responder", key: keys.agent },
    ],
  };
  await writeFile(config, stringify(content), { mode: 0o600 });
  const data = join(folder, "data");
  return {
    folder,
    config,
    environment: { ...passedOn(), TMPDIR: join(folder, "temporary"), ALLCLEAR_DATA_FOLDER: data },
    remove: async () => {
      await stopStrayDatabase(data);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export interface ServerProcess {
  readonly child: ChildProcess;
  /** The address; rejects when the process ends before it is ready. */
  readonly ready: Promise<string>;
  readonly exited: Promise<number | null>;
  readonly errors: () => string;
}

export function startServer({ config, environment }: ServerPlace): ServerProcess {
  const child = spawn(process.execPath, [serverBin, "serve", "--config", config], {
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const exited = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  const ended = exited.then((code) => Promise.reject(new Error(`it ended with ${code}: ${errors}`)));
  const line = once(createInterface({ input: child.stdout }), "line").then(([text]) => toUrl(String(text)));
  const ready = Promise.race([line, ended]);
  ready.catch(() => undefined);
  return { child, ready, exited, errors: () => errors };
}

function toUrl(line: string): string {
  return (JSON.parse(line) as { readonly url: string }).url;
}
