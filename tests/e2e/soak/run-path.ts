import { connectAllclear } from "../demo/allclear-client.ts";
import { runGit } from "../demo/run-git.ts";
import { sleep, waitFor } from "../demo/wait-for.ts";
import { type Approving, approveRemedies, type Confirmation } from "./approve-remedies.ts";
import { badCommit } from "./bad-commit.ts";
import { compareEnd } from "./compare-end.ts";
import { comparePast } from "./compare-past.ts";
import { hasCome, type KillMoment } from "./kill-moments.ts";
import { type Lookout, openLookout } from "./lookout.ts";
import type { SoakWorld } from "./soak-world.ts";
import type { EventRow } from "./store-view.ts";
import { type Restart, watchRestart } from "./watch-restart.ts";

/** One path, from a bad commit to the closed incident, with the kills on its way. */
export interface PathReport {
  /** What each kill came after, in order. */
  readonly kills: readonly string[];
  readonly restarts: readonly Restart[];
  readonly requestsRepeated: number;
  /** As they stood when the path was over; nothing may ever happen to them again. */
  readonly events: readonly EventRow[];
  readonly tookMs: number;
}

export interface PathOrder {
  /** 1 for the first. */
  readonly path: number;
  readonly moments: readonly KillMoment[];
  /** How long a push is on its way, seconds. */
  readonly pushDelay: number;
  readonly signal: AbortSignal;
}

/** Something does not hold: sentences about what was compared. */
export class ViolationError extends Error {
  override readonly name = "ViolationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[], cause?: unknown) {
    super(problems.join("\n"), { cause });
    this.problems = problems;
  }
}

const lookEveryMs = 15;
/** Ten seconds without kills, and some for each restart; the rest is for a busy machine. */
const pathWithinMs = 180_000;

export async function runPath(world: SoakWorld, order: PathOrder): Promise<PathReport> {
  const startedAt = performance.now();
  const stopping = new AbortController();
  const signal = AbortSignal.any([order.signal, stopping.signal]);
  await world.setPushDelay(0);
  const openedSince = Date.now();
  await world.repository.commit(badCommit(order.path), order.signal);
  await world.setPushDelay(order.pushDelay);
  const approving = approveRemedies(world, openedSince, signal);
  const walk = new Walk(world, { openedSince, approving, signal: order.signal });
  try {
    await walk.goThrough(order.moments);
    await walk.untilOver();
  } catch (error) {
    throw error instanceof ViolationError ? error : await walk.toViolation(error);
  } finally {
    stopping.abort();
    await approving.ended;
  }
  await walk.compareAtEnd();
  return {
    kills: walk.kills,
    restarts: await walk.restarts(),
    requestsRepeated: approving.repeated(),
    events: walk.events,
    tookMs: performance.now() - startedAt,
  };
}

interface Way {
  readonly openedSince: number;
  readonly approving: Approving;
  readonly signal: AbortSignal;
}

class Walk {
  readonly kills: string[] = [];
  readonly #world: SoakWorld;
  readonly #way: Way;
  readonly #deadline = performance.now() + pathWithinMs;
  readonly #restarts: Promise<Restart>[] = [];
  readonly #late: string[] = [];
  #past: readonly EventRow[] = [];
  #untilNextKill = new AbortController();
  #isOver = false;

  constructor(world: SoakWorld, way: Way) {
    this.#world = world;
    this.#way = way;
  }

  get events(): readonly EventRow[] {
    return this.#past;
  }

