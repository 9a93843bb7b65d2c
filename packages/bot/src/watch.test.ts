import { afterEach, describe, expect, test } from "vitest";
import { currentSignal } from "./requests/current-signal.ts";
import { currentRequest } from "./requests/request.ts";
import { type Setup, startWatchedBot, type WatchedBot } from "./watched-bot.fixture.ts";

const soon = { timeout: 10_000, interval: 10 };
const lastWord = "I'm experiencing technical difficulties. Please try again in a few minutes.";

const bots: WatchedBot[] = [];
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.stop()));
});

async function start(setup?: Setup): Promise<WatchedBot> {
  const bot = await startWatchedBot(setup);
  bots.push(bot);
  return bot;
}

function fail(): never {
  throw new TypeError("Cannot read properties of undefined (reading 'name')");
}

async function texts(bot: WatchedBot): Promise<readonly string[]> {
  return (await bot.answers()).map(({ text }) => text);
}

const errorsIn = ({ lines }: WatchedBot) => lines.filter((line) => line.startsWith("error"));

describe("a listener that throws", () => {
  test("without the package leaves two error lines and a person without an answer", async () => {
    const bot = await start({ isWatched: false });
    bot.app.event("app_mention", fail);

    await bot.mention("notes for Acme");
    await expect.poll(() => errorsIn(bot).length, soon).toBe(2);

    expect(await texts(bot)).toEqual([]);
  });

  test("is one line with where and what, and the person is answered in the thread", async () => {
    const bot = await start();
    bot.app.event("app_mention", fail);

    const ts = await bot.mention("notes for Acme");
    await expect.poll(() => texts(bot), soon).toEqual([lastWord]);

    const [line = "", ...more] = errorsIn(bot);
    expect(more).toEqual([]);
    expect(JSON.parse(line.replace("error ", ""))).toMatchObject({
      msg: "a listener failed",
      event: { name: "app_mention", channel: bot.channel, thread: ts, user: bot.ana },
      fault: { kind: "unknown", name: "TypeError" },
      message: "Cannot read properties of undefined (reading 'name')",
      frames: [expect.stringContaining("watch.test.ts")],
    });
    expect((await bot.answers())[0]?.thread_ts).toBe(ts);
    expect(line).not.toContain("notes for Acme");
  });

  test.each(["socket", "http"] as const)(
    "before it acknowledged a command does not show Slack's own error (%s)",
    async (delivery) => {
      const bot = await start({ delivery });
      bot.app.command("/crm", fail);

      const outcome = await bot.command();
      await expect
        .poll(async () => (await bot.slack.ephemerals(bot.channel)).map(({ text }) => text), soon)
        .toEqual([lastWord]);

      expect(outcome).toMatchObject({ acked: true });
    },
  );

  test("leaves the answer to the bot's own error handler, which may fail itself", async () => {
    const bot = await start();
    const seen: string[] = [];
    bot.app.error(async (error) => {
      seen.push(error.message);
      throw new Error("the handler is broken too");
    });
    bot.app.event("app_mention", fail);

    await bot.mention("help");
    await expect.poll(() => errorsIn(bot).length, soon).toBe(2);

    expect(seen).toEqual(["Cannot read properties of undefined (reading 'name')"]);
    expect(errorsIn(bot).map((line) => JSON.parse(line.replace("error ", "")).message)).toEqual([
      "Cannot read properties of undefined (reading 'name')",
      "the handler is broken too",
    ]);
    expect(await texts(bot)).toEqual([]);
  });

  test("tells no secret", async () => {
    const bot = await start();
    bot.app.event("app_mention", async () => {
      throw new Error(`request to https://bot:hunter2@attio.example failed with Authorization: Bearer ${bot.botToken}`);
    });

    await bot.mention("help");
    await expect.poll(() => errorsIn(bot).length, soon).toBe(1);

    expect(bot.lines.join()).not.toMatch(/hunter2|xoxb-/);
  });
});

