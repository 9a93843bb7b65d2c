import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TimelineEntry } from "./allclear-client.ts";
import { createApprover } from "./approver.ts";
import type { Belongings } from "./belongings.ts";
import { compareOutcome, isOver } from "./compare-outcome.ts";
import type { Fault } from "./fault-schema.ts";
import { type Followed, followIncident } from "./follow-incident.ts";
import type { FaultResult, Tell } from "./happening.ts";
import { checkHonesty } from "./honest-checks.ts";
import type { Interruption } from "./interruption.ts";
import { type Milestone, milestonesOf } from "./milestones.ts";
import { createStepRunner, type StepRunner } from "./run-step.ts";
import { channelNames, showText } from "./slack-workspace.ts";
import { startWorld, type World } from "./start-world.ts";
import { readEvent } from "./timeline-events.ts";
import { untilPassed } from "./until-passed.ts";

export interface FaultRun {
  readonly fault: Fault;
  readonly belongings: Belongings;
  readonly interruption: Interruption;
  /** Kept: the review, the timeline and the logs. */
  readonly outputFolder: string;
  readonly tell: Tell;
}

/** A fault and what came of it; `world` is still up. Rejects when the fault could not be run at all. */
export async function runFault(run: FaultRun): Promise<{ readonly result: FaultResult; readonly world: World }> {
  const { fault, tell, interruption } = run;
  const { signal } = interruption;
  tell({ kind: "fault-begins", fault });
  await mkdir(run.outputFolder, { recursive: true });
  const progress = (text: string) => tell({ kind: "progress", text });
  const world = await startWorld({ ...run, bot: fault.bot, progress });
  const steps = createStepRunner({ world, signal, progress });
  progress("the bot runs; waiting until it has answered every question once");
  await untilPassed(world, 0, signal);
  if (fault.before.length > 0) {
    await steps.run(fault.before);
    await untilPassed(world, Date.now(), signal);
  }
  const result = await watchFault(run, world, steps);
  return { result, world };
}

async function watchFault(run: FaultRun, world: World, steps: StepRunner): Promise<FaultResult> {
  const { fault, tell } = run;
  const earlier = (await world.viewer.listIncidents()).length;
  if (earlier > 0) throw new Error("Allclear opened an incident before the fault, while the bot was well");
  const milestones: Milestone[] = [];
  const reach = (reached: Omit<Milestone, "fault">) => {
    const { at, incident, milestone: name, detail } = reached;
    const milestone = { at, fault: fault.name, incident, milestone: name, detail };
    milestones.push(milestone);
    tell({ kind: "milestone", milestone });
  };
  reach({ at: new Date().toISOString(), incident: null, milestone: "fault-injected", detail: fault.title });
  const followed = await breakAndFollow({ run, world, steps, reach });
  const differences = [
    ...compareOutcome(fault.expect, { entries: followed.entries, commits: steps.commits }),
    ...(await checkHonesty({ world, secrets: steps.secrets, faultNames: [fault.name] })),
  ];
  const review = await keepRecord(run, world, followed);
  const { entries } = followed;
  const result = { fault, differences, milestones, entries, outputFolder: run.outputFolder };
  return review === undefined ? result : { ...result, review };
}

interface Watch {
  readonly run: FaultRun;
  readonly world: World;
  readonly steps: StepRunner;
  readonly reach: (milestone: Omit<Milestone, "fault">) => void;
}

/** Both at once: a step of the fault may wait for what the incident brings. */
async function breakAndFollow(watch: Watch): Promise<Followed> {
  const over = new AbortController();
  const signal = AbortSignal.any([watch.run.interruption.signal, over.signal]);
  const injected = watch.steps.run(watch.run.fault.fault);
  const failed = injected.then(() => new Promise<never>(() => undefined));
  try {
    const followed = await Promise.race([failed, follow(watch, signal)]);
    await injected;
    return followed;
  } finally {
    over.abort();
  }
}

async function follow({ run: { fault, tell }, world, reach }: Watch, signal: AbortSignal): Promise<Followed> {
  const approver = createApprover({ world, tell, signal });
  const onEntry = async (incident: string, entry: TimelineEntry, before: readonly TimelineEntry[]) => {
    for (const reached of milestonesOf(entry, before)) reach({ ...reached, incident });
    tell({ kind: "timeline", entry, before });
    await quote(world, entry, tell);
    if (fault.expect.outcome === "all-clear") await approver.read(incident, entry);
  };
  const { within, outcome } = fault.expect;
  const isEnd = (entries: readonly TimelineEntry[]) => approver.isRefused() || isOver(fault.expect, entries);
  const withinMs = within ?? (outcome === "no-incident" ? 20_000 : 180_000);
  const followed = await followIncident({ world, withinMs, signal, onEntry, isOver: isEnd });
  await approver.settled();
  return followed;
}

/** The message as it stands in Slack, not as Allclear says that it posted it. */
async function quote({ slack }: World, entry: TimelineEntry, tell: Tell): Promise<void> {
  const posted = readEvent(entry, "update-posted") ?? readEvent(entry, "page-delivered");
  if (posted === undefined) return;
  const message = (await slack.control.messages(posted.channel)).find(({ ts }) => ts === posted.messageId);
  if (message === undefined) return;
  const channel = posted.channel === slack.names.channels.team ? channelNames.team : channelNames.users;
  tell({
    kind: "message",
    channel: `#${channel}`,
    author: slack.nameOf(message.user),
    text: showText(message.text, slack),
  });
}

/** The review as people read it, and the timeline as it was recorded. Answers with the review's path. */
async function keepRecord(
  { outputFolder }: FaultRun,
  { viewer }: World,
  { incidentId, entries }: Followed,
): Promise<string | undefined> {
  if (incidentId === undefined) return undefined;
  const timeline = await viewer.showTimeline(incidentId, 0);
  await writeFile(join(outputFolder, "timeline.json"), `${JSON.stringify(timeline, undefined, 2)}\n`);
  if (!entries.some(({ type }) => type === "review-written")) return undefined;
  const file = join(outputFolder, "review.md");
  await writeFile(file, await viewer.showReview(incidentId));
  return file;
}
