import { afterEach, beforeEach, expect, test } from "vitest";
import type { AppCredentials } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

let slack: SlackSimulator;
let app: AppCredentials;
let channel: string;
let clock: number;

beforeEach(async () => {
  clock = Date.parse("2026-11-23T10:00:00Z");
  slack = await startSlackSimulator({ rateLimits: true, now: () => clock });
  app = await slack.createApp({ name: "crm-bot" });
  channel = (await slack.createChannel({ name: "sales", members: [app.botUserId] })).id;
});

afterEach(() => slack.stop());

const post = (text = "hello", options = {}) =>
  quietClient(slack.apiUrl, app.botToken, options).chat.postMessage({ channel, text });

test("a scripted error comes so many times, with its further fields, and then Slack works again", async () => {
  await slack.script({
    method: "chat.postMessage",
    kind: "error",
    error: "fatal_error",
    fields: { hint: 1 },
    times: 2,
  });

  expect(await refusalOf(post())).toMatchObject({ error: "fatal_error", hint: 1 });
  expect((await refusalOf(post())).error).toBe("fatal_error");
  expect((await post()).ok).toBe(true);
});

test("a fault without a number of times stays until it is cleared", async () => {
  const fault = await slack.script({ kind: "error", error: "service_unavailable" });

  expect((await refusalOf(post())).error).toBe("service_unavailable");
  expect((await refusalOf(post())).error).toBe("service_unavailable");
  await fault.clear();
  expect((await post()).ok).toBe(true);
});

test("a fault hits only the method, app, token and channel it names", async () => {
  const other = await slack.createApp({ name: "other" });
  await slack.invite(channel, other.botUserId);
  const elsewhere = (await slack.createChannel({ name: "elsewhere", members: [app.botUserId] })).id;
  await slack.script({ method: "chat.postMessage", token: app.botToken, channel, kind: "error", error: "fatal_error" });
  const mine = quietClient(slack.apiUrl, app.botToken);

  expect((await refusalOf(mine.chat.postMessage({ channel, text: "x" }))).error).toBe("fatal_error");
  expect((await mine.chat.postMessage({ channel: elsewhere, text: "x" })).ok).toBe(true);
  expect((await mine.auth.test()).ok).toBe(true);
  expect((await quietClient(slack.apiUrl, other.botToken).chat.postMessage({ channel, text: "x" })).ok).toBe(true);
});

test("a scripted 429 carries Retry-After", async () => {
  await slack.script({ kind: "rate-limited", retryAfterSeconds: 7, times: 1 });

  await expect(post("x", { rejectRateLimitedCalls: true })).rejects.toMatchObject({
    code: "slack_webapi_rate_limited_error",
    retryAfter: 7,
  });
});

test("a scripted 503 reaches the client as an HTTP error", async () => {
  await slack.script({ kind: "status", status: 503, times: 1 });

  await expect(post()).rejects.toMatchObject({ code: "slack_webapi_http_error", statusCode: 503 });
});

test("an HTML page where JSON is expected is what the client makes of it", async () => {
  await slack.script({ kind: "html", times: 1 });

  expect((await refusalOf(post())).error).toContain("<!DOCTYPE html>");
});

test("a hanging call ends only by the client's own timeout", async () => {
  await slack.script({ kind: "hang", times: 1 });

  await expect(post("x", { timeout: 100 })).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  expect((await slack.calls({ method: "chat.postMessage" })).map((call) => call.status)).toEqual([0]);
});

test("a slow call is late and right", async () => {
  await slack.script({ kind: "slow", delayMs: 300, times: 1 });

  await expect(post("late", { timeout: 30 })).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  expect((await slack.waitForMessage(channel, (message) => message.text === "late", 5000)).text).toBe("late");
});

test("a reset after the effect leaves the message posted though the client saw an error", async () => {
  await slack.script({ kind: "reset", afterEffect: true, times: 1 });

  await expect(post("once")).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  expect((await slack.messages(channel)).map((message) => message.text)).toEqual(["once"]);
});

test("a plain reset has no effect", async () => {
  await slack.script({ kind: "reset", times: 1 });

  await expect(post("never")).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  expect(await slack.messages(channel)).toEqual([]);
});

test("messages are limited to about one a second in each channel after a short burst", async () => {
  const quick = () => post("x", { rejectRateLimitedCalls: true });
  for (let sent = 0; sent < 4; sent += 1) {
    await quick();
  }

  await expect(quick()).rejects.toMatchObject({ code: "slack_webapi_rate_limited_error", retryAfter: 1 });
  clock += 1000;
  expect((await quick()).ok).toBe(true);
  await expect(quick()).rejects.toMatchObject({ code: "slack_webapi_rate_limited_error" });
});

test("stopping ends hanging calls at once", async () => {
  await slack.script({ kind: "hang" });
  const hanging = expect(post()).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  await expect.poll(async () => (await slack.calls()).length).toBe(1);

  await slack.stop();

  await hanging;
});

test.each([
  [{ kind: "explode" }, "There is no fault kind explode"],
  [{ kind: "hang", mehtod: "auth.test" }, "has no field mehtod"],
  [{ kind: "slow" }, "needs the field delayMs"],
])("the fault %o is refused as wrongly written", async (fault, reason) => {
  await expect(slack.script(fault as never)).rejects.toThrow(reason);
  expect((await quietClient(slack.apiUrl, app.botToken).auth.test()).ok).toBe(true);
});
