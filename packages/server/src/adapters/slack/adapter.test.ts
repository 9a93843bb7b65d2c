import { type SlackSimulator, startSlackSimulator } from "@allclear/simulators";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ChatWorld, describeChat } from "../../ports/chat.suite.ts";
import { createSlackChat } from "./adapter.ts";

interface SlackWorld extends ChatWorld {
  readonly slack: SlackSimulator;
  readonly token: string;
}

async function createSlackWorld(speaksAs: "app" | "tester"): Promise<SlackWorld> {
  const slack = await startSlackSimulator();
  const app = await slack.createApp({ name: "Allclear" });
  const tester = await slack.createUser({ name: "tester" });
  const ana = await slack.createUser({ name: "ana" });
  const { id: channel } = await slack.createChannel({ name: "bots", members: [app.botUserId, tester.id, ana.id] });
  const token =
    speaksAs === "app" ? app.botToken : await slack.createUserToken({ appId: app.appId, userId: tester.id });
  return {
    slack,
    token,
    chat: createSlackChat({ token, apiUrl: slack.apiUrl }),
    channel,
    say: (text, threadTs) =>
      slack.say({ channel, user: ana.id, text, ...(threadTs === undefined ? {} : { threadTs }) }),
    texts: async () => (await slack.messages(channel)).map(({ text }) => text),
    loseNextAnswer: async () => {
      await slack.script({ kind: "reset", method: "chat.postMessage", afterEffect: true, times: 1 });
    },
    limitNextCall: async (retryAfterMs) => {
      await slack.script({ kind: "rate-limited", retryAfterSeconds: retryAfterMs / 1_000, times: 1 });
    },
    revoke: () => slack.revokeToken(token),
    close: () => slack.stop(),
  };
}

describeChat({ name: "The Slack adapter as the app", create: () => createSlackWorld("app") });
describeChat({ name: "The Slack adapter as the tester", create: () => createSlackWorld("tester") });

describe("The Slack adapter", () => {
  let world: SlackWorld;
  const { signal } = new AbortController();
  const post = (text = "hello") => world.chat.post({ channel: world.channel, text, key: "k1", attempt: 1, signal });

  beforeEach(async () => {
    world = await createSlackWorld("app");
  });
  afterEach(() => world.close());

  test("a long thread is read over all its pages", async () => {
    const parent = await world.say("question");
    for (let index = 0; index < 450; index += 1) await world.say(`reply ${index}`, parent);

    const thread = await world.chat.readThread({ channel: world.channel, threadId: parent, signal });

    expect(thread.map(({ text }) => text)).toEqual(Array.from({ length: 450 }, (_, index) => `reply ${index}`));
  });

  test("an earlier post is found behind hundreds of newer messages", async () => {
    await post();
    for (let index = 0; index < 250; index += 1) await world.say(`chatter ${index}`);

    await world.chat.post({ channel: world.channel, text: "hello", key: "k1", attempt: 2, signal });

    expect((await world.texts()).filter((text) => text === "hello")).toHaveLength(1);
    // Slack leaves metadata out unless it is asked for.
    const looks = await world.slack.calls({ method: "conversations.history" });
    expect(looks.map((look) => String(look.arguments.include_all_metadata))).toEqual(["true", "true"]);
  });

  test.each([
    ["an internal error", { kind: "error", error: "internal_error" }, "unreachable"],
    ["a server error", { kind: "status", status: 503 }, "unreachable"],
    ["a reset connection", { kind: "reset" }, "unreachable"],
    ["a page of HTML", { kind: "html" }, "bad-reply"],
    ["an archived channel", { kind: "error", error: "is_archived" }, "refused"],
  ] as const)("%s is tried once and told as such", async (_, fault, code) => {
    await world.slack.script({ ...fault, method: "chat.postMessage" });

    await expect(post()).rejects.toMatchObject({ code });

    expect(await world.slack.calls({ method: "chat.postMessage" })).toHaveLength(1);
  });

  test("a reply of an unknown form is a bad reply", async () => {
    const body = JSON.stringify({ ok: true, message: { ts: 12 } });
    await world.slack.script({ kind: "status", status: 200, body, contentType: "application/json" });

    await expect(post()).rejects.toMatchObject({ code: "bad-reply" });
  });

  test("a Slack that hangs is left when the signal aborts", async () => {
    await world.slack.script({ kind: "hang", method: "auth.test" });
    const controller = new AbortController();

    const answer = world.chat.whoAmI(controller.signal);
    await vi.waitFor(async () => expect(await world.slack.calls({ method: "auth.test" })).toHaveLength(1));
    controller.abort();

    await expect(answer).rejects.toMatchObject({ code: "timed-out" });
  });

  test("a Slack that hangs is left after the limit of one request", async () => {
    await world.slack.script({ kind: "hang" });
    const chat = createSlackChat({ token: world.token, apiUrl: world.slack.apiUrl, timeoutMs: 50 });

    await expect(chat.whoAmI(signal)).rejects.toMatchObject({ code: "timed-out" });
  });

  test("a Slack that is not there is unreachable", async () => {
    const chat = createSlackChat({ token: world.token, apiUrl: "http://127.0.0.1:1/api/" });

    await expect(chat.whoAmI(signal)).rejects.toMatchObject({ code: "unreachable" });
  });

  test("nothing is printed, and no error holds the token", async () => {
    const levels = ["debug", "log", "info", "warn", "error"] as const;
    const printed = levels.map((level) => vi.spyOn(console, level));
    const fields = { response_metadata: { messages: ["[ERROR] Slack's own words"], warnings: ["a_warning"] } };
    await world.slack.script({ kind: "error", error: "invalid_blocks", fields });

    const error: unknown = await post("").catch((thrown: unknown) => thrown);

    const lines = printed.flatMap((spy) => spy.mock.calls);
    vi.restoreAllMocks();
    expect(error).toMatchObject({ code: "refused" });
    expect(lines).toEqual([]);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(world.token);
  });
});
