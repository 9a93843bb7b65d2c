import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPayload } from "./read-payload.ts";

const blocks = [
  {
    type: "section",
    text: { type: "mrkdwn", text: `it's "so" 50% + <https://a.example/?b=[1]&c=#d|là> \\ 😀\nand (more)` },
  },
  { type: "divider" },
];
const message = { channel: "C1", text: "hi", blocks };
const modal = { type: "modal", title: { type: "plain_text", text: "T" }, blocks };
const json = JSON.stringify;
const builder = "https://app.slack.com/block-kit-builder";

function payloadIn(text: string): unknown {
  const reading = readPayload(text);
  return reading.ok ? reading.payload : reading.message;
}

function messageOf(text: string): string {
  const reading = readPayload(text);
  return reading.ok ? "it was read" : reading.message;
}

describe("a whole document", () => {
  test.each<[string, string, unknown]>([
    ["a message", json(message), message],
    ["a message over several lines, with CRLF", json(message, null, 2).replaceAll("\n", "\r\n"), message],
    ["an object with blocks alone", json({ blocks }), { blocks }],
    ["a list of blocks", json(blocks), blocks],
    ["an empty list", "[]", []],
    ["a list of blocks that are all unknown", '[{"type":"sektion"}]', [{ type: "sektion" }]],
    ["one block", json(blocks[0]), [blocks[0]]],
    ["a view", json(modal), modal],
    ["a view without blocks", '{"type":"home"}', { type: "home" }],
    ["the arguments of views.open", json({ trigger_id: "1.2", view: modal }), { trigger_id: "1.2", view: modal }],
    ["a message without blocks", '{"channel":"C1","text":"hi"}', { channel: "C1", text: "hi" }],
    ["a message with attachments", json({ attachments: [{ blocks }] }), { attachments: [{ blocks }] }],
    ["a message with nothing in it", "{}", {}],
    ["a message whose blocks are no list, for the rules to judge", '{"blocks":12}', { blocks: 12 }],
    ["a message whose blocks are a message", json({ blocks: { blocks } }), { blocks: { blocks } }],
    ["a message whose blocks are JSON in a string", json({ ...message, blocks: json(blocks) }), message],
    ["a view that is JSON in a string", json({ trigger_id: "1", view: json(modal) }), { trigger_id: "1", view: modal }],
    ["a message that is JSON in a string", json(json(message)), message],
    ["a literal of JavaScript", inspect(message, { depth: null }), message],
    ["a message inside a reply of Slack", json({ ok: true, message: { ts: "1.2", blocks } }), { ts: "1.2", blocks }],
    ["a message inside a list of log records", json([{ level: 30 }, { level: 50, payload: message }]), message],
  ])("that is %s is read", (_, text, wanted) => {
    expect(payloadIn(text)).toEqual(wanted);
  });

  test("that is not quite JSON is read, and told so with the place", () => {
    const reading = readPayload(`{\n  "blocks": [{"type":"divider"},]\n}`);

    expect(reading).toEqual({
      ok: true,
      payload: { blocks: [{ type: "divider" }] },
      note: "Read as a JavaScript or Python literal: it is not JSON (line 2, column 32).",
    });
  });

  test("that is a list of messages gives the first, and says that there are more", () => {
    expect(readPayload(json([message, message, message]))).toEqual({
      ok: true,
      payload: message,
      note: "Only the first of 3 payloads was read. Use --jsonl for many.",
    });
  });
});

describe("a link to Block Kit Builder", () => {
  test.each([
    `${builder}/T123#${encodeURIComponent(json({ blocks }))}`,
    `${builder}/#${encodeURIComponent(json({ blocks }))}`,
    `Try ${builder}#${encodeURIComponent(json({ blocks }))} (in a chat)`,
    `<${builder}/T123#${encodeURIComponent(json({ blocks }))}|preview>`,
    `${builder}/T123#${encodeURI(json({ blocks })).replaceAll("#", "%23")}`,
  ])("%s is read", (text) => {
    expect(payloadIn(text)).toEqual({ blocks });
  });

  test("of the older kind is read", () => {
    const query = new URLSearchParams({ mode: "message", blocks: json(blocks) });

    expect(payloadIn(`https://api.slack.com/tools/block-kit-builder?${query}`)).toEqual({ mode: "message", blocks });
  });

  test("to a view is read", () => {
    expect(payloadIn(`${builder}/T1#${encodeURIComponent(json(modal))}`)).toEqual(modal);
  });

  test("that was cut says so", () => {
    const link = `${builder}/T123#${encodeURIComponent(json({ blocks }))}`;

    expect(messageOf(link.slice(0, -20))).toBe(
      "The payload inside a text or a link was cut: it never ends. Log it whole, with JSON.stringify(payload).",
    );
  });
});

describe("a form", () => {
  test("with the arguments of a call is read", () => {
    const body = new URLSearchParams({ channel: "C1", text: "a b", unfurl_links: "false", blocks: json(blocks) });
    const wanted = { channel: "C1", text: "a b", unfurl_links: false, blocks };

    expect(payloadIn(`${body}`)).toEqual(wanted);
    expect(payloadIn(`POST /api/chat.postMessage?filter%5Ba%5D=1 body: ${body} 200`)).toEqual(wanted);
  });

  test("of a webhook is read", () => {
    expect(payloadIn(`${new URLSearchParams({ payload: json(message) })}`)).toEqual(message);
  });
});

