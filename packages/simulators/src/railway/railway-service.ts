import { basename } from "node:path";
import { canRollBack, createDeploymentRecord, type DeploymentRecord, isInProgress } from "./deployment-record.ts";
import { createDeploymentRunner, type DeploymentRunner } from "./deployment-runner.ts";
import { type Commit, readBranchHead, readCommit } from "./git-source.ts";
import type { DeploymentReason, DeploymentStatus, ServiceInput } from "./railway-types.ts";
import type { ServiceEdge } from "./service-edge.ts";
import type { ServiceProcess } from "./service-process.ts";
import type { Variables } from "./service-variables.ts";

export interface ServiceSurroundings {
  readonly workFolder: string;
  readonly settleMs: number;
  readonly drainingMs: number;
  readonly clock: () => bigint;
  readonly edge: ServiceEdge;
  readonly environmentOf: (service: RailwayService, record: DeploymentRecord) => Variables;
  readonly takeBuildFault: (serviceId: string) => string | undefined;
  readonly onChange: (service: RailwayService) => void;
}

interface Live {
  readonly record: DeploymentRecord;
  process: ServiceProcess | undefined;
  restarts: number;
}

interface Pending {
  readonly record: DeploymentRecord;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** How often a branch is looked at: a push is seen well within a quarter of a second. */
const branchPollMs = 200;
/** docs.railway.com/deployments/deployment-actions, "Restart a Crashed Deployment". */
const restartPolicyMaxRetries = 10;

/** A service: follows its branch, brings deployments up one at a time and keeps the newest good one alive. */
export class RailwayService {
  readonly id: string;
  readonly input: ServiceInput;
  readonly createdAt = new Date();
  /** Oldest first. */
  readonly records: DeploymentRecord[] = [];
  variables: Variables;
  readonly #surroundings: ServiceSurroundings;
  readonly #runner: DeploymentRunner;
  #live: Live | undefined;
  #pending: Pending | undefined;
  #seenHead: string | undefined;
  #watch: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();
  readonly #work = new Set<Promise<void>>();
  #isStopped = false;

