import { setTimeout as sleep } from "node:timers/promises";
import { waitFor } from "../demo/wait-for.ts";
import type { Traffic } from "./drive-traffic.ts";
import { readCommits } from "./read-commits.ts";
import type { Scene } from "./start-scene.ts";
import type { Hands } from "./story.ts";

/** A variable that somebody changed on the platform's page. */
export interface VariableChange {
  readonly name: string;
  readonly at: number;
  readonly author: string;
  readonly before: string | undefined;
  readonly after: string | null;
}

export interface Acting {
  readonly hands: Hands;
  readonly variableChanges: readonly VariableChange[];
}

/** A build, a start and its health check take a few seconds. */
const deployWithinMs = 60_000;
const settled = new Set(["SUCCESS", "FAILED", "CRASHED"]);

export function createHands(
  scene: Scene,
  {
    traffic,
    variables,
    signal,
  }: { traffic: Traffic; variables: Readonly<Record<string, string>>; signal: AbortSignal },
): Acting {
  const { service, slack, repository } = scene;
  const variableChanges: VariableChange[] = [];
  const commits = readCommits();
  const current = new Map(Object.entries(variables));
  const whenSettled = async (known: ReadonlySet<string>) => {
    const look = async () => {
      const [newest] = await service.control.deployments(service.serviceId);
      return newest !== undefined && !known.has(newest.id) && settled.has(newest.status) ? newest : undefined;
    };
    await waitFor(look, { what: "the deployment to end", withinMs: deployWithinMs, signal });
  };
  const deployments = async () => new Set((await service.control.deployments(service.serviceId)).map(({ id }) => id));
  const hands: Hands = {
    commit: async (name) => {
      const step = commits[name];
      if (step === undefined) throw new Error(`commits.yaml has no commit ${name}`);
      const known = await deployments();
      const id = await repository.commit(step, signal);
      await whenSettled(known);
      return id;
    },
    setVariable: async (name, value, author) => {
      const known = await deployments();
      variableChanges.push({ name, at: Date.now(), author, before: current.get(name), after: value });
      if (value === null) current.delete(name);
      else current.set(name, value);
      await service.control.setVariables(service.serviceId, { [name]: value });
      await whenSettled(known);
    },
    pause: (seconds) => sleep(seconds * 1_000, undefined, { signal }),
    pace: (everyMs) => traffic.pace(everyMs),
    disturbAnthropic: (disturbance) => scene.anthropic.disturb(disturbance),
    disturbAttio: (disturbance) => scene.attio.disturb(disturbance),
    expireToken: async () => void (await slack.control.rotateToken(slack.bot.botToken)),
    refuseSockets: async () => {
      await slack.control.refuseSockets(slack.bot.appId, true);
      await slack.control.dropSockets(slack.bot.appId, "reset");
    },
    editCompanies: (edit) => {
      scene.companies.current = edit(scene.companies.current);
    },
    models: scene.models,
  };
  return { hands, variableChanges };
}
