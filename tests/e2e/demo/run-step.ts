import { setTimeout as pause } from "node:timers/promises";
import type { CommitStep, SayStep, Step, WaitStep } from "./fault-schema.ts";
import { type RailwayStep, type SlackStep, toRailwayFault, toSlackFault } from "./service-steps.ts";
import type { World } from "./start-world.ts";
import { waitFor } from "./wait-for.ts";

/** Carries out the steps of one fault file, and remembers what they made. */
export interface StepRunner {
  /** Rejects with a sentence when a step cannot be carried out. */
  run(steps: readonly Step[]): Promise<void>;
  /** Ids of the commits made so far, by label. */
  readonly commits: ReadonlyMap<string, string>;
  /** Values that came to be in a step and must never be read. */
  readonly secrets: readonly string[];
}

interface Run {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  readonly commits: Map<string, string>;
  readonly secrets: string[];
  readonly tokens: { bot: string; allclear: string; tester: string };
  readonly scripted: { clear(): Promise<void> }[];
  lastCommit: string | undefined;
}

export function createStepRunner(options: Pick<Run, "world" | "signal" | "progress">): StepRunner {
  const run: Run = {
    ...options,
    commits: new Map(),
    secrets: [],
    tokens: { ...options.world.slack.names.tokens },
    scripted: [],
    lastCommit: undefined,
  };
  return {
    commits: run.commits,
    secrets: run.secrets,
    run: async (steps) => {
      for (const step of steps) await runStep(run, step);
    },
  };
}

async function runStep(run: Run, step: Step): Promise<void> {
  const { world, signal, progress } = run;
  signal.throwIfAborted();
  if (step.commit !== undefined) await commit(run, step.commit);
  if (step.variables !== undefined) {
    progress(`somebody changes variables of the bot: ${Object.keys(step.variables).join(", ")}`);
    await world.service.control.setVariables(world.service.serviceId, step.variables);
  }
  if (step.say !== undefined) await say(run, step.say);
  if (step.wait !== undefined) await wait(run, step.wait);
  if (step.pause !== undefined) await pause(step.pause, undefined, { signal });
  if (step.slack !== undefined) await changeSlack(run, step.slack);
  if (step.railway !== undefined) await changeRailway(run, step.railway);
}

async function commit(run: Run, step: CommitStep): Promise<void> {
  const id = await run.world.repository.commit(step, run.signal);
  run.lastCommit = id;
  if (step.label !== undefined) run.commits.set(step.label, id);
  const [subject = ""] = step.message.split("\n");
  run.progress(`${step.author} ${step.push ? "pushes" : "makes"} commit ${id.slice(0, 7)}: ${subject}`);
}

async function say({ world, signal, progress }: Run, step: SayStep): Promise<void> {
  const { slack } = world;
  const channel = slack.names.channels[step.channel];
  const text = step.mention ? `<@${slack.bot.botUserId}> ${step.text}` : step.text;
  progress(`${step.user} says in Slack: ${step.text}`);
  const ts = await slack.control.say({ channel, user: slack.people[step.user], text });
  if (step.reply === undefined) return;
  const expected = new RegExp(step.reply, "iu");
  const findReply = async () =>
    (await slack.control.thread(channel, ts)).find((message) => message.ts !== ts && expected.test(message.text));
  await waitFor(findReply, { what: `a reply to "${step.text}"`, withinMs: step.within, signal });
}

async function wait(run: Run, step: WaitStep): Promise<void> {
  const { deployment, log, event } = step;
  const patience = (what: string) => ({ what, withinMs: step.within, signal: run.signal });
  if (deployment !== undefined) {
    const commitId = step.commit === undefined ? run.lastCommit : run.commits.get(step.commit);
    const of = commitId === undefined ? "" : ` of ${commitId.slice(0, 7)}`;
    run.progress(`waiting until the deployment${of} is ${deployment}`);
    await waitFor(() => findDeployment(run.world, deployment, commitId), patience(`a ${deployment} deployment${of}`));
  }
  if (log !== undefined) await waitFor(() => findLogLine(run.world, log), patience(`the log line ${log}`));
  if (event !== undefined) await waitFor(() => findEvent(run.world, event), patience(`the event ${event}`));
}

const statuses = { live: "SUCCESS", failed: "FAILED", crashed: "CRASHED" } as const;

async function findDeployment({ service }: World, state: keyof typeof statuses, commitId: string | undefined) {
  const all = await service.control.deployments(service.serviceId);
  const [newest] = all.filter(({ meta }) => commitId === undefined || meta.commitHash === commitId);
  return newest?.status === statuses[state] ? newest : undefined;
}

async function findLogLine({ service }: World, wanted: string): Promise<true | undefined> {
  const pattern = new RegExp(wanted, "iu");
  for (const { id } of (await service.control.deployments(service.serviceId)).slice(0, 3)) {
    if ((await service.control.logs(id)).some(({ message }) => pattern.test(message))) return true;
  }
  return undefined;
}

async function findEvent({ viewer }: World, type: string): Promise<true | undefined> {
  const [newest] = await viewer.listIncidents();
  if (newest === undefined) return undefined;
  const { events } = await viewer.showTimeline(newest.incidentId, 0);
  return events.some((entry) => entry.type === type) ? true : undefined;
}

async function changeSlack(run: Run, step: SlackStep): Promise<void> {
  const { control, names } = run.world.slack;
  run.progress(`Slack: ${Object.keys(step).join(", ")}`);
  if (step.script !== undefined) await control.script(toSlackFault(step.script, { ...names, tokens: run.tokens }));
  if (step.clearFaults !== undefined) await control.clearFaults();
  if (step.dropSockets !== undefined)
    await control.dropSockets(names.appIds[step.dropSockets.app], step.dropSockets.how);
  if (step.deafen !== undefined) await control.deafen(names.appIds[step.deafen.app], step.deafen.deaf);
  if (step.refuseSockets !== undefined) {
    await control.refuseSockets(names.appIds[step.refuseSockets.app], step.refuseSockets.refuse);
  }
  if (step.setSubscription !== undefined) {
    await control.setSubscription(names.appIds[step.setSubscription.app], step.setSubscription.enabled);
  }
  await changeAccess(run, step);
}

async function changeAccess({ world, tokens, secrets }: Run, step: SlackStep): Promise<void> {
  const { control, names, bot, allclear } = world.slack;
  const userIds = { bot: bot.botUserId, allclear: allclear.botUserId };
  if (step.revokeToken !== undefined) await control.revokeToken(tokens[step.revokeToken.of]);
  if (step.rotateToken !== undefined) {
    const token = await control.rotateToken(tokens[step.rotateToken.of]);
    tokens[step.rotateToken.of] = token;
    secrets.push(token);
  }
  if (step.kick !== undefined) await control.kick(names.channels[step.kick.channel], userIds[step.kick.app]);
  if (step.archive !== undefined) await control.archive(names.channels[step.archive.channel]);
}

async function changeRailway({ world, scripted, progress }: Run, step: RailwayStep): Promise<void> {
  const { control, token } = world.service;
  progress(`Railway: ${Object.keys(step).join(", ")}`);
  if (step.script !== undefined) scripted.push(await control.script(toRailwayFault(step.script)));
  if (step.clearFaults !== undefined) await Promise.all(scripted.map((fault) => fault.clear()));
  if (step.revokeToken !== undefined) await control.revokeToken(token);
}
