#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startRailwaySimulator, startSlackSimulator } from "../src/index.ts";

interface Running {
  readonly urls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Flags {
  /** 0: the system chooses. */
  readonly port: number;
  readonly rateLimits: boolean;
}

/** One entry for each simulator: how it starts and which addresses it prints. */
const simulators: Readonly<Record<string, (flags: Flags) => Promise<Running>>> = {
  async slack(flags) {
    const slack = await startSlackSimulator({ port: flags.port, rateLimits: flags.rateLimits });
    const urls = { url: slack.url, apiUrl: slack.apiUrl, controlUrl: `${slack.url}/_control/` };
    return { urls, stop: () => slack.stop() };
  },
  async railway(flags) {
    const railway = await startRailwaySimulator({ port: flags.port });
    const urls = { url: railway.url, graphqlUrl: railway.graphqlUrl, controlUrl: `${railway.url}/_control/` };
    return { urls, stop: () => railway.stop() };
  },
};

const usage = `Usage: allclear-sim <${Object.keys(simulators).join("|")}|all> [--port N] [--rate-limits]
Prints one JSON line with the addresses when ready; stops on SIGINT or SIGTERM.
--port is for one simulator; with "all" the system chooses every port.
`;

function readCommandLine(): "help" | "version" | { names: string[]; flags: Flags } | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        version: { type: "boolean", short: "V", default: false },
        port: { type: "string", default: "0" },
        "rate-limits": { type: "boolean", default: false },
      },
    });
    if (values.help) return "help";
    if (values.version) return "version";
    const wanted = positionals[0] ?? "";
    const names = wanted === "all" ? Object.keys(simulators) : [wanted];
    const port = wanted === "all" ? 0 : Number(values.port);
    const isKnown = positionals.length === 1 && names.every((name) => Object.hasOwn(simulators, name));
    const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
    return isKnown && isPort ? { names, flags: { port, rateLimits: values["rate-limits"] } } : undefined;
  } catch {
    return undefined;
  }
}

function readVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}

async function main(): Promise<void> {
  const commandLine = readCommandLine();
  if (commandLine === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  if (commandLine === "help" || commandLine === "version") {
    process.stdout.write(commandLine === "help" ? usage : `${readVersion()}\n`);
    return;
  }
  const running: [string, Running][] = [];
  const stop = async () => void (await Promise.all(running.map(([, simulator]) => simulator.stop())));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stop());
  }
  try {
    for (const name of commandLine.names) {
      const start = simulators[name];
      if (start !== undefined) {
        running.push([name, await start(commandLine.flags)]);
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = Object.fromEntries(running.map(([name, { urls }]) => [name, urls]));
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`allclear-sim: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
