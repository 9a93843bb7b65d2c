import fc from "fast-check";
import { expect, test } from "vitest";
import { explain } from "./explain.ts";
import { mutatedPayload } from "./mutated-payload.fixture.ts";
import { refusalOf } from "./refusal.ts";
import { validate } from "./validate.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });

const tooLong = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]";
const reply = {
  ok: false,
  error: "invalid_blocks",
  errors: [tooLong],
  response_metadata: { messages: [`[ERROR] ${tooLong}`] },
};
const rulesOf = (slackError: unknown, payload?: unknown) =>
  explain(slackError, payload).map(({ rule, path }) => `${rule} ${path}`);

test.each<[string, unknown]>([
  ["the reply of the Web API", reply],
  ["a reply with messages alone", { ok: false, response_metadata: { messages: [`[ERROR] ${tooLong}`] } }],
  [
    "an error of the JavaScript client",
    Object.assign(new Error("An API error occurred: invalid_blocks"), {
      code: "slack_webapi_platform_error",
      data: reply,
    }),
  ],
  [
    "an error of blocks.validate, whose pointers begin inside the blocks",
    {
      ok: false,
      error: "invalid_blocks",
      errors: [
        {
          code: "failed_constraint",
          message: "must be less than 3001 characters",
          pointer: "/0/text/text",
          constraint: { type: "max_length", expected: 3000, got: 3001 },
        },
      ],
    },
  ],
  ["a line of a log", `[ERROR]  web-api:WebClient:0 ${tooLong}`],
  ["the body of a reply in a line of a log", `chat.postMessage said ${JSON.stringify(reply)}`],
  ["the same as Slack's servers escape it", JSON.stringify(reply).replaceAll("/", "\\/")],
  [
    "what the Python client writes",
    `The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)\nThe server responded with: {'ok': False, 'error': 'invalid_blocks', 'errors': ['failed to match all allowed schemas [json-pointer:/blocks/0/text]', '${tooLong}'], 'response_metadata': {'messages': ['[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]', '[ERROR] ${tooLong}']}}`,
  ],
])("%s is read", (_name, slackError) => {
  expect(explain(slackError)).toEqual([
    {
      rule: "section.text.max_length",
      path: "/blocks/0/text/text",
      message: expect.stringMatching(/^Slack says: .*must be less than 3001 characters$/),
      limit: 3000,
      fix: expect.any(String),
    },
  ]);
});

test("several lines of a log are several problems, each told once", () => {
  const log = [
    "[ERROR]  web-api:WebClient:0 must be less than 25 characters [json-pointer:/view/title/text]",
    "[ERROR]  web-api:WebClient:0 must be less than 151 characters [json-pointer:/view/blocks/9/text/text]",
    "[ERROR]  web-api:WebClient:0 must be less than 25 characters [json-pointer:/view/title/text]",
    "Error: An API error occurred: invalid_arguments",
  ].join("\n");

  expect(rulesOf(log)).toEqual([
    "modal.title.max_length /view/title/text",
    "header.text.max_length /view/blocks/9/text/text",
  ]);
});

test.each<[string, string]>([
  ["invalid_blocks", "message.blocks.invalid /blocks"],
  ["invalid_blocks_format", "message.blocks.type /blocks"],
  ["invalid_attachments", "message.attachments.invalid /attachments"],
  ["msg_blocks_too_long", "message.text_total.max_length /blocks"],
  ["msg_too_long", "message.text.max_length /text"],
  ["no_text", "message.content.required "],
  ["too_many_attachments", "message.attachments.max_items /attachments"],
  ["markdown_text_conflict", "message.markdown_text.conflict "],
  ["only_one_table_allowed", "message.tables.max_items /blocks"],
  ["block_mismatch", "message.blocks.mismatch /blocks"],
  ["metadata_too_large", "message.metadata.too_large /metadata"],
])("the bare word %s stands for %s", (code, problem) => {
  const webhook = Object.assign(new Error("An HTTP protocol error occurred: statusCode = 400"), {
    code: "slack_webhook_http_error",
    original: { message: "Request failed with status code 400", response: { status: 400, data: code } },
  });

  expect(rulesOf(code)).toEqual([problem]);
  expect(rulesOf({ ok: false, error: code })).toEqual([problem]);
  expect(rulesOf(new Error(`An API error occurred: ${code}`))).toEqual([problem]);
  expect(rulesOf(webhook)).toEqual([problem]);
});

test("limits of whole messages are told", () => {
  expect(explain("msg_blocks_too_long")).toMatchObject([{ limit: 12_000 }]);
  expect(explain("too_many_attachments")).toMatchObject([{ limit: 100 }]);
  expect(explain("msg_too_long")).toMatchObject([{ limit: 40_000 }]);
});

test("invalid_blocks alone advises to run validate", () => {
  expect(explain("invalid_blocks")[0]?.fix).toContain("validate");
});

test.each<[string, string]>([
  ["no more than 50 items allowed [json-pointer:/blocks]", "message.blocks.max_items /blocks"],
  ["must be less than 25 characters [json-pointer:/view/title/text]", "modal.title.max_length /view/title/text"],
  [
    "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]",
    "message.blocks.alt_text.max_length /blocks/0/alt_text",
  ],
  ["unsupported type: sectoin [json-pointer:/blocks/0/type]", "message.blocks.unsupported /blocks/0/type"],
  ["missing required field: alt_text [json-pointer:/blocks/0]", "message.blocks.required /blocks/0"],
  [
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    "message.blocks.elements.text.text.max_length /blocks/0/elements/0/text/text",
  ],
  [
    "downloading image failed [json-pointer:/blocks/1/image_url]",
    "message.blocks.image_url.invalid /blocks/1/image_url",
  ],
  [
    "invalid_url [json-pointer:/blocks/0/slack_file.url]",
    "message.blocks.slack_file.url.invalid /blocks/0/slack_file.url",
  ],
  [
    "failed to match any allowed schemas [json-pointer:/blocks/0/accessory]",
    "message.blocks.accessory.invalid /blocks/0/accessory",
  ],
  [
    "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/2/input]",
    "view.blocks.input.needs /view/blocks/2/input",
  ],
])("without the payload %s is %s", (message, problem) => {
  expect(rulesOf([`[ERROR] ${message}`])).toEqual([problem]);
});

