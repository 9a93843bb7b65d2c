import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { startProcessGroup } from "./process-group.ts";
import { isAlive } from "./railway-bench.suite.ts";

const waitMs = 20_000;

function start(command: string) {
  const lines: string[] = [];
  const group = startProcessGroup({
    command,
    folder: tmpdir(),
    environment: { PATH: process.env.PATH ?? "" },
    onLine: (stream, text) => lines.push(`${stream}: ${text}`),
  });
  return { group, lines };
}

test("every line is delivered before the exit is told, an unfinished last one too", async () => {
  const { group, lines } = start("echo one; echo two >&2; printf three; exit 4");

  expect(await group.exited).toBe(4);
  expect(lines.toSorted()).toEqual(["stderr: two", "stdout: one", "stdout: three"]);
});

test("what a command leaves in the background ends with it", async () => {
  const { group, lines } = start('sleep 600 & echo "$!"');

  await group.exited;

  const pid = Number(lines[0]?.replace("stdout: ", ""));
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), waitMs);
});

test("a process that ignores SIGTERM is killed after its grace", async () => {
  const { group, lines } = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
  await vi.waitFor(() => expect(lines).toContain("stdout: ready"), waitMs);

  await group.terminate(50);

  expect(await group.exited).toBe(137);
});

test("when the process that started a group is killed, the group dies with it", async () => {
  const module = fileURLToPath(new URL("process-group.ts", import.meta.url));
  const program = `
    import { startProcessGroup } from ${JSON.stringify(module)};
    startProcessGroup({
      command: 'sleep 600 & echo "$!"; sleep 600',
      folder: "/",
      environment: { PATH: process.env.PATH },
      onLine: (_, text) => console.log(text),
    });`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const wasAlive = isAlive(Number(line));

  parent.kill("SIGKILL");

  await vi.waitFor(() => expect(isAlive(Number(line))).toBe(false), waitMs);
  expect(wasAlive).toBe(true);
});
