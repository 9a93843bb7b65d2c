import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { workerLockKey } from "./free-abandoned-jobs.ts";

// The server gives up a client that is cut off after 5 + 3 × 3 = 14 s, under the 15 s the architecture promises. We notice
// within 2.5 + 5 s, so we have stopped before anybody else may take our jobs.
const keepalives = [
  ["tcp_keepalives_idle", "5"],
  ["tcp_keepalives_interval", "3"],
  ["tcp_keepalives_count", "3"],
  ["tcp_user_timeout", "14000"],
] as const;
const askEveryMs = 2_500;
const answerWithinMs = 5_000;

/** A session advisory lock on a worker's id, on a connection of its own: while it is held, nobody frees that worker's jobs. */
export class WorkerLock {
  /** Rises with every lock taken on this database, so that of two who believe they hold one, the later can be told. */
  readonly fence: number;
  /** Resolves with the reason when the lock is gone without having been released; never rejects. */
  readonly lost: Promise<string>;
  readonly #client: pg.Client;
  readonly #watching = new AbortController();
  readonly #lose: (reason: string) => void;

  private constructor(client: pg.Client, fence: number) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#client = client;
    this.fence = fence;
    this.lost = promise;
    this.#lose = (reason) => {
      if (this.#watching.signal.aborted) return;
      this.#watching.abort();
      resolve(reason);
    };
    client.once("end", () => this.#lose("the connection that held the lock ended"));
    void this.#watch();
  }

  static async take(configuration: pg.ClientConfig, workerId: string): Promise<WorkerLock> {
    const client = new pg.Client({ ...configuration, application_name: "allclear worker lock", keepAlive: true });
    // "end" follows an error; without a listener the error would end the process.
    client.on("error", () => undefined);
    await client.connect();
    try {
      for (const [name, value] of keepalives) await client.query("select set_config($1, $2, false)", [name, value]);
      await client.query(`select pg_advisory_lock(${workerLockKey("$1")})`, [workerId]);
      const { rows } = await client.query<{ fence: string }>("select nextval('allclear_jobs.fence') as fence");
      return new WorkerLock(client, Number(rows[0]?.fence));
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Gives the lock up; idempotent, and quick even when the server is out of reach. */
  async release(): Promise<void> {
    this.#watching.abort();
    await Promise.race([this.#client.end().catch(() => undefined), wait(answerWithinMs, undefined, { ref: false })]);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#watching;
    while (!signal.aborted) {
      await wait(askEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const holds = await Promise.race([this.#asksWhetherHeld(), noAnswer()]);
      if (holds !== "held") this.#lose(holds);
    }
  }

  async #asksWhetherHeld(): Promise<string> {
    const text =
      "select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted and objsubid = 1 limit 1";
    try {
      const { rowCount } = await this.#client.query(text);
      return rowCount === 1 ? "held" : "the database no longer knows the lock";
    } catch {
      return "the connection that held the lock failed";
    }
  }
}

/** In two halves: when our own event loop was blocked, the answer that lies ready is read between them. */
async function noAnswer(): Promise<string> {
  await wait(answerWithinMs / 2, undefined, { ref: false });
  await wait(answerWithinMs / 2, undefined, { ref: false });
  return `the database did not answer within ${answerWithinMs / 1000} s`;
}
