import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brokenPayload, freezeAll, junk } from "./broken-messages.fixture.ts";
import { isRecord } from "./json.ts";
import type { RepairOptions } from "./problem.ts";
import { playbook } from "./profile.ts";
import { repair } from "./repair.ts";
import { many, mrkdwn, richText, section, textsOf, words } from "./repaired-blocks.fixture.ts";
import { examples, place } from "./shape-examples.fixture.ts";
import { findTarget, isUpdate } from "./target.ts";
import { validate } from "./validate.ts";

const anyOptions = fc.constantFrom<RepairOptions>(
  {},
  {},
  { profile: playbook },
  { split: false },
  { surface: "modal" },
  { surface: "home" },
);

describe("whatever is wrong with a payload", () => {
  test("it is made valid, or nothing is left and the one problem says so", () => {
    fc.assert(fc.property(brokenPayload, anyOptions, expectRepaired), { numRuns: 1_500 });
  });

  test("repairing twice changes nothing", () => {
    fc.assert(
      fc.property(brokenPayload, anyOptions, (payload, options) => {
        for (const message of repair(payload, options).messages) {
          const again = repair(message, options);
          expect(again).toEqual({ messages: [message], changes: [], remaining: [] });
          expect(again.messages[0]).toBe(message);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("the payload stays what it was", () => {
    fc.assert(
      fc.property(brokenPayload, anyOptions, (payload, options) => {
        repair(freezeAll(payload), options);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a view, an update and whatever must not be split stays one", () => {
    fc.assert(
      fc.property(brokenPayload, anyOptions, (payload, options) => {
        const { surface, value } = findTarget(payload, options.surface);
        const mustStayOne = surface !== "message" || options.split === false || (isRecord(value) && isUpdate(value));

        const { messages } = repair(payload, options);

        expect(messages.length).toBeLessThanOrEqual(mustStayOne ? 1 : Number.POSITIVE_INFINITY);
      }),
      { numRuns: 1_000 },
    );
  });

  test("sound blocks stay, in their order, whatever stands between them", () => {
    const isSound = fc.boolean();
    fc.assert(
      fc.property(fc.array(fc.tuple(isSound, fc.nat(junk.length - 1)), { maxLength: 120 }), (parts) => {
        const sound = (index: number) => section(`sound ${index}`);
        const blocks = parts.map(([stays, index], at) => (stays ? sound(at) : junk[index]));

        const { messages } = repair({ text: "a", blocks });

        const texts = textsOf(messages.map((message) => message.blocks));
        const wanted = blocks.flatMap((block, at) => (parts[at]?.[0] ? textsOf(block) : []));
        expect(texts.filter((text) => text.startsWith("sound "))).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  test("it never throws, on any JSON and anything else", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), anyOptions, (value, options) => {
        expectRepaired(value, options);
        expectRepaired({ blocks: [value, { type: value }, section("a", { accessory: value })] }, options);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["a new message", {}],
  ["an update", { ts: "1.2" }],
])("%s that is too long, with parts of an unknown type that go on for ever, is repaired", (_, where) => {
  const [open, close] = ['{"type":"newer_than_us","elements":[', "]}"];
  const endless = JSON.parse(`${open.repeat(100_000)}${close.repeat(100_000)}`);
  const cited = { type: "citation", url: "https://example.com", text: words(3000), index: 1, details: endless };
  const elements = [{ type: "text", text: words(3000) }, cited, endless];

  expectRepaired(
    { ...where, blocks: [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }] },
    {},
  );
});

function expectRepaired(payload: unknown, options: RepairOptions): void {
  const { messages, remaining } = repair(payload, options);

  expect(remaining.map(({ rule }) => rule)).toEqual(messages.length > 0 ? [] : ["message.content.required"]);
  for (const message of messages) {
    expect(validate(message, options).problems).toEqual([]);
  }
}

test.each(Object.keys(examples).filter((name) => validate(place(name)).ok))(
  "the example of %s is sound and comes back itself",
  (name) => {
    const payload = place(name);

    const { messages, changes, remaining } = repair(payload);

    expect(messages[0]).toBe(payload);
    expect([messages.length, changes, remaining]).toEqual([1, [], []]);
  },
);

/** Blocks that are too long or too many, and nothing else; of `count` words from the one numbered `start`. */
type Tell = (count: number, start: number) => readonly unknown[];

const pieces = (count: number, start: number, size: number) =>
  many(Math.ceil(count / size), (index) => words(Math.min(size, count - index * size), start + index * size));
const inCells = (texts: readonly string[]) => texts.map((text) => [{ type: "raw_text", text }]);

const inTexts: readonly Tell[] = [
  (count, start) => [section(words(count, start))],
  (count, start) => [{ type: "markdown", text: words(count, start) }],
  (count, start) => [{ type: "section", fields: pieces(count, start, 99).map(mrkdwn) }],
  (count, start) => [{ type: "context", elements: pieces(count, start, 99).map(mrkdwn) }],
  (count, start) => [richText(words(count, start))],
  (count, start) => [richText(...pieces(count, start, 3))],
  (count, start) => [
    { type: "rich_text", elements: pieces(count, start, 9).flatMap((text) => richText(text).elements) },
  ],
];
const inLists: readonly Tell[] = [
  (count, start) => pieces(count, start, 5).map((text) => section(text)),
  (count, start) => [{ type: "table", rows: inCells(pieces(count, start, 9)) }],
];

function longMessage(...ways: readonly Tell[]) {
  const part = fc.tuple(fc.constantFrom(...ways), fc.integer({ min: 1, max: 2500 }));
  return fc.array(part, { minLength: 1, maxLength: 4 });
}

describe("of what is too long or too many", () => {
  test("every word is shown once and in its place, by whatever blocks and messages", () => {
    fc.assert(
      fc.property(longMessage(...inTexts, ...inLists), fc.constantFrom({}, { profile: playbook }), (parts, options) => {
        let told = 0;
        const blocks = parts.flatMap(([tell, count]) => {
          told += count;
          return tell(count, told - count);
        });

        const { messages } = repair({ text: "Deployed", blocks }, options);

        const shown = messages.flatMap((message) => textsOf(message.blocks)).join(" ");
        expect(shown.split(/\s+/)).toEqual(words(told).split(" "));
      }),
      { numRuns: 60 },
    );
  });

  test("no mention, link or combined emoji is torn, wherever it is cut or split", () => {
    const tokens = ["<@U012AB3CD>", "<https://example.com/a|the page>", "👩‍👩‍👧‍👦", "`let x = 1`", "word"];
    const text = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 600 }).map((some) => some.join(" "));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.constantFrom({}, { ts: "1.2" }),
        (texts, where) => {
          const blocks = texts.flatMap((each) => [section(each), { type: "header", text: mrkdwn(each) }]);

          const { messages } = repair({ ...where, text: "a", blocks });

          const shown = messages.flatMap((message) => textsOf(message.blocks)).join(" ");
          const torn = tokens.reduce((rest, token) => rest.replaceAll(token, " "), shown).replaceAll("…", " ");
          expect(torn.trim()).toBe("");
        },
      ),
      { numRuns: 150 },
    );
  });

  test("as much as fits is shown where it must stay one message", () => {
    fc.assert(
      fc.property(longMessage(...inTexts), (parts) => {
        const blocks = parts.flatMap(([tell, count]) => tell(count, 0));

        const { messages } = repair({ ts: "1.2", text: "Deployed", blocks });

        expect(messages).toHaveLength(1);
        const given = textsOf(blocks).join(" ");
        const shown = textsOf(messages.map((message) => message.blocks)).join(" ");
        expect(shown.length).toBeGreaterThan(Math.min(given.length * 0.9, 9_000) - 40);
      }),
      { numRuns: 60 },
    );
  });
});
