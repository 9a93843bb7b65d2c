/** A scenario through Slack: say it as a person would, read the thread until the expected reply or the limit. */

import type { Bot, Scenario } from "../domain/bot.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { ChatMessage } from "../ports/chat.ts";
import { escapeText, unescapeText } from "./chat-text.ts";
import type { JobWorld } from "./job.ts";
import { matchReply } from "./match-reply.ts";

/** Slack allows conversations.replies about 50 times a minute (Tier 3), so looking gets rarer as time goes by. */
const FIRST_LOOK_MS = 150;
const LONGEST_PAUSE_MS = 2_000;

export interface ScenarioTry {
  readonly bot: Bot;
  readonly scenario: Scenario;
  /** Names this try for ever. */
  readonly key: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

type Asking = Pick<JobWorld, "tester" | "now" | "sleep">;

/** Throws `PortError` when Slack itself could not be used: that says nothing about the bot. */
export async function runScenario(scenarioTry: ScenarioTry, world: Asking): Promise<ScenarioRun> {
  const { bot, scenario, key, attempt, signal } = scenarioTry;
  const text = `<@${bot.userId}> ${escapeText(scenario.say)}`;
  const said = await world.tester.post({ channel: bot.channel, text, key, attempt, signal });
  const end = world.now() + scenario.withinMs;
  let pause = FIRST_LOOK_MS;
  let replies: readonly ChatMessage[] = [];
  for (let last = false; !last; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    await world.sleep(Math.max(0, Math.min(pause, end - world.now())), signal);
    last = world.now() >= end;
    replies = await readReplies(scenarioTry, said, world);
    const answer = replies.find(({ text: read }) => matchReply(scenario.expect, unescapeText(read)));
    if (answer !== undefined) return toRun(scenarioTry, said, { outcome: "passed", reply: answer });
  }
  const [reply] = replies;
  return reply === undefined
    ? toRun(scenarioTry, said, { outcome: "silent" })
    : toRun(scenarioTry, said, { outcome: "wrong", reply });
}

async function readReplies(
  { bot, signal }: ScenarioTry,
  said: ChatMessage,
  { tester }: Asking,
): Promise<readonly ChatMessage[]> {
  const thread = await tester.readThread({ channel: bot.channel, threadId: said.id, signal });
  return thread.filter((message) => message.author === bot.userId);
}

interface Heard {
  readonly outcome: ScenarioRun["outcome"];
  readonly reply?: ChatMessage;
}

function toRun({ scenario }: ScenarioTry, said: ChatMessage, { outcome, reply }: Heard): ScenarioRun {
  return {
    scenarioId: scenario.id,
    feature: scenario.feature,
    core: scenario.core,
    at: said.at,
    outcome,
    ...(reply === undefined ? {} : { latencyMs: Math.max(0, reply.at - said.at) }),
  };
}
