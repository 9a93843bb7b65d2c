import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

const namePrefix = "allclear-client ";
const reconnectEveryMs = 500;

/**
 * One idle connection whose life is this process's claim on the embedded server. The kernel ends it with the process,
 * however that dies, so claims can be counted and none outlives its owner.
 */
export class Presence {
  readonly #url: string;
  readonly #name = `${namePrefix}${randomUUID()}`;
  #client: pg.Client | undefined;
  #closed = false;

  private constructor(url: string) {
    this.#url = url;
  }

  static async open(url: string): Promise<Presence> {
    const presence = new Presence(url);
    await presence.#connect();
    return presence;
  }

  /** How many other claims there are; none when the server does not answer. */
  async countOthers(): Promise<number> {
    const text =
      "select count(*)::int as others from pg_stat_activity where starts_with(application_name, $1) and application_name <> $2";
    try {
      if (this.#client === undefined) await this.#connect();
      const result = await this.#client?.query<{ others: number }>(text, [namePrefix, this.#name]);
      return result?.rows[0]?.others ?? 0;
    } catch {
      // A server that nobody can ask serves nobody.
      return 0;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: this.#name });
    // Without a listener the error of a lost connection would end the process; "end" follows it.
    client.on("error", () => undefined);
    await client.connect();
    this.#client = client;
    client.once("end", () => this.#onLost(client));
  }

  #onLost(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    if (!this.#closed) void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    while (!this.#closed && this.#client === undefined) {
      await wait(reconnectEveryMs, undefined, { ref: false });
      await this.#connect().catch(() => undefined);
      if (this.#closed) await this.close();
    }
  }
}
