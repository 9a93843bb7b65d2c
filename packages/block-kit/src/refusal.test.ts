import fc from "fast-check";
import { expect, test } from "vitest";
import { mutatedPayload } from "./mutated-payload.fixture.ts";
import { refusalOf } from "./refusal.ts";
import { validate } from "./validate.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (extra: object) => ({ type: "button", text: plain("Go"), ...extra });
const table = { type: "table", rows: [[{ type: "raw_text", text: "cell" }]] };

test.each<[string, object | null, string]>([
  ["an empty text", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
  ["a long text", section("x".repeat(3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
  ["a bare section", { type: "section" }, "must define either `text` or `fields` [json-pointer:/blocks/0]"],
  [
    "a header in mrkdwn",
    { type: "header", text: mrkdwn("h") },
    "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
  ],
  ["an element as a block", button({}), "unsupported type: button [json-pointer:/blocks/0/type]"],
  ["a block of modals", { type: "alert", text: plain("a") }, "unsupported type: alert [json-pointer:/blocks/0/type]"],
  ["a null", { type: "divider", block_id: null }, "must provide a string [json-pointer:/blocks/0/block_id]"],
  ["a text that is a string", { type: "header", text: "h" }, "must provide an object [json-pointer:/blocks/0/text]"],
  [
    "an unknown property",
    { type: "actions", elements: [button({ disabled: true })] },
    "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
  ],
  ["a null for a block", null, "must provide an object [json-pointer:/blocks/0]"],
  ["a missing text", { type: "header" }, "missing required field: text [json-pointer:/blocks/0]"],
  ["no elements", { type: "actions", elements: [] }, "must provide at least 1 items [json-pointer:/blocks/0/elements]"],
  [
    "too many fields",
    { type: "section", fields: Array.from({ length: 11 }, () => plain("f")) },
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a style that does not exist",
    { type: "actions", elements: [button({ style: "default" })] },
    "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
  ],
  [
    "an action_id used twice",
    { type: "actions", elements: [button({ action_id: "a" }), button({ action_id: "a" })] },
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    "a date that is none",
    { type: "actions", elements: [{ type: "datetimepicker", initial_date_time: -1 }] },
    "must be greater than 0 [json-pointer:/blocks/0/elements/0/initial_date_time]",
  ],
])("%s is refused in Slack's words, once for the program and once for the log", (_name, block, message) => {
  expect(refusalOf({ text: "x", blocks: [block] })).toEqual({
    ok: false,
    error: "invalid_blocks",
    errors: [message],
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
});

test.each<[string, object, string]>([
  ["nothing to show", {}, "no_text"],
  ["blocks that are no list", { text: "x", blocks: {} }, "invalid_blocks_format"],
  ["markdown_text beside blocks", { markdown_text: "x", blocks: [section("x")] }, "markdown_text_conflict"],
  ["101 attachments", { attachments: Array.from({ length: 101 }, () => ({})) }, "too_many_attachments"],
  [
    "texts too long together",
    { blocks: Array.from({ length: 5 }, () => section("x".repeat(2999))) },
    "msg_blocks_too_long",
  ],
  ["an update too long", { ts: "1.2", text: "x".repeat(40_001) }, "msg_too_long"],
])("%s is refused with one word", (_name, message, error) => {
  expect(refusalOf(message)).toEqual({ ok: false, error });
});

test("a second table is a fault of the attachments, as Slack calls it", () => {
  expect(refusalOf({ text: "x", blocks: [table, table] })).toMatchObject({
    error: "invalid_attachments",
    errors: ["only_one_table_allowed"],
  });
});

test("blocks inside attachments are refused with their own code", () => {
  expect(refusalOf({ attachments: [{ blocks: [section("")] }] })).toMatchObject({
    error: "invalid_attachments",
    errors: ["must be more than 0 characters [json-pointer:/attachments/0/blocks/0/text/text]"],
  });
});

test("a view is refused as an invalid argument, with messages for the log alone", () => {
  const view = { type: "modal", title: plain("x".repeat(25)), blocks: [section("")], size: "large" };

  expect(refusalOf(view)).toEqual({
    ok: false,
    error: "invalid_arguments",
    response_metadata: {
      messages: [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text/text]",
        "[ERROR] invalid additional property: size [json-pointer:/view]",
      ],
    },
  });
});

test("a type that is not in the table passes, unless a strict stand-in for Slack asks", () => {
  const blocks = [{ type: "sectoin" }, { type: "actions", elements: [{ type: "slider" }] }];

  expect(refusalOf(blocks)).toBeUndefined();
  expect(refusalOf(blocks, { unknownTypes: "refuse" })).toMatchObject({
    errors: [
      "unsupported type: sectoin [json-pointer:/blocks/0/type]",
      "unsupported type: slider [json-pointer:/blocks/1/elements/0/type]",
    ],
  });
});

test("what validate finds wrong is refused, and nothing else", () => {
  fc.assert(
    fc.property(mutatedPayload, (payload) => {
      expect(refusalOf(payload) === undefined).toBe(validate(payload).ok);
    }),
  );
});

test("every refusal points into the payload", () => {
  fc.assert(
    fc.property(mutatedPayload, (payload) => {
      const messages = refusalOf(payload)?.response_metadata?.messages ?? [];

      for (const message of messages) {
        expect(message).toMatch(/^\[ERROR\] (?:only_one_table_allowed|.+ \[json-pointer:(?:\/[^/]+)*\])$/s);
      }
    }),
  );
});
