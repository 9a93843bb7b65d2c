import { type AllclearClient, connectAllclear } from "../demo/allclear-client.ts";
import { sleep } from "../demo/wait-for.ts";
import type { SoakWorld } from "./soak-world.ts";

/** What the server has confirmed by an answer: it must stand on the timeline from then on, whatever is killed. */
export interface Confirmation {
  readonly incidentId: string;
  readonly event: "remedy-approved" | "remedy-started";
}

export interface Approving {
  readonly confirmed: readonly Confirmation[];
  /** How often a request was sent again because no answer came. */
  readonly repeated: () => number;
  /** The last thing that went wrong, for a message about a path that does not end. */
  readonly trouble: () => string | undefined;
  /** Resolves when the approver has stopped, after the signal. */
  readonly ended: Promise<void>;
}

const lookEveryMs = 100;

/** Ana approves and applies what is proposed; where the server dies over it, she asks again with the same key. */
export function approveRemedies(world: SoakWorld, openedSince: number, signal: AbortSignal): Approving {
  const approver = new Approver(world, openedSince, signal);
  return {
    confirmed: approver.confirmed,
    repeated: () => approver.repeated,
    trouble: () => approver.trouble,
    ended: approver.keepApproving(),
  };
}

class Approver {
  readonly confirmed: Confirmation[] = [];
  repeated = 0;
  trouble: string | undefined;
  readonly #world: SoakWorld;
  readonly #openedSince: number;
  readonly #signal: AbortSignal;

  constructor(world: SoakWorld, openedSince: number, signal: AbortSignal) {
    this.#world = world;
    this.#openedSince = openedSince;
    this.#signal = signal;
  }

  async keepApproving(): Promise<void> {
    while (!this.#signal.aborted) {
      await this.#try((client) => this.#approveOffered(client));
      await this.#pause();
    }
  }

  async #approveOffered(client: AllclearClient): Promise<void> {
    const [newest] = await client.listIncidents();
    if (newest === undefined || Date.parse(newest.openedAt) < this.#openedSince) return;
    const { incidentId } = newest;
    const { nextActions } = await client.showIncident(incidentId);
    const offered = nextActions.find(({ operation }) => operation === "approve-remedy");
    if (offered === undefined) return;
    await this.#ask("approve-remedy", offered.input);
    this.confirmed.push({ incidentId, event: "remedy-approved" });
    await this.#ask("apply-remedy", { incidentId, remedyId: offered.input.remedyId });
    this.confirmed.push({ incidentId, event: "remedy-started" });
  }

  /** Until there is an answer; always with the same key. */
  async #ask(operation: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const key = `${operation}-${String(input.incidentId)}-${String(input.remedyId)}`;
    for (;;) {
      this.#signal.throwIfAborted();
      if (await this.#try((client) => client.act(operation, input, key))) return;
      await this.#pause();
    }
  }

  /** Whether the server was up and answered; what went wrong is kept. */
  async #try(request: (client: AllclearClient) => Promise<unknown>): Promise<boolean> {
    const { url } = this.#world.server;
    if (url === undefined) return false;
    try {
      await request(connectAllclear({ url, key: this.#world.keys.approver, signal: this.#signal }));
      return true;
    } catch (error) {
      if (!this.#signal.aborted) this.trouble = error instanceof Error ? error.message : String(error);
      this.repeated += 1;
      return false;
    }
  }

  async #pause(): Promise<void> {
    await sleep(lookEveryMs, this.#signal).catch(() => undefined);
  }
}
