import { explain, validate } from "@allclear/block-kit";
import type { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

let slack: SlackSimulator;
let client: WebClient;
let channel: string;

beforeAll(async () => {
  slack = await startSlackSimulator();
  const app = await slack.createApp({ name: "crm-bot" });
  channel = (await slack.createChannel({ name: "sales", members: [app.botUserId] })).id;
  client = quietClient(slack.apiUrl, app.botToken);
});

afterAll(() => slack.stop());

const letters = (count: number) => "x".repeat(count);
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (extra: object) => ({ type: "button", text: plain("Go"), ...extra });
const times = <Item>(count: number, make: (index: number) => Item) => Array.from({ length: count }, (_, i) => make(i));

/** The first message Slack refused the blocks with, or "accepted". */
async function verdict(blocks: unknown): Promise<string> {
  const call = client.apiCall("chat.postMessage", { channel, text: "fallback", blocks: JSON.stringify(blocks) });
  const accepted = await call.catch(() => undefined);
  if (accepted !== undefined) {
    return "accepted";
  }
  const refusal = await refusalOf(call);
  return Array.isArray(refusal.errors) ? String(refusal.errors[0]) : refusal.error;
}

test.each<[string, number, (size: number) => unknown, string]>([
  ["blocks", 50, (n) => times(n, () => ({ type: "divider" })), "no more than 50 items allowed [json-pointer:/blocks]"],
  [
    "section text",
    3000,
    (n) => [section(letters(n))],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "section fields",
    10,
    (n) => [{ type: "section", fields: times(n, () => mrkdwn("f")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a section field",
    2000,
    (n) => [{ type: "section", fields: [mrkdwn(letters(n))] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  ],
  [
    "header text",
    150,
    (n) => [{ type: "header", text: plain(letters(n)) }],
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "action elements",
    25,
    (n) => [{ type: "actions", elements: times(n, (i) => button({ action_id: `a${i}` })) }],
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "context elements",
    10,
    (n) => [{ type: "context", elements: times(n, () => mrkdwn("c")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "button text",
    75,
    (n) => [{ type: "actions", elements: [button({ text: plain(letters(n)) })] }],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "button value",
    2000,
    (n) => [{ type: "actions", elements: [button({ value: letters(n) })] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  ],
  [
    "image alt_text",
    2000,
    (n) => [{ type: "image", image_url: "https://example.com/a.png", alt_text: letters(n) }],
    "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]",
  ],
  [
    "block_id",
    255,
    (n) => [{ type: "divider", block_id: letters(n) }],
    "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
  ],
])("%s: %i is accepted, and so is one less, one more is refused", async (...[, limit, make, refusal]) => {
  expect(await verdict(make(limit - 1))).toBe("accepted");
  expect(await verdict(make(limit))).toBe("accepted");
  expect(await verdict(make(limit + 1))).toBe(refusal);
});

test.each<[string, unknown, string]>([
  ["an empty section text", [section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
  ["a bare section", [{ type: "section" }], "must define either `text` or `fields` [json-pointer:/blocks/0]"],
  ["an unknown block", [{ type: "sectoin" }], "unsupported type: sectoin [json-pointer:/blocks/0/type]"],
  [
    "an unknown property",
    [{ type: "actions", elements: [button({ disabled: true })] }],
    "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
  ],
  ["a null", [{ type: "divider", block_id: null }], "must provide a string [json-pointer:/blocks/0/block_id]"],
  [
    "an image without alt_text",
    [{ type: "image", image_url: "https://example.com/a.png" }],
    "missing required field: alt_text [json-pointer:/blocks/0]",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: mrkdwn("h") }],
    "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
  ],
  [
    "an empty actions block",
    [{ type: "actions", elements: [] }],
    "must provide at least 1 items [json-pointer:/blocks/0/elements]",
  ],
  [
    "a repeated block_id",
    [
      { type: "divider", block_id: "a" },
      { type: "divider", block_id: "a" },
    ],
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  ["blocks that are no array", { type: "divider" }, "invalid_blocks_format"],
  ["texts too long together", times(5, () => section(letters(2999))), "msg_blocks_too_long"],
])("%s is refused", async (_name, blocks, refusal) => {
  expect(await verdict(blocks)).toBe(refusal);
});

test("blocks that are not JSON are invalid_blocks_format", async () => {
  const refusal = await refusalOf(client.apiCall("chat.postMessage", { channel, text: "x", blocks: "[{" }));

  expect(refusal.error).toBe("invalid_blocks_format");
});

test("every problem is told twice: as errors and as messages for the client's log", async () => {
  const blocks = [section(""), { type: "header", text: plain(letters(151)) }];
  const refusal = await refusalOf(
    client.apiCall("chat.postMessage", { channel, text: "x", blocks: JSON.stringify(blocks) }),
  );

  expect(refusal).toMatchObject({
    error: "invalid_blocks",
    errors: [
      "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
      "must be less than 151 characters [json-pointer:/blocks/1/text/text]",
    ],
    response_metadata: {
      messages: [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]",
      ],
    },
  });
});

test("blocks without text are shown with the words Slack puts in their place", async () => {
  const reply = await client.apiCall("chat.postMessage", { channel, blocks: JSON.stringify([section("hi")]) });

  expect(reply).toMatchObject({ message: { text: "This content can't be displayed." } });
});

test("a second table is refused as Slack refuses it", async () => {
  const table = { type: "table", rows: [[{ type: "raw_text", text: "cell" }]] };
  const refusal = await refusalOf(client.chat.postMessage({ channel, text: "x", blocks: [table, table] as never }));

  expect(refusal).toMatchObject({ error: "invalid_attachments", errors: ["only_one_table_allowed"] });
});

test("what Slack refused is explained as what validate finds", async () => {
  const message = { channel, text: "x", blocks: [section(""), { type: "header", text: mrkdwn("h") }] };
  const error = await client.chat.postMessage(message as never).catch((thrown: unknown) => thrown);

  expect(explain(error, message)).toEqual(validate(message).problems);
});

test.each<[string, object]>([
  ["blocks", { blocks: [section("hi")] }],
  ["a view", { view: { type: "modal", title: plain("Why?"), blocks: [section("hi")] } }],
  ["a message", { message: { blocks: [section("hi")] } }],
])("blocks.validate accepts %s without a token", async (_name, payload) => {
  expect(await quietClient(slack.apiUrl).blocks.validate(payload)).toMatchObject({ ok: true });
});

test("blocks.validate tells each error with its code, and points into what was sent", async () => {
  const blocks = [section("x".repeat(3001)), { type: "header" }, { type: "divider", block_id: null }];
  const error = await quietClient(slack.apiUrl)
    .blocks.validate({ blocks: blocks as never })
    .catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({
    data: {
      error: "invalid_blocks",
      errors: [
        {
          code: "failed_constraint",
          message: "must be less than 3001 characters",
          pointer: "/0/text/text",
          constraint: { type: "max_length", expected: ["3000"] },
        },
        { code: "missing_field", message: "missing required field: text", pointer: "/1", field: "text" },
        { code: "invalid_type", message: "must provide a string", pointer: "/2/block_id" },
      ],
    },
  });
  expect(explain(error, { blocks })).toEqual(validate({ blocks }).problems);
});

test("blocks.validate takes no text in a message, and exactly one payload", async () => {
  const blocks = [section("hi")];
  const anybody = quietClient(slack.apiUrl);

  expect(await refusalOf(anybody.apiCall("blocks.validate", { message: { text: "x", blocks } }))).toMatchObject({
    error: "invalid_blocks",
    errors: [{ message: "invalid additional property: text", pointer: "" }],
  });
  expect((await refusalOf(anybody.apiCall("blocks.validate"))).error).toBe("invalid_arguments");
  expect((await refusalOf(anybody.apiCall("blocks.validate", { blocks, message: { blocks } }))).error).toBe(
    "invalid_arguments",
  );
});
