import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../domain/chain.ts";
import { createIncidentWriter, hash } from "../../ports/incident-store.fixture.ts";
import { PortError } from "../../ports/port-error.ts";
import { type Cable, layCable } from "./cable.fixture.ts";
import { type Database, openDatabase } from "./database.ts";
import { createTestDatabase, type TestDatabase } from "./embedded/test-database.ts";
import { createIncidentStore } from "./incident-store.ts";
import { createJobQueue } from "./job-queue.ts";
import { onDatabase } from "./to-port-error.ts";
import { createWatchStore } from "./watch-store.ts";

describe("A database that is away", () => {
  let server: TestDatabase;
  let cable: Cable;
  let database: Database;
  const broken: string[] = [];

  beforeAll(async () => {
    server = await createTestDatabase();
    cable = await layCable(server.url);
    database = await openDatabase({ url: cable.url, connections: 4, log: (_level, message) => broken.push(message) });
  });
  beforeEach(() => {
    broken.length = 0;
  });
  afterAll(async () => {
    await database.close();
    await cable.close();
    await server.drop();
  });

  test("is said to be unreachable by every store, and serves again when it is back", async () => {
    const store = createIncidentStore(database.tables);
    const writer = createIncidentWriter(store);
    const incidentId = await writer.open();

    await cable.cut();
    const answers = await Promise.allSettled([
      writer.note(incidentId, "into the void"),
      store.find(incidentId),
      createWatchStore(database.tables).readLogCursor("crm-bot"),
      createJobQueue(database.tables).add([{ task: "tick", payload: {} }]),
    ]);
    await cable.mend();
    await writer.note(incidentId, "back again");

    for (const answer of answers) {
      expect(answer).toMatchObject({ status: "rejected", reason: { name: "PortError", code: "unreachable" } });
    }
    const timeline = await store.readTimeline(incidentId);
    expect(timeline.filter(({ event }) => event.type === "note-added")).toHaveLength(1);
    expect(verifyChain(timeline, hash)).toEqual({ ok: true });
    expect(broken.length).toBeGreaterThan(0);
  });

  test("when it ends our connections, as in a fast shutdown, that is unreachable too", async () => {
    const store = createIncidentStore(database.tables);
    await store.list({ limit: 1 });
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    const locked = database.tables.transaction().execute(async (tx) => {
      await admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'allclear' and datname = current_database() and pid <> pg_backend_pid()",
      );
      await tx.selectFrom("incidents").select("id").execute();
    });

    await expect(onDatabase("incident-store", () => locked)).rejects.toMatchObject({ code: "unreachable" });

    await admin.end();
    expect(await store.list({ limit: 1 })).toBeInstanceOf(Array);
  });

  test("a mistake in a query is a bug and stays what it is", async () => {
    const wrong = onDatabase("incident-store", () => database.pool.query("select nonsense"));

    await expect(wrong).rejects.not.toBeInstanceOf(PortError);
  });

  test("a server that is not there refuses the start with what the database throws", async () => {
    await cable.cut();

    const opening = openDatabase({ url: cable.url, connections: 1, log: (_level, message) => broken.push(message) });

    await expect(opening).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await cable.mend();
  });
});
