import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { ask, isRunning, kill, memoryOf, postmasterPid, TestClusters, waitUntil } from "./test-clusters.ts";

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await TestClusters.make();
});

afterEach(() => clusters.endTest());

afterAll(() => clusters.remove());

describe("a data folder's first server", () => {
  test("comes up durable, in UTF-8, asking for the password that only its owner can read", async () => {
    const dataFolder = clusters.cluster;

    const { url } = await clusters.start({ dataFolder });

    const settings = await ask(url, "select name, setting from pg_settings where name = any($1)", [
      ["fsync", "full_page_writes", "synchronous_commit", "server_encoding", "listen_addresses"],
    ]);
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      fsync: "on",
      full_page_writes: "on",
      synchronous_commit: "on",
      server_encoding: "UTF8",
      listen_addresses: "127.0.0.1",
    });
    expect(statSync(join(dataFolder, "postgres-password")).mode & 0o777).toBe(0o600);
    const wrong = Object.assign(new URL(url), { password: "guess" }).href;
    await expect(ask(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("stays small while idle", async () => {
    const dataFolder = clusters.cluster;
    await clusters.start({ dataFolder });

    const bytes = memoryOf(postmasterPid(dataFolder));

    process.stdout.write(`embedded PostgreSQL idle: ${(bytes / 1024 / 1024).toFixed(0)} MB\n`);
    expect(bytes).toBeLessThan(100 * 1024 * 1024);
  });

  test("keeps its rows and its port when it is stopped and started again", async () => {
    const dataFolder = clusters.cluster;
    const first = await clusters.start({ dataFolder });
    await ask(first.url, "drop table if exists kept; create table kept as select 42 as answer");
    await first.stop();

    const second = await clusters.start({ dataFolder });

    expect(await ask(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    expect(second.url).toBe(first.url);
  });

  test("takes another port when somebody else has taken its own meanwhile", async () => {
    const dataFolder = clusters.cluster;
    const first = await clusters.start({ dataFolder });
    await first.stop();
    const thief = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await once(thief, "listening");

    const second = await clusters.start({ dataFolder });

    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    thief.close();
  });
});

describe("several clients of one data folder", () => {
  test("share one server, which stops when the last of them leaves", async () => {
    const dataFolder = clusters.cluster;
    const first = await clusters.start({ dataFolder });
    const second = await clusters.start({ dataFolder });
    const pid = postmasterPid(dataFolder);
    expect(second.url).toBe(first.url);

    await first.stop();
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);

    await second.stop();
    expect(isRunning(pid)).toBe(false);
  });

  test("leave only once, however often they are told to", async () => {
    const dataFolder = clusters.cluster;
    const first = await clusters.start({ dataFolder });
    const second = await clusters.start({ dataFolder });

    await Promise.all([first.stop(), first.stop()]);
    await first.stop();

    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("that start at the same moment, after one was killed while it started, make one cluster and one server", async () => {
    const dataFolder = clusters.newFolder();
    const killed = clusters.fork({ dataFolder });
    await waitUntil(() => existsSync(join(dataFolder, "postgres.lock")));
    await kill(killed);

    const starts = [
      clusters.spawnClient({ dataFolder }),
      clusters.spawnClient({ dataFolder }),
      clusters.start({ dataFolder }),
    ];
    const urls = (await Promise.all(starts)).map(({ url }) => url);

    expect(new Set(urls).size).toBe(1);
    expect(await ask(urls[0] ?? "", "select 1 as one")).toEqual([{ one: 1 }]);
    expect(readdirSync(join(dataFolder, "postgres")).toSorted()).toEqual(["data", "server.log"]);
  });

  test("do not count one that was killed", async () => {
    const dataFolder = clusters.cluster;
    const killed = await clusters.spawnClient({ dataFolder });
    const survivor = await clusters.start({ dataFolder });
    const pid = postmasterPid(dataFolder);

    await kill(killed.process);
    await survivor.stop();

    expect(isRunning(pid)).toBe(false);
  });

  test("find the server still running, with its rows, after the only one of them was killed", async () => {
    const dataFolder = clusters.cluster;
    const killed = await clusters.spawnClient({ dataFolder });
    await ask(killed.url, "drop table if exists kept; create table kept as select 42 as answer");
    const pid = postmasterPid(dataFolder);

    await kill(killed.process);
    const next = await clusters.start({ dataFolder });

    expect(postmasterPid(dataFolder)).toBe(pid);
    expect(await ask(next.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });
});

describe("a server that went down hard", () => {
  test("comes back with every committed row after an immediate stop", async () => {
    const dataFolder = clusters.cluster;
    const first = await clusters.start({ dataFolder });
    await ask(first.url, "drop table if exists kept; create table kept as select 42 as answer");
    process.kill(postmasterPid(dataFolder), "SIGQUIT");
    await waitUntil(() => !existsSync(join(dataFolder, "postgres/data/postmaster.pid")));

    const second = await clusters.start({ dataFolder });

    expect(await ask(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("starts although the number it left behind now belongs to another program", async () => {
    const dataFolder = clusters.cluster;
    const lines = [process.pid, join(dataFolder, "postgres/data"), 1_700_000_000, 1, "", "127.0.0.1", "0 0", "ready"];
    const file = join(dataFolder, "postgres/data/postmaster.pid");
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    const { uid, gid } = statSync(join(dataFolder, "postgres/data"));
    chownSync(file, uid, gid);

    const server = await clusters.start({ dataFolder });

    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("whom the server runs as", () => {
  test.runIf(isRoot)("is an unprivileged user when we are root", async () => {
    const dataFolder = clusters.cluster;

    await clusters.start({ dataFolder });

    expect(statSync(`/proc/${postmasterPid(dataFolder)}`).uid).toBe(nobody);
    expect(statSync(join(dataFolder, "postgres")).mode & 0o777).toBe(0o700);
  });

  test.runIf(isRoot)("is given a copy of programs that lie below a folder it cannot enter", async () => {
    const dataFolder = clusters.cluster;
    const copy = join(dataFolder, "postgresql-18.4.0-test");
    chmodSync(dirname(clusters.programs), 0o700);

    const server = await clusters.start({ dataFolder });

    chmodSync(dirname(clusters.programs), 0o755);
    expect(readlinkSync(`/proc/${postmasterPid(dataFolder)}/exe`)).toBe(join(copy, "bin", "postgres"));
    await server.stop();
    rmSync(copy, { recursive: true });
  });

  test.runIf(isRoot)("runs the programs where they lie when it can", async () => {
    const dataFolder = clusters.cluster;

    await clusters.start({ dataFolder });

    expect(readlinkSync(`/proc/${postmasterPid(dataFolder)}/exe`)).toBe(join(clusters.programs, "bin", "postgres"));
  });

  // Needs root to become somebody else; run as an ordinary user, every other test here is this test.
  test.runIf(isRoot)("is ourselves when we are an ordinary user", async () => {
    const dataFolder = clusters.newFolder();
    chownSync(dataFolder, nobody, nobody);

    const client = await clusters.spawnClient({ dataFolder, becomeUid: nobody });

    expect(await ask(client.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${postmasterPid(dataFolder)}`).uid).toBe(nobody);
    expect(statSync(join(dataFolder, "postgres-password")).uid).toBe(nobody);
  });

  test.runIf(isRoot)("is refused with advice when root's data lies where nobody else may enter", async () => {
    const closed = clusters.newFolder();
    const dataFolder = join(closed, "home", "data");
    mkdirSync(dataFolder, { recursive: true });
    chmodSync(join(closed, "home"), 0o700);
    chmodSync(closed, 0o755);

    const error = await clusters.start({ dataFolder }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "folder-unreachable" });
    expect(error).toHaveProperty("message", expect.stringContaining(`cannot enter ${join(closed, "home")},`));
  });
});

describe("what cannot be had is said with a code", () => {
  test("a data folder that cannot be made", async () => {
    const file = join(clusters.newFolder(), "file");
    writeFileSync(file, "");

    await expect(clusters.start({ dataFolder: join(file, "data") })).rejects.toMatchObject({
      code: "folder-not-writable",
    });
  });

  test.runIf(isRoot)("a data folder that belongs to somebody else", async () => {
    const dataFolder = clusters.newFolder();
    chmodSync(dataFolder, 0o755);

    const client = clusters.spawnClient({ dataFolder, becomeUid: nobody });

    await expect(client).rejects.toThrow("folder-not-writable");
  });

  test("a port that another program has", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const error = await clusters.start({ dataFolder: clusters.cluster, port }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "port-taken", message: expect.stringContaining(`${port}`) });
    other.close();
  });

  test.each(["19", "17"])("data that PostgreSQL %s wrote", async (version) => {
    const dataFolder = clusters.cluster;
    clusters.damage("postgres/data/PG_VERSION", `${version}\n`);

    const error = await clusters.start({ dataFolder }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "newer-data", message: expect.stringContaining(`PostgreSQL ${version}`) });
  });

  test("a start that failed, with the server's last words", async () => {
    const dataFolder = clusters.cluster;
    clusters.damage("postgres/data/postgresql.conf", "no_such_setting = 1\n");

    const error = await clusters.start({ dataFolder }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "start-failed", message: expect.stringContaining("no_such_setting") });
  });

  test("a cluster whose password file is gone", async () => {
    const dataFolder = clusters.cluster;
    clusters.damage("postgres-password", undefined);

    await expect(clusters.start({ dataFolder })).rejects.toThrow(EmbeddedPostgresError);
  });

  test("programs that do not run here", async () => {
    const binariesFolder = join(clusters.newFolder(), "native");
    mkdirSync(join(binariesFolder, "bin"), { recursive: true });
    writeFileSync(join(binariesFolder, "bin", "postgres"), "not a program", { mode: 0o755 });

    const error = await clusters
      .start({ dataFolder: clusters.newFolder(), binariesFolder })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      code: "binaries-missing",
      message: expect.stringContaining("ALLCLEAR_DATABASE_URL"),
    });
  });
});

test("neither the log nor what we tell shows the password", async () => {
  const dataFolder = clusters.cluster;
  const told: string[] = [];
  const server = await clusters.start({ dataFolder, log: (message, data) => told.push(message, JSON.stringify(data)) });
  const { password } = new URL(server.url);

  await expect(ask(server.url, `select '${password}' from nowhere`)).rejects.toThrow("nowhere");

  const log = readFileSync(join(dataFolder, "postgres/server.log"), "utf8");
  expect(log).toContain("nowhere");
  expect(log).not.toContain(password);
  expect(told.join("\n")).not.toContain(password);
});