describe("requests", () => {
  test("are written as the playbook looks for them, joined by an id that the bot's own code sees", async () => {
    const bot = await start();
    const seen: unknown[] = [];
    bot.app.event("app_mention", async ({ say }) => {
      seen.push(currentRequest()?.id);
      await say("Here is help");
    });

    await bot.mention("help");
    await expect.poll(() => bot.lines.filter((line) => line.includes("completed")).length, soon).toBe(1);

    const [started, completed] = bot.lines.filter((line) => line.includes("request="));
    expect(started).toBe(`info START app_mention request=${seen[0]}`);
    expect(completed).toMatch(new RegExp(`^info completed app_mention request=${seen[0]} took \\d+ms$`));
  });

  test("that failed say so", async () => {
    const bot = await start();
    bot.app.command("/crm", fail);

    await bot.command();
    await expect.poll(() => bot.lines.some((line) => line.includes("failed /crm request=")), soon).toBe(true);
  });

  test("that take long are told of, and those that take too long are stopped", async () => {
    const bot = await start({ watch: { limits: { softMs: 20, hardMs: 200 } } });
    const aborted = Promise.withResolvers<unknown>();
    bot.app.event("app_mention", async () => {
      const signal = currentSignal();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      aborted.resolve(signal.reason);
    });

    await bot.mention("summarise everything");
    await expect
      .poll(() => texts(bot), soon)
      .toEqual(["Still working on it…", "This took too long, so I stopped. Please try again in a few minutes."]);

    expect(await aborted.promise).toMatchObject({ name: "TimeoutError" });
    expect(bot.reports).toContainEqual(
      expect.objectContaining({ type: "fault", fault: expect.objectContaining({ kind: "timeout" }) }),
    );
  });

  test("that nobody acknowledges are told of in Socket Mode too", async () => {
    const bot = await start();
    bot.app.command("/crm", async () => undefined);

    await bot.command();
    await expect.poll(() => bot.reports.map(({ type }) => type), soon).toContain("not-acknowledged");
  });
});

describe("a message that Slack would refuse", () => {
  const empty = {
    text: "Notes",
    blocks: [{ type: "section", text: { type: "mrkdwn", text: "" } }, { type: "divider" }],
  };

  test("without the package is lost", async () => {
    const bot = await start({ isWatched: false });
    bot.app.event("app_mention", async ({ say }) => void (await say(empty)));

    await bot.mention("notes");
    await expect.poll(() => errorsIn(bot).join(), soon).toContain("invalid_blocks");

    expect(await texts(bot)).toEqual([]);
  });

  test.each(["say", "client", "apiCall"])("is repaired and arrives (%s)", async (way) => {
    const bot = await start();
    bot.app.event("app_mention", async ({ say, client, event }) => {
      const message = { ...empty, channel: event.channel };
      if (way === "say") await say(empty);
      else if (way === "client") await client.chat.postMessage(message);
      else await client.apiCall("chat.postMessage", message);
    });

    await bot.mention("notes");
    await expect.poll(async () => (await bot.answers()).map(({ blocks }) => blocks?.length), soon).toEqual([1]);

    expect(bot.reports).toContainEqual({
      type: "message-repaired",
      method: "chat.postMessage",
      broken: expect.arrayContaining([{ rule: "section.text.min_length", path: "/blocks/0/text/text" }]),
    });
  });

  test("and that is refused even so arrives as text", async () => {
    const bot = await start();
    await bot.slack.script({ kind: "error", error: "invalid_blocks", method: "chat.postMessage", times: 1 });
    bot.app.event(
      "app_mention",
      async ({ say }) =>
        void (await say({
          text: "",
          blocks: [{ type: "section", text: { type: "mrkdwn", text: "*Acme* has 3 notes" } }],
        })),
    );

    await bot.mention("notes");
    await expect.poll(() => texts(bot), soon).toEqual(["*Acme* has 3 notes"]);

    expect(bot.reports).toContainEqual(
      expect.objectContaining({ type: "message-refused", code: "invalid_blocks", wasSentAsText: true }),
    );
  });

  test("is repaired on its way to a response URL", async () => {
    const bot = await start();
    bot.app.command("/crm", async ({ ack, respond }) => {
      await ack();
      await respond(empty);
    });

    await bot.command();
    await expect
      .poll(async () => (await bot.slack.ephemerals(bot.channel)).map(({ text }) => text), soon)
      .toEqual(["Notes"]);

    expect(errorsIn(bot)).toEqual([]);
  });
});

