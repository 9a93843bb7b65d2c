import type { ScenarioFile } from "./fault-schema.ts";
import type { World } from "./start-world.ts";
import { waitFor } from "./wait-for.ts";

const withinMs = 60_000;

/**
 * Waits until the bot has answered every scenario's message as expected, and the next one of each stands in the
 * channel, so that Allclear has read the answer. Only messages after `since` (milliseconds) count.
 */
export async function untilPassed(world: World, since: number, signal: AbortSignal): Promise<void> {
  let waiting: readonly string[] = [];
  const look = async () => {
    const messages = await world.slack.control.messages(world.slack.names.channels.users);
    const ended = world.server.ended();
    if (ended !== undefined) throw new Error(`Allclear is not running any more: ${ended}`);
    const recent = messages.filter(({ ts }) => Number(ts) * 1_000 >= since);
    waiting = world.scenarios.filter((scenario) => !hasPassed(world, recent, scenario)).map(({ id }) => id);
    return waiting.length === 0 ? true : undefined;
  };
  await waitFor(look, { what: "the bot to answer every scenario once", withinMs, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (waiting.length === 0) throw error;
    throw new Error(`The bot does not answer these scenarios as expected before the fault: ${waiting.join(", ")}`, {
      cause: error,
    });
  });
}

interface Message {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly text: string;
}

function hasPassed({ slack }: World, messages: readonly Message[], scenario: ScenarioFile): boolean {
  const said = `<@${slack.bot.botUserId}> ${scenario.say}`;
  const expected = new RegExp(scenario.expect, "iu");
  const asked = messages.filter(({ user, text }) => user === slack.tester.id && text === said);
  const answered = asked.filter(({ ts }) =>
    messages.some(
      ({ thread_ts: thread, user, text }) => thread === ts && user === slack.bot.botUserId && expected.test(text),
    ),
  );
  const [first] = answered;
  return first !== undefined && asked.at(-1) !== first;
}