  constructor(id: string, input: ServiceInput, surroundings: ServiceSurroundings) {
    this.id = id;
    this.input = input;
    this.variables = { ...input.variables };
    this.#surroundings = surroundings;
    this.#runner = createDeploymentRunner({
      input,
      workFolder: surroundings.workFolder,
      settleMs: surroundings.settleMs,
      drainingMs: surroundings.drainingMs,
      environmentOf: (record) => surroundings.environmentOf(this, record),
      takeBuildFault: () => surroundings.takeBuildFault(id),
    });
  }

  get edge(): ServiceEdge {
    return this.#surroundings.edge;
  }

  get maxRetries(): number {
    return this.input.restartPolicyMaxRetries ?? restartPolicyMaxRetries;
  }

  get healthcheckTimeoutSeconds(): number {
    return this.#runner.healthcheckTimeoutSeconds;
  }

  latest(): DeploymentRecord | undefined {
    return this.records.at(-1);
  }

  async start(): Promise<void> {
    await this.#lookAtBranch();
    this.#watch = setInterval(() => {
      this.#look = this.#look.then(() => this.#lookAtBranch());
    }, branchPollMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#watch);
    await this.#look;
    this.#pending?.controller.abort();
    await this.#pending?.done;
    await this.#stopProcess(this.#live);
    await Promise.all(this.#work);
    await this.edge.close();
  }

  async deployRevision(revision: string): Promise<DeploymentRecord> {
    const commit = await readCommit(this.input.repository, revision);
    return this.#deploy({ commit, reason: "deploy", imageFolder: undefined });
  }

  /** Same source, built again, with the variables of now. */
  redeploy(record: DeploymentRecord): DeploymentRecord {
    return this.#deploy({ commit: commitOf(record), reason: "redeploy", imageFolder: undefined });
  }

  /** "Both the Docker image and custom variables are restored" (docs.railway.com/deployments/deployment-actions). */
  rollBack(record: DeploymentRecord): DeploymentRecord | undefined {
    if (!canRollBack(record)) return undefined;
    this.variables = record.variables;
    return this.#deploy({ commit: commitOf(record), reason: "rollback", imageFolder: record.imageFolder });
  }

  /** The process again, in the same deployment; answers false when this deployment is not the live one. */
  restart(record: DeploymentRecord): boolean {
    const live = this.#live;
    if (live?.record !== record) return false;
    live.restarts = 0;
    this.#track(this.#restartLive(live));
    return true;
  }

  /** Ends a deployment that is still on its way. */
  cancel(record: DeploymentRecord): boolean {
    if (this.#pending?.record !== record || !isOnItsWay(record)) return false;
    this.#abandonPending();
    return true;
  }

  /** Ends the deployment's process; removing also moves it into the history. */
  end(record: DeploymentRecord, mode: "stop" | "remove"): void {
    if (this.cancel(record)) return;
    record.isStopped = true;
    const live = this.#live?.record === record ? this.#live : undefined;
    if (live !== undefined) this.edge.leadTo(undefined);
    if (mode === "stop") {
      this.#track(this.#stopProcess(live));
      this.#changed(record);
      return;
    }
    if (live !== undefined) this.#live = undefined;
    this.#track(this.#retire({ record, process: live?.process, restarts: 0 }));
  }

  async #lookAtBranch(): Promise<void> {
    const head = await readBranchHead(this.input.repository, this.input.branch).catch(() => undefined);
    if (head === undefined || head === this.#seenHead || this.#isStopped) return;
    this.#seenHead = head;
    // A repository that cannot be read just now is looked at again next time.
    await this.deployRevision(head).catch(() => {
      this.#seenHead = undefined;
    });
  }

  #deploy(source: {
    readonly commit: Commit;
    readonly reason: DeploymentReason;
    readonly imageFolder: string | undefined;
  }): DeploymentRecord {
    const record = createDeploymentRecord({
      meta: {
        commitHash: source.commit.hash,
        commitMessage: source.commit.message,
        commitAuthor: source.commit.author,
        branch: this.input.branch,
        repo: basename(this.input.repository).replace(/\.git$/, ""),
        reason: source.reason,
      },
      variables: this.variables,
      imageFolder: source.imageFolder,
      clock: this.#surroundings.clock,
    });
    const before = this.#pending?.done;
    this.#abandonPending();
    const controller = new AbortController();
    const done = Promise.resolve(before).then(() => this.#rollOut(record, controller.signal));
    this.#pending = { record, controller, done };
    this.records.push(record);
    this.#changed(record);
    this.#track(done);
    return record;
  }

  /** A newer deployment supersedes one on its way, which ends as `REMOVED` (docs: "Abort … marks the deployment as REMOVED"). */
  #abandonPending(): void {
    const pending = this.#pending;
    if (pending === undefined || !isOnItsWay(pending.record)) return;
    pending.controller.abort();
    this.#setStatus(pending.record, "REMOVED");
  }

  async #rollOut(record: DeploymentRecord, signal: AbortSignal): Promise<void> {
    try {
      if (signal.aborted || this.#isStopped) return;
      if (record.imageFolder === undefined) this.#setStatus(record, "BUILDING");
      const isBuilt = await this.#runner.build(record, signal);
      this.#setStatusUnless(signal, record, isBuilt ? "DEPLOYING" : "FAILED");
      if (!isBuilt || signal.aborted) return;
      const process = await this.#runner.launch(record, signal);
      if (process === undefined) this.#setStatusUnless(signal, record, "FAILED");
      else await this.#activate(record, process);
    } catch (error) {
      record.buildLogs.append("stderr", `deployment failed: ${error instanceof Error ? error.message : "unknown"}`);
      this.#setStatusUnless(signal, record, "FAILED");
    }
  }

  async #activate(record: DeploymentRecord, process: ServiceProcess): Promise<void> {
    const previous = this.#live;
    const live: Live = { record, process, restarts: 0 };
    this.#live = live;
    record.wasActive = true;
    this.edge.leadTo(process.port);
    this.#setStatus(record, "SUCCESS");
    this.#track(this.#keepAlive(live));
    if (previous !== undefined) await this.#retire(previous);
  }

  /** Restart policy `ON_FAILURE`: after the last retry the deployment is `CRASHED`. Retries are not given back by time. */
  async #keepAlive(live: Live): Promise<void> {
    for (;;) {
      const code = await live.process?.ended();
      if (code === undefined || code === 0 || this.#live !== live || this.#isStopped) return;
      if (live.restarts >= this.maxRetries) {
        this.edge.leadTo(undefined);
        this.#setStatus(live.record, "CRASHED");
        return;
      }
      live.restarts += 1;
      if ((await this.#runAgain(live)) === undefined) return;
    }
  }

  /** Starts the live deployment's process anew, unless it stopped being the live one meanwhile. */
  async #runAgain(live: Live): Promise<ServiceProcess | undefined> {
    const process = await this.#runner.run(live.record);
    if (this.#live === live && !this.#isStopped) {
      live.process = process;
      this.edge.leadTo(process.port);
      return process;
    }
    await process.stop(this.#runner.drainingMs(live.record));
    return undefined;
  }

  async #restartLive(live: Live): Promise<void> {
    this.#setStatus(live.record, "DEPLOYING");
    await this.#stopProcess(live);
    if (this.#live !== live || this.#isStopped) return;
    live.record.isStopped = false;
    const process = await this.#runAgain(live);
    const readiness = await process?.becomeReady(this.#runner.readinessRule, new AbortController().signal);
    if (this.#live !== live || this.#isStopped) return;
    const isUp = readiness === "ready" || readiness === "completed";
    if (!isUp) await this.#stopProcess(live);
    this.#setStatus(live.record, isUp ? "SUCCESS" : "CRASHED");
    if (isUp) this.#track(this.#keepAlive(live));
  }

  async #stopProcess(live: Live | undefined): Promise<void> {
    await live?.process?.stop(this.#runner.drainingMs(live.record));
  }

  async #retire(live: Live): Promise<void> {
    this.#setStatus(live.record, "REMOVING");
    if (live.process !== undefined) live.record.logs.append("stdout", "Stopping Container");
    await this.#stopProcess(live);
    await this.#runner.clear(live.record);
    this.#setStatus(live.record, "REMOVED");
  }

  #track(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  #setStatusUnless(signal: AbortSignal, record: DeploymentRecord, status: DeploymentStatus): void {
    if (!signal.aborted) this.#setStatus(record, status);
  }

  #setStatus(record: DeploymentRecord, status: DeploymentStatus): void {
    record.status = status;
    this.#changed(record);
  }

  #changed(record: DeploymentRecord): void {
    record.updatedAt = new Date();
    this.#surroundings.onChange(this);
  }
}

/** A deployment that was active and restarts is `DEPLOYING` too, but nothing to be superseded. */
function isOnItsWay(record: DeploymentRecord): boolean {
  return !record.wasActive && isInProgress(record.status);
}

function commitOf(record: DeploymentRecord): Commit {
  const { commitHash, commitAuthor, commitMessage } = record.meta;
  return { hash: commitHash, author: commitAuthor, message: commitMessage };
}
