import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PortError } from "../../ports/port-error.ts";
import { describeRepository } from "../../ports/repository.suite.ts";
import { createGitWorld, type GitWorld } from "./git-world.suite.ts";

describeRepository({ name: "The git adapter", create: createGitWorld });

describe("The git adapter", () => {
  let world: GitWorld;
  const { signal } = new AbortController();
  const list = () => world.open().listCommits({ branch: "main", limit: 10, signal });

  beforeEach(async () => {
    world = await createGitWorld();
  });
  afterEach(() => world.close());

  test("reads renames, odd paths, binary files, modes, deletions and missing line ends", async () => {
    const many = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join("");
    await world.commit({
      summary: "start",
      files: {
        "old name.ts": many,
        'ünï\tcode "quoted".ts': "1\r\n2\r\n",
        "tool.sh": "x\n",
        gone: "1\n2\n",
        open: "1",
      },
    });
    world.git("mv", "old name.ts", "new name.ts");
    chmodSync(join(world.clone, "tool.sh"), 0o755);
    writeFileSync(join(world.clone, "picture.png"), Buffer.from([0, 1, 2, 0]));
    await world.commit({
      summary: "change",
      files: {
        "new name.ts": many.replace("line 7\n", "LINE 7\n"),
        'ünï\tcode "quoted".ts': "1\r\n--- a/fake\r\n",
        gone: undefined,
        open: "2",
        "an empty file": "",
      },
    });

    const [newest] = await list();

    expect([...(newest?.files ?? [])].sort((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
      { path: "an empty file", hunks: [] },
      { path: "gone", hunks: [{ oldStart: 1, oldLines: 2, newStart: 0, newLines: 0 }] },
      {
        path: "new name.ts",
        previousPath: "old name.ts",
        hunks: [{ oldStart: 8, oldLines: 1, newStart: 8, newLines: 1 }],
      },
      { path: "open", hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }] },
      { path: "picture.png", hunks: [] },
      { path: "tool.sh", hunks: [] },
      { path: 'ünï\tcode "quoted".ts', hunks: [{ oldStart: 2, oldLines: 1, newStart: 2, newLines: 1 }] },
    ]);
  });

  test("a commit of many megabytes is listed without holding it", async () => {
    await world.commit({ summary: "vendor", files: { "vendor.txt": `${"x".repeat(999)}\n`.repeat(12_000) } });

    expect((await list())[0]?.files[0]?.hunks).toEqual([{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 12_000 }]);
  });

  test("two processes that share the folder take turns", async () => {
    const head = await world.commit({ summary: "one", files: { a: "1\n" } });
    const adapters = [world.open(), world.open(), world.open()];

    expect(await Promise.all(adapters.map((repository) => repository.head("main", signal)))).toEqual([
      head,
      head,
      head,
    ]);
  });

  test("what a killed process left behind is cleared away", async () => {
    await world.commit({ summary: "one", files: { a: "1\n" } });
    await world.open().head("main", signal);
    const work = join(world.folder, "work");
    const dead = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
    writeFileSync(join(work, "mirror.lock"), JSON.stringify({ pid: dead, host: hostname() }));
    writeFileSync(join(work, "mirror.git/refs/remotes/origin/main.lock"), "");
    mkdirSync(join(work, "worktrees/left"));
    const head = await world.commit({ summary: "two", files: { a: "2\n" } });

    expect(await world.open().head("main", signal)).toBe(head);
    expect(readdirSync(join(work, "worktrees"))).toEqual([]);
    expect(readdirSync(work).sort()).toEqual(["mirror.git", "worktrees"]);
  });

  test("a copy that somebody deleted is made anew", async () => {
    const head = await world.commit({ summary: "one", files: { a: "1\n" } });
    await world.repository.head("main", signal);
    rmSync(join(world.folder, "work"), { recursive: true });

    expect(await world.repository.head("main", signal)).toBe(head);
  });

  test("a work folder that cannot be used is a refusal", async () => {
    writeFileSync(join(world.folder, "taken"), "");

    const head = world.open({ workFolder: join(world.folder, "taken") }).head("main", signal);

    await expect(head).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("rights") });
  });

  test("nothing of a revert is left in the work folder", async () => {
    await world.commit({ summary: "one", files: { a: "1\n" } });
    const bad = await world.commit({ summary: "two", files: { a: "2\n" } });

    await world.repository.revert({ branch: "main", commit: bad, expectedHead: bad, key: "rem_1", signal });

    expect(readdirSync(join(world.folder, "work/worktrees"))).toEqual([]);
  });

  test("a host that forbids the push is a refusal", async () => {
    await world.commit({ summary: "one", files: { a: "1\n" } });
    const bad = await world.commit({ summary: "two", files: { a: "2\n" } });
    writeFileSync(join(world.origin, "hooks/pre-receive"), "#!/bin/sh\necho protected >&2\nexit 1\n", { mode: 0o755 });

    const revert = world.repository.revert({ branch: "main", commit: bad, expectedHead: bad, key: "rem_1", signal });

    await expect(revert).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("forbids") });
    expect(await world.repository.head("main", signal)).toBe(bad);
  });

  test("a repository that is not there is not found", async () => {
    const repository = world.open({ url: join(world.folder, "nowhere.git") });

    await expect(repository.head("main", signal)).rejects.toMatchObject({ code: "not-found" });
  });

  test("a machine without git says so", async () => {
    const repository = world.open({ environment: { PATH: "/nonexistent" } });

    await expect(repository.head("main", signal)).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("install git"),
    });
  });

  test.each([
    [401, "unauthorized"],
    [404, "not-found"],
    [503, "unreachable"],
  ] as const)("an answer %i of the host is %s, and no credential shows", async (status, code) => {
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;

    const error: unknown = await world
      .open({ url: `http://ana:planted-password@127.0.0.1:${port}/bot.git` })
      .head("main", signal)
      .catch((thrown: unknown) => thrown);
    server.close();

    if (!(error instanceof PortError)) throw new Error("a PortError was expected", { cause: error });
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain("planted-password");
  });

  test("credentials are in no file of the work folder", async () => {
    await world.commit({ summary: "one", files: { a: "1\n" } });
    const secret = "planted-password";
    await world
      .open({ url: `http://ana:${secret}@127.0.0.1:1/bot.git` })
      .head("main", signal)
      .catch(() => undefined);

    const found = execFileSync("sh", ["-c", `grep -rl ${secret} . || true`], {
      cwd: join(world.folder, "work"),
      encoding: "utf8",
    });

    expect(found).toBe("");
  });

  test("a call that waits for another one stops when its signal aborts", async () => {
    const host = await startSilentHost();
    const repository = world.open({ url: host.url });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = expectTimeout(repository.head("main", running.signal));
    await host.asked;

    const second = expectTimeout(repository.head("main", waiting.signal));
    waiting.abort();
    await second;

    running.abort();
    await first;
    host.close();
  });

  test("a process that is killed in the middle does not stop the next one", async () => {
    const head = await world.commit({ summary: "one", files: { a: "1\n" } });
    const host = await startSilentHost();
    const options = { url: host.url, workFolder: join(world.folder, "work"), author: { name: "A", email: "a@b.c" } };
    const program = `import { createGitRepository } from ${JSON.stringify(new URL("adapter.ts", import.meta.url).href)};
await createGitRepository(${JSON.stringify(options)}).head("main", new AbortController().signal);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });
    await host.asked;
    child.kill("SIGKILL");
    await once(child, "exit");
    host.close();

    expect(await world.open().head("main", signal)).toBe(head);
  });

  test("a host that never answers is left when the signal aborts", async () => {
    const host = await startSilentHost();
    const controller = new AbortController();

    const head = expectTimeout(world.open({ url: host.url }).head("main", controller.signal));
    await host.asked;
    controller.abort();

    await head;
    host.close();
  });
});

async function expectTimeout(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toMatchObject({ code: "timed-out" });
}

async function startSilentHost(): Promise<{ readonly url: string; readonly asked: Promise<unknown>; close(): void }> {
  const server = createServer(() => undefined);
  const asked = once(server, "request");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/bot.git`, asked, close };
}
