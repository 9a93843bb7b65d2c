#!/usr/bin/env node
import { createReadStream, readFileSync } from "node:fs";
import { runCommandLine } from "../src/cli/run-command-line.ts";
import type { Output } from "../src/cli/world.ts";

function readVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}

function toOutput(stream: NodeJS.WriteStream): Output {
  // The callback of each write tells the same error; unheard, the event would end the process with a stack.
  stream.on("error", () => undefined);
  return {
    isTerminal: stream.isTTY === true,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          const isClosed = error != null && "code" in error && error.code === "EPIPE";
          if (error == null || isClosed) resolve(!isClosed);
          else reject(error);
        });
      }),
  };
}

try {
  process.exitCode = await runCommandLine({
    args: process.argv.slice(2),
    version: readVersion(),
    // https://no-color.org: any value that is not empty.
    hasColours: (process.env.NO_COLOR ?? "") === "" && process.env.TERM !== "dumb",
    stdin: { isTerminal: process.stdin.isTTY === true, bytes: process.stdin },
    stdout: toOutput(process.stdout),
    stderr: toOutput(process.stderr),
    openFile: (path) => createReadStream(path),
  });
} catch (error) {
  process.stderr.write(`allclear-blocks: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
