import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { connectSlackSimulator } from "../src/index.ts";

const bin = fileURLToPath(new URL("./allclear-sim.ts", import.meta.url));

test.each(["SIGINT", "SIGTERM"] as const)(
  "the Slack simulator prints its addresses, serves and stops on %s",
  async (signal) => {
    const child = spawn(process.execPath, [bin, "slack"], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");

    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const addresses = JSON.parse(line) as { slack: { url: string; apiUrl: string; controlUrl: string } };
    const remote = connectSlackSimulator(addresses.slack.url);

    expect(addresses.slack).toEqual({
      url: remote.url,
      apiUrl: remote.apiUrl,
      controlUrl: `${remote.url}/_control/`,
    });
    expect((await remote.createUser({ name: "ana" })).id).toMatch(/^U/);
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  },
);

test("help is printed on standard output, with status 0", async () => {
  const { status, stdout } = spawnSync(process.execPath, [bin, "--help"], { encoding: "utf8" });

  expect(status).toBe(0);
  expect(stdout).toContain("Usage: allclear-sim");
});

test("an unknown simulator ends with the usage and status 2", async () => {
  const child = spawn(process.execPath, [bin, "nonesuch"], { stdio: ["ignore", "ignore", "pipe"] });
  const [line] = (await once(createInterface(child.stderr), "line")) as [string];

  expect(line).toContain("Usage: allclear-sim");
  expect(await once(child, "exit")).toEqual([2, null]);
});
