import { App } from "@slack/bolt";
import { createAssistant } from "./assistant.ts";
import { loadFromAttio, probeAttio } from "./attio.ts";
import { answerCommand, type Command, parseCommand } from "./commands.ts";
import { loadCompanies as loadFromFile } from "./companies.ts";
import type { Config } from "./config.ts";
import { type Dependency, rememberSuccess } from "./health.ts";
import { logRequest } from "./request-log.ts";
import type { Reply } from "./search.ts";

export interface CrmBot {
  readonly app: App;
  /** Whether companies can be had. */
  readonly companies: Dependency;
  /** Resolves when no request is being answered any more. */
  settled(): Promise<void>;
}

export function createCrmBot(config: Config): CrmBot {
  const running = new Set<Promise<void>>();
  const { attio, assistant } = config;
  const loadCompanies = attio === undefined ? loadFromFile : () => loadFromAttio(attio);
  const sources = { loadCompanies, ask: assistant === undefined ? undefined : createAssistant(assistant) };
  const app = new App({
    token: config.botToken,
    appToken: config.appToken,
    socketMode: true,
    clientOptions: config.slackApiUrl === undefined ? {} : { slackApiUrl: config.slackApiUrl },
  });
  const serve = async (command: Command, send: (reply: Reply) => Promise<unknown>) => {
    const request = logRequest(command.name, command.query, async () => {
      const reply = await answerCommand(command, config.features, sources);
      await send(reply);
    });
    running.add(request);
    await request.finally(() => running.delete(request));
  };
  app.event("app_mention", async ({ event, say }) => {
    await serve(parseCommand(event.text), (reply) => say({ ...reply, thread_ts: event.thread_ts ?? event.ts }));
  });
  app.command("/crm", async ({ command, ack, respond }) => {
    await ack();
    await serve(parseCommand(command.text), (reply) => respond({ ...reply, response_type: "ephemeral" }));
  });
  const companies: Dependency =
    attio === undefined
      ? { name: "data", probe: loadFromFile }
      : { name: "attio", probe: rememberSuccess(() => probeAttio(attio), 10_000) };
  return { app, companies, settled: async () => void (await Promise.allSettled(running)) };
}