  /** Of all kills; throws when work did not go on in time after one. */
  async restarts(): Promise<readonly Restart[]> {
    this.#untilNextKill.abort();
    const restarts = await Promise.all(this.#restarts);
    refuse(this.#late);
    return restarts;
  }

  /** Kills the server at each of the moments that still come before the path is over. */
  async goThrough(moments: readonly KillMoment[]): Promise<void> {
    const lookout = await openLookout(this.#world, this.#way.openedSince);
    for (const moment of moments) {
      const after = await this.#untilMoment(moment, lookout);
      if (after === undefined) return;
      await this.#kill(after);
      if (moment.kind === "starting") {
        this.#world.server.begin();
        await sleep(moment.startMs, this.#way.signal);
        await this.#kill("start");
      }
      // What stood at the kill is no moment for the next one.
      this.#isOver ||= (await lookout.look()).includes("incident-closed");
      await this.#startAgain();
    }
  }

  /** Answers with what the moment came after; undefined when the path is over before it comes. */
  async #untilMoment(moment: KillMoment, lookout: Lookout): Promise<string | undefined> {
    const from = performance.now();
    for (;;) {
      const seen = await lookout.look();
      this.#isOver ||= seen.includes("incident-closed");
      if (moment.kind === "after") {
        const come = seen.find((what) => hasCome(moment.what, what));
        if (come !== undefined) return sleep(moment.delayMs, this.#way.signal).then(() => come);
      } else if (performance.now() - from >= moment.delayMs) return "any time";
      if (this.#isOver) return undefined;
      this.#checkProgress();
      await sleep(lookEveryMs, this.#way.signal);
    }
  }

  async #kill(after: string): Promise<void> {
    const { server, store } = this.#world;
    const confirmed = [...this.#way.approving.confirmed];
    await server.kill();
    this.#untilNextKill.abort();
    this.kills.push(after);
    await this.#comparePast(confirmed);
    refuse(await store.findDisagreements(this.#way.openedSince));
  }

  async #startAgain(): Promise<void> {
    const { server, store } = this.#world;
    const pending = await store.readPendingJobs();
    const isOpen = this.#past.length > 0 && !this.#past.some(({ type }) => type === "incident-closed");
    server.begin();
    const readyAt = await server.ready();
    await this.#comparePast([]);
    this.#untilNextKill = new AbortController();
    const { signal } = this.#untilNextKill;
    const eventsBefore = isOpen ? this.#past.length : undefined;
    const { openedSince } = this.#way;
    const watching = watchRestart({ store, readyAt, pending, eventsBefore, openedSince, signal });
    const noted = watching.then((restart) => {
      this.#late.push(...restart.problems);
      return restart;
    });
    noted.catch(() => undefined);
    this.#restarts.push(noted);
  }

  /** All that stood when it was last read stands now; so does what the server has confirmed. */
  async #comparePast(confirmed: readonly Confirmation[]): Promise<void> {
    const now = await this.#world.store.readEvents(this.#way.openedSince);
    const missing = confirmed.filter(
      ({ incidentId, event }) => !now.some((row) => row.incidentId === incidentId && row.type === event),
    );
    refuse([
      ...comparePast(this.#past, now),
      ...missing.map(({ event }) => `the server had answered that ${event} is recorded, and it is lost`),
    ]);
    this.#past = now;
  }

  /** The incident is closed, and everything that was to be told is told. */
  async untilOver(): Promise<void> {
    await waitFor(
      async () => {
        this.#checkProgress();
        const types = (await this.#world.store.readTypes(this.#way.openedSince, 0)).map(({ type }) => type);
        const count = (type: string) => types.filter((known) => known === type).length;
        const isTold = count("update-requested") <= count("update-posted");
        const isPaged = count("page-requested") <= count("page-delivered");
        return types.includes("incident-closed") && isTold && isPaged ? true : undefined;
      },
      { what: "the incident to be closed", withinMs: this.#deadline - performance.now(), signal: this.#way.signal },
    );
  }

  #checkProgress(): void {
    this.#world.server.check();
    if (this.#late.length > 0) throw new Error(this.#late.join("; "));
    if (performance.now() > this.#deadline) {
      throw new Error(`the path is not over after ${pathWithinMs / 1_000} s`);
    }
  }

  async compareAtEnd(): Promise<void> {
    const { store } = this.#world;
    const { openedSince, approving } = this.#way;
    await this.#comparePast(approving.confirmed);
    refuse(await store.findDisagreements(openedSince));
    const [incidentId, ...others] = new Set(this.#past.map((row) => row.incidentId));
    if (incidentId === undefined) throw new ViolationError(["no incident was opened"]);
    refuse(others.map((other) => `one bad commit, and besides incident ${incidentId} there is ${other}`));
    const timeline = await store.readTimeline(incidentId);
    const reverts = (await readReverts(this.#world)).filter(({ key }) => key.startsWith(`${incidentId}/`));
    const posts = await readPosts(this.#world, openedSince);
    const isPage = (text: string, page: string) => text === `<!channel> ${page}`;
    refuse(compareEnd({ incidentId, timeline, reverts, posts, isPage }));
    refuse(await this.#compareShown(incidentId, timeline.length));
  }

  async #compareShown(incidentId: string, last: number): Promise<readonly string[]> {
    const { server, keys } = this.#world;
    const client = connectAllclear({ url: server.url ?? "", key: keys.viewer, signal: this.#way.signal });
    const { incident } = await client.showIncident(incidentId);
    const { chain } = await client.showTimeline(incidentId, 0);
    const sequence = typeof incident === "object" && incident !== null && "sequence" in incident && incident.sequence;
    return [
      ...(sequence === last ? [] : [`show-incident is at event ${String(sequence)}, and the last one is ${last}`]),
      ...(chain.ok ? [] : ["show-timeline says that the chain does not hold"]),
    ];
  }

  /** With all that helps to understand it. */
  async toViolation(error: unknown): Promise<Error> {
    if (this.#way.signal.aborted) return error instanceof Error ? error : new Error(String(error));
    const rows = await this.#world.store.readEvents(this.#way.openedSince);
    const timeline = rows.map(({ sequence, type }) => `${sequence} ${type}`).join(", ");
    const pending = (await this.#world.store.readPendingJobs()).map(({ task }) => task).join(", ");
    const says = error instanceof Error ? error.message : String(error);
    return new ViolationError(
      [
        says,
        `the timeline: ${timeline || "empty"}`,
        `jobs that are due or running: ${pending || "none"}`,
        `the approver's last trouble: ${this.#way.approving.trouble() ?? "none"}`,
      ],
      error,
    );
  }
}

/** Throws when there are problems. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ViolationError(problems);
}

async function readReverts({ repository }: SoakWorld) {
  const format = "--format=%H %(trailers:key=Allclear-Remedy,valueonly,separator=%x20)";
  const log = await runGit({ folder: repository.origin, programArguments: ["log", format, "main"] });
  return log.split("\n").flatMap((line) => {
    const [commit = "", ...keys] = line.split(" ").filter((word) => word !== "");
    return keys.map((key) => ({ commit, key }));
  });
}

async function readPosts({ slack }: SoakWorld, since: number) {
  const channels = Object.values(slack.names.channels);
  const posts = await Promise.all(
    channels.map(async (channel) => {
      const messages = await slack.control.messages(channel);
      return messages
        .filter(({ user, ts }) => user === slack.allclear.botUserId && Number(ts) * 1_000 >= since)
        .map(({ ts, text }) => ({ ts, text, channel }));
    }),
  );
  return posts.flat();
}
