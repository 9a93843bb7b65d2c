import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { withFileLock } from "./file-lock.ts";

/** A fresh, empty database for one test suite. */
export interface TestDatabase {
  readonly url: string;
  /** Drops the database, also under open connections; the last one out stops the server and removes its folder. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database on a server that all test processes of this user share, starting it when none runs.
 * Call it in `beforeAll` and `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const dataFolder = join(tmpdir(), `allclear-test-postgres-${userInfo().uid}`);
  const lockFile = `${dataFolder}.lock`;
  const server = await withFileLock(lockFile, async () => {
    const started = await startEmbeddedPostgres({ dataFolder });
    await trustTheMachine(started.url);
    return started;
  });
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await runAlone(server.url, `create database ${name}`);

  return {
    url: Object.assign(new URL(server.url), { pathname: `/${name}` }).href,
    async drop() {
      await runAlone(server.url, `drop database ${name} with (force)`);
      await withFileLock(lockFile, async () => {
        await server.stop();
        const stillRuns = existsSync(join(dataFolder, "postgres", "data", "postmaster.pid"));
        if (!stillRuns) await rm(dataFolder, { recursive: true, force: true });
      });
    },
  };
}

/** Test data need not survive a power failure; not waiting for the disk makes the suites several times faster. */
async function trustTheMachine(url: string): Promise<void> {
  await runAlone(url, "alter system set fsync = off");
  await runAlone(url, "select pg_reload_conf()");
}

async function runAlone(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