describe("a log", () => {
  const line = "2026-11-23T10:00:00Z [ERROR] bot[12]: {retry: 2} posting";

  test.each<[string, string, unknown]>([
    ["a payload", `${line} ${json(message)} failed`, message],
    ["a list of blocks", `${line} blocks=${json(blocks)} failed`, blocks],
    ["one block", `${line} ${json(blocks[0])}`, [blocks[0]]],
    ["a payload in a structured line", json({ level: "error", data: { body: message } }), message],
    ["blocks in a text of a structured line", json({ msg: `posting blocks=${json(blocks)}` }), blocks],
    ["a form in a structured line", json({ body: `${new URLSearchParams({ blocks: json(blocks) })}` }), { blocks }],
    ["blocks in a quoted text", `level=error msg=${json(`posting blocks=${json(blocks)}`)} took=3ms`, blocks],
    ["a payload escaped twice", `app: ${json(`msg=${json(json(message))}`)}`, message],
    ["a payload as util.inspect prints it", `${line} ${inspect(message, { depth: null })}`, message],
    [
      "a payload as Python prints it",
      `${line} {'blocks': [{'type': 'divider', 'block_id': None}]}, headers: {}`,
      { blocks: [{ type: "divider", block_id: null }] },
    ],
    ["a payload in brackets that never close", `${line} [${json(message)}`, message],
    ["a payload after code that names blocks", `say({ blocks: makeBlocks() });\n${line} ${json(message)}`, message],
    ["several payloads", `${json({ level: 30, msg: "start" })}\n${line} ${json(message)}\n${json(modal)}`, message],
  ])("with %s is read", (_, text, wanted) => {
    expect(payloadIn(text)).toEqual(wanted);
  });

  test("of several lines tells on which line the payload begins", () => {
    expect(readPayload(`started\r\nwaiting\r\n${line} ${json(message)}\r\n`)).toEqual({
      ok: true,
      payload: message,
      line: 3,
    });
  });

  test("of one line tells no line", () => {
    expect(readPayload(`${line} ${json(message)}\n`)).toEqual({ ok: true, payload: message });
  });

  test("whose printer left out parts is refused with what is missing and where", () => {
    const text = `sending\n${inspect({ channel: "C1", blocks: [{ type: "section", text: { type: "mrkdwn", text: "a" } }] }, { depth: 2 })}`;

    expect(messageOf(text)).toBe(
      "The log has cut the payload: [Object] at line 2, column 53. Log it whole, with JSON.stringify(payload).",
    );
  });

  test("that ends within the payload is refused with where the payload began", () => {
    expect(messageOf(`first\nposting ${json(message).slice(0, 60)}`)).toBe(
      "The payload that begins at line 2, column 9 was cut: it never ends. Log it whole, with JSON.stringify(payload).",
    );
  });

  test("whose payload breaks a rule of JSON is refused with the place", () => {
    expect(messageOf(`posting\n {"blocks": [{"type": "divider"} {"type": "divider"}]}`)).toBe(
      "Not valid JSON at line 2, column 34: a comma or ] is missing.",
    );
  });
});

describe("what holds no payload", () => {
  test("is refused with what would be read", () => {
    const advice =
      "Give a message, a view or blocks as JSON, a Block Kit Builder link, or a log line with one of them in it.";

    expect(messageOf("[INFO] all quiet")).toBe(`No blocks in the input. ${advice}`);
    expect(messageOf('a\nb\n{"level":30}\n')).toBe(`No blocks in the 3 lines of the input. ${advice}`);
    expect(messageOf('{"level":30}')).toBe(`No blocks in the input. ${advice}`);
    expect(messageOf("12")).toBe(`No blocks in the input. ${advice}`);
  });

  test("is told apart from an empty input", () => {
    expect(messageOf(" \r\n")).toBe("The input is empty. Give a message, a view or blocks as JSON.");
  });

  test("is told as invalid JSON where it is meant as JSON", () => {
    expect(messageOf('{\n  "text": "a"\n  "channel": "C1"\n}')).toBe(
      "Not valid JSON at line 3, column 3: a comma or } is missing.",
    );
  });
});

test("no text makes the reading throw", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "\\",
    ",",
    ":",
    "blocks",
    '"type":"divider"',
    "%7B",
    "%",
    "#",
    "\n",
    "a",
    "...",
    "&",
    "=",
  );

  fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => void readPayload(pieces.join(""))));
});

test("a payload is found wherever it stands in a log", () => {
  const noise = fc.string({ unit: fc.constantFrom("a", " ", "[", "]", "(", ":", "1", "\n", "-") });

  fc.assert(
    fc.property(noise, noise, (before, after) => {
      expect(payloadIn(`${before} ${json(message)} ${after}`)).toEqual(message);
    }),
  );
});

test.each(["[", "{", '["', "{'a':", '{"blocks":[', "['\\'", '\\"[{\\"', "%7B", "[1,", " ", "a=%5B "])(
  "fifty thousand times %s is read in one pass",
  (piece) => {
    expect(readPayload(piece.repeat(50_000)).ok).toBe(false);
  },
);
