/** The command line: start, stop, what is loaded for which command. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { composeLocal } from "./compose/compose-local.ts";
import { readRules, readSettings } from "./config.ts";
import { createProgram } from "./faces/cli/create-program.ts";
import { forCaller } from "./main/for-caller.ts";
import { operations } from "./operations/catalogue.ts";

/** The `allclear` program. */
export async function main(process: NodeJS.Process): Promise<void> {
  const settings = readSettings();
  const version = readVersion();
  process.stdout.on("error", endWhenNobodyReads);
  const program = createProgram({
    operations,
    version,
    connection: settings.connection,
    fetch,
    output: {
      out: (text) => void process.stdout.write(text),
      drained: () => drained(process.stdout),
      error: (text) => void process.stderr.write(text),
      colours: process.stdout.isTTY && !settings.noColours,
    },
    local: composeLocal(process.stdin, (own) => forCaller(() => readRules(own))),
    // Loaded when they are asked for: most commands need neither the server nor its database, and start in half the time.
    serve: async ({ config = "allclear.yaml" }) => {
      const { serveUntilStopped } = await import("./main/serve-until-stopped.ts");
      await serveUntilStopped({ file: config, version, process });
    },
    mcp: async (call) => {
      const { serveMcp } = await import("./faces/mcp/serve-mcp.ts");
      await serveMcp({ operations, call, version, input: process.stdin, output: process.stdout });
    },
  });
  process.exitCode = await program.run(process.argv.slice(2));
}

/** `allclear … | head` closes the pipe once it has seen enough. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

async function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableNeedDrain) await once(stream, "drain");
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String(version);
}