test("a refused token is told once, not with every message", async () => {
  const bot = await start();
  await bot.slack.script({ kind: "error", error: "invalid_auth", method: "chat.postMessage" });
  bot.app.event("app_mention", async ({ say }) => void (await say("Hello")));

  await bot.mention("one");
  await bot.mention("two");
  await expect.poll(() => bot.reports.filter(({ type }) => type === "fault").length, soon).toBe(2);

  const told = bot.reports.filter(({ type }) => type === "credential-refused");
  expect(told).toEqual([
    expect.objectContaining({ dependency: "slack", fault: expect.objectContaining({ code: "invalid_auth" }) }),
  ]);
});

describe("an event that comes again", () => {
  const mention = (id: string, channel: string) => ({
    body: {
      type: "event_callback",
      event_id: id,
      team_id: "T1",
      event: { type: "app_mention", channel, user: "U1", text: "hi", ts: "1.2" },
    },
    ack: async () => undefined,
  });

  test("runs once, also while the first run is under way", async () => {
    const bot = await start();
    let runs = 0;
    bot.app.event("app_mention", async ({ say }) => {
      runs += 1;
      await say("Hello");
    });

    await Promise.all([
      bot.app.processEvent(mention("Ev1", bot.channel)),
      bot.app.processEvent(mention("Ev1", bot.channel)),
    ]);
    await bot.app.processEvent(mention("Ev1", bot.channel));

    expect(runs).toBe(1);
    expect(bot.reports.filter(({ type }) => type === "redelivery-skipped")).toHaveLength(2);
  });

  test("after a failed run runs again", async () => {
    const bot = await start();
    let runs = 0;
    bot.app.event("app_mention", async () => {
      runs += 1;
      if (runs === 1) fail();
    });

    for (let index = 0; index < 3; index += 1) await bot.app.processEvent(mention("Ev1", bot.channel));

    expect(runs).toBe(2);
  });
});

test("protected calls carry the request that they belong to", async () => {
  const bot = await start();
  const attio = bot.allclear?.protect("attio", async () => "Acme Ltd");
  bot.app.event("app_mention", async ({ say }) => void (await say((await attio?.()) ?? "")));

  await bot.mention("find Acme");
  await expect.poll(() => texts(bot), soon).toEqual(["Acme Ltd"]);

  const started = bot.reports.find(({ type }) => type === "request-started");
  expect(bot.reports).toContainEqual(
    expect.objectContaining({
      type: "call",
      dependency: "attio",
      outcome: "ok",
      request: started && "request" in started ? started.request : "",
    }),
  );
});

test("a listener of reports that throws harms nobody", async () => {
  const bot = await start({ watch: { onReport: fail } });
  bot.app.event("app_mention", async ({ say }) => void (await say("Here is help")));

  await bot.mention("help");
  await expect.poll(() => texts(bot), soon).toEqual(["Here is help"]);
});

test("the health page knows of Slack, of breakers and of the last request", async () => {
  const bot = await start();
  bot.allclear?.protect("attio", async () => "Acme Ltd");
  bot.app.event("app_mention", async ({ say }) => void (await say("Here is help")));

  await bot.mention("help");
  await expect.poll(() => texts(bot), soon).toHaveLength(1);
  await expect.poll(() => bot.reports.map(({ type }) => type), soon).toContain("request-ended");
  const health = await bot.allclear?.health.check();

  expect(health).toMatchObject({
    status: "healthy",
    dependencies: { slack: "connected" },
    lastEventAt: expect.any(String),
    lastAnswerAt: expect.any(String),
  });
});
