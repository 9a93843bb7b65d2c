import { setTimeout as pause } from "node:timers/promises";
import type { SlackControl } from "@allclear/simulators";
import type { SlackWorkspace } from "../demo/slack-workspace.ts";
import { createRandom } from "../soak/random.ts";
import type { Question } from "./story.ts";

/** One question to the bot, and what the person who asked saw. */
export interface Exchange {
  readonly question: Question;
  readonly at: number;
  readonly outcome: "answered" | "wrong" | "nothing" | "refused";
  /** Until the answer was there; missing where nothing came. */
  readonly tookMs?: number;
}

export interface Traffic {
  readonly exchanges: readonly Exchange[];
  pace(everyMs: number): void;
  /** Resolves when the last question has its outcome. */
  stop(): Promise<void>;
}

export interface TrafficPlan {
  readonly slack: SlackControl;
  readonly workspace: SlackWorkspace;
  readonly questions: readonly Question[];
  readonly everyMs: number;
  readonly seed: string;
}

/** How long people wait before they call it no answer. */
const patienceMs = 8_000;
const names = ["Acme", "Globex", "Initech", "Acme Robotics", "Umbrella Foods"] as const;
const people = ["ana", "ben", "chloe"] as const;

const expected: Readonly<Record<Question, (name: string) => RegExp>> = {
  help: () => /what I can do/,
  search: (name) => new RegExp(`\\*${name}`),
  notes: (name) => new RegExp(`otes about ${name}`),
  ask: () => /Ana owns the deal/,
  "/crm": () => /./,
};

/** Asks until it is stopped, as people do: not evenly, and each without waiting for the others. */
export function driveTraffic(plan: TrafficPlan): Traffic {
  const stopping = new AbortController();
  const random = createRandom(plan.seed);
  const exchanges: Exchange[] = [];
  const open = new Set<Promise<void>>();
  let everyMs = plan.everyMs;
  const run = async () => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      const question = plan.questions[turn % plan.questions.length] ?? "help";
      const about = { question, name: random.pick(names), person: random.pick(people) };
      const exchange = ask(plan, about).then((done) => void exchanges.push(done));
      open.add(exchange);
      void exchange.finally(() => open.delete(exchange));
      await pause(everyMs * (0.6 + 0.8 * random.fraction()), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  };
  const running = run();
  return {
    exchanges,
    pace: (next) => {
      everyMs = next;
    },
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(open);
    },
  };
}

interface About {
  readonly question: Question;
  readonly name: (typeof names)[number];
  readonly person: (typeof people)[number];
}

async function ask(plan: TrafficPlan, about: About): Promise<Exchange> {
  return about.question === "/crm" ? await askByCommand(plan, about) : await askByMention(plan, about);
}

async function askByMention({ slack, workspace }: TrafficPlan, { question, name, person }: About): Promise<Exchange> {
  const at = Date.now();
  const channel = workspace.names.channels.users;
  const words = {
    help: "help",
    search: `search ${name}`,
    notes: `notes ${name}`,
    ask: `ask who owns ${name}?`,
    "/crm": "",
  };
  const text = `<@${workspace.bot.botUserId}> ${words[question]}`;
  const ts = await slack.say({ channel, user: workspace.people[person], text });
  const isReply = (message: { readonly thread_ts?: string; readonly ts: string }) =>
    message.thread_ts === ts && message.ts !== ts;
  const reply = await slack.waitForMessage(channel, isReply, patienceMs).catch(() => undefined);
  if (reply === undefined) return { question, at, outcome: "nothing" };
  const isRight = expected[question](name).test(reply.text) || /There are no notes/.test(reply.text);
  return { question, at, outcome: isRight ? "answered" : "wrong", tookMs: Date.now() - at };
}

/** What counts is whether Slack shows the person an error. */
async function askByCommand({ slack, workspace }: TrafficPlan, { question, name, person }: About): Promise<Exchange> {
  const at = Date.now();
  const { acked } = await slack.slashCommand({
    appId: workspace.bot.appId,
    channel: workspace.names.channels.users,
    user: workspace.people[person],
    command: "/crm",
    text: `ask who owns ${name}?`,
  });
  return acked ? { question, at, outcome: "answered", tookMs: Date.now() - at } : { question, at, outcome: "refused" };
}