test("the payload tells which of several rules it is", () => {
  const blocks = [{ type: "actions", elements: [{ type: "button", text: plain("x".repeat(76)) }] }, { type: "image" }];

  expect(
    rulesOf(
      {
        errors: [
          "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
          "missing required field: alt_text [json-pointer:/blocks/1]",
        ],
      },
      { blocks },
    ),
  ).toEqual(["button.text.max_length /blocks/0/elements/0/text/text", "image.alt_text.required /blocks/1"]);
});

test("a pointer of blocks.validate into a view finds the problem of the view", () => {
  const view = { type: "modal", title: plain("x".repeat(25)), blocks: [{ type: "divider", block_id: "" }] };
  const errors = [
    { message: "must be less than 25 characters", pointer: "/title/text" },
    { message: "must be more than 0 characters", pointer: "/blocks/0/block_id" },
  ];

  expect(explain({ errors }, view)).toEqual(validate(view).problems);
});

test("a type that the table does not have is the warning of validate", () => {
  const message = { text: "x", blocks: [{ type: "sectoin" }] };

  expect(explain("unsupported type: sectoin [json-pointer:/blocks/0/type]", message)).toEqual(
    validate(message).warnings,
  );
});

test("a limit of Slack's that differs from the table is Slack's", () => {
  const blocks = [{ type: "section", text: mrkdwn("short") }];

  expect(explain("must be less than 3 characters [json-pointer:/blocks/0/text/text]", { blocks })).toMatchObject([
    { rule: "message.blocks.text.text.max_length", limit: 2 },
  ]);
});

test("pointers are unescaped and escaped again", () => {
  const message = "invalid additional property: x [json-pointer:/blocks/0/a~1b~0c]";

  expect(explain(message)).toMatchObject([{ path: "/blocks/0/a~1b~0c" }]);
});

test.each<unknown>([
  "ratelimited",
  { ok: false, error: "channel_not_found" },
  new Error("An API error occurred: invalid_auth"),
  {
    ok: false,
    error: "invalid_arguments",
    response_metadata: {
      messages: ["[ERROR] missing required field: channel", "[ERROR] must provide a string [json-pointer:/channel]"],
    },
  },
  new Error("connect ECONNREFUSED 127.0.0.1:443"),
  undefined,
  null,
  42,
])("what is not about content gives nothing: %j", (slackError) => {
  expect(explain(slackError)).toEqual([]);
});

test("an error whose properties throw, or that contains itself, does no harm", () => {
  const circular: Record<string, unknown> = { error: "no_text" };
  circular.data = circular;
  const hostile = {
    get data(): never {
      throw new Error("read me not");
    },
  };

  expect(rulesOf(circular)).toEqual(["message.content.required "]);
  expect(explain(hostile)).toEqual([]);
});

test("it never throws, whatever it is given", () => {
  const pieces = fc.constantFrom(
    "[json-pointer:",
    "]",
    "/blocks/0",
    "[ERROR] ",
    "must be less than 9 characters",
    "`",
    "invalid_blocks",
    "~0~1",
    "\n",
  );
  const text = fc.array(fc.oneof(pieces, fc.string())).map((parts) => parts.join(""));
  const error = fc.object({
    key: fc.constantFrom("errors", "data", "message", "pointer", "messages"),
    values: [text, fc.anything()],
  });

  fc.assert(
    fc.property(fc.oneof(text, error, fc.anything()), fc.anything(), (slackError, payload) => {
      for (const { rule, path } of explain(slackError, payload)) {
        expect(rule).toMatch(/^\w+(?:\.\w+)+$/);
        expect(path).toMatch(/^(?:\/|$)/);
      }
    }),
  );
});

test("what Slack would say is explained as the problems that validate finds", () => {
  fc.assert(
    fc.property(mutatedPayload, (payload) => {
      const refusal = refusalOf(payload);
      const found = validate(payload).problems.map(({ rule, path }) => `${rule} ${path}`);

      const explained = rulesOf(refusal, payload);

      expect(found).toEqual(expect.arrayContaining(explained));
      expect(explained.length > 0).toBe(found.length > 0);
      // Of a message Slack tells only what the first of its checks finds.
      if (found.every((problem) => problem.includes(" /view"))) {
        expect(new Set(explained)).toEqual(new Set(found));
      }
    }),
    { numRuns: 300 },
  );
});

test("without the payload the path and the kind of rule are still right", () => {
  fc.assert(
    fc.property(mutatedPayload, (payload) => {
      const found = validate(payload).problems.map(({ rule, path }) => `${rule.split(".").at(-1)} ${path}`);

      const explained = explain(refusalOf(payload)).filter(({ path }) => path !== "");

      for (const { rule, path } of explained) {
        const kind = rule.split(".").at(-1);
        // Nobody knows Slack's words for some kinds, and for some types they do not say why.
        const kinds = { invalid: ".*", unsupported: "unsupported|surface|text_type" }[String(kind)] ?? kind;
        expect(
          found.some((problem) => new RegExp(`^(?:${kinds}) ${path}$`).test(problem)),
          `${rule} ${path}`,
        ).toBe(true);
      }
    }),
  );
});
