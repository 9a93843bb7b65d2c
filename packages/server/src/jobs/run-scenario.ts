/** A scenario through Slack: say it as a person would, read the thread until the expected reply or the limit. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Bot, Scenario } from "../domain/bot.ts";
import type { Instant } from "../domain/instant.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { Chat, ChatMessage } from "../ports/chat.ts";

/** Slack allows conversations.replies about 50 times a minute (Tier 3), so looking gets rarer as time goes by. */
const FIRST_LOOK_MS = 150;
const LONGEST_PAUSE_MS = 2_000;

export interface ScenarioTry {
  readonly bot: Bot;
  readonly scenario: Scenario;
  readonly tester: Chat;
  /** Names this try for ever. */
  readonly key: string;
  readonly attempt: number;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
}

/** Throws `PortError` when Slack itself could not be used: that says nothing about the bot. */
export async function runScenario(scenarioTry: ScenarioTry): Promise<ScenarioRun> {
  const { bot, scenario, tester, key, now, signal } = scenarioTry;
  const said = await tester.post({
    channel: bot.channel,
    text: `<@${bot.userId}> ${scenario.say}`,
    key,
    attempt: scenarioTry.attempt,
    signal,
  });
  const end = now() + scenario.withinMs;
  let pause = FIRST_LOOK_MS;
  let replies: readonly ChatMessage[] = [];
  for (let last = false; !last; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    await sleep(Math.max(0, Math.min(pause, end - now())), undefined, { signal });
    last = now() >= end;
    replies = await readReplies(scenarioTry, said);
    const answer = replies.find(({ text }) => scenario.expect.test(text));
    if (answer !== undefined) return toRun(scenarioTry, said, { outcome: "passed", reply: answer });
  }
  const [reply] = replies;
  return reply === undefined
    ? toRun(scenarioTry, said, { outcome: "silent" })
    : toRun(scenarioTry, said, { outcome: "wrong", reply });
}

async function readReplies({ bot, tester, signal }: ScenarioTry, said: ChatMessage): Promise<readonly ChatMessage[]> {
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
