import { describe, expect, test } from "vitest";
import { messageOf, mrkdwn, plain, problemsIn } from "./findings.fixture.ts";
import type { Profile } from "./problem.ts";
import { playbook } from "./profile.ts";
import { validate } from "./validate.ts";

function sectionOf(size: number): object {
  return messageOf({ type: "section", text: mrkdwn("a".repeat(size)) });
}

function profileOf(limits: Profile["limits"]): { profile: Profile } {
  return { profile: { name: "house", limits } };
}

describe("the playbook's profile", () => {
  test("takes texts of 2,958 characters", () => {
    expect(problemsIn(sectionOf(2958), { profile: playbook })).toEqual([]);
    expect(problemsIn(sectionOf(2959), { profile: playbook })).toEqual([
      "section.text.max_length at /blocks/0/text/text",
    ]);
  });

  test("takes 20 blocks", () => {
    const blocks = Array.from({ length: 20 }, () => ({ type: "divider" }));

    expect(problemsIn(messageOf(...blocks), { profile: playbook })).toEqual([]);
    expect(problemsIn(messageOf(...blocks, blocks[0]), { profile: playbook })).toEqual([
      "message.blocks.max_items at /blocks",
    ]);
  });

  test("takes button values of 2,000 characters", () => {
    const button = (size: number) => ({ type: "button", text: plain("a"), value: "a".repeat(size) });
    const problems = (size: number) =>
      problemsIn(messageOf({ type: "actions", elements: [button(size)] }), { profile: playbook });

    expect(problems(2000)).toEqual([]);
    expect(problems(2001)).toEqual(["button.value.max_length at /blocks/0/elements/0/value"]);
  });

  test("leaves limits that are stricter already", () => {
    const payload = messageOf({ type: "header", text: plain("a".repeat(151)) });

    expect(validate(payload, { profile: playbook })).toEqual(validate(payload));
  });
});

describe("a profile", () => {
  test("is named where its limit is broken, with the limit", () => {
    const [problem] = validate(sectionOf(101), profileOf({ "section.text.max_length": 100 })).problems;

    expect(problem).toMatchObject({ limit: 100, actual: 101 });
    expect(problem?.message).toContain("(house limit of house)");
  });

  test("is not named where Slack's own limit is broken", () => {
    const payload = messageOf({ type: "header", text: plain("a".repeat(151)) });
    const [problem] = validate(payload, profileOf({ "section.text.max_length": 100 })).problems;

    expect(problem?.message).not.toContain("house");
  });

  test("with a limit above Slack's changes nothing", () => {
    const limits = {
      "section.text.max_length": 5000,
      "text.max_length": 5000,
      "message.blocks.max_items": 1000,
      "message.text_total.max_length": 1_000_000,
    };
    const payload = messageOf(
      ...Array.from({ length: 51 }, () => ({ type: "section", text: mrkdwn("a".repeat(3001)) })),
    );

    expect(validate(payload, profileOf(limits))).toEqual(validate(payload));
  });

  test("may be stricter about a whole message", () => {
    const limits = { "message.text_total.max_length": 1000 };

    expect(problemsIn(sectionOf(1000), profileOf(limits))).toEqual([]);
    expect(problemsIn(sectionOf(1001), profileOf(limits))).toEqual(["message.text_total.max_length at /blocks"]);
  });

  test("may be stricter about one kind of text than about every text", () => {
    const limits = { "text.max_length": 100, "section.text.max_length": 10 };

    expect(problemsIn(sectionOf(11), profileOf(limits))).toEqual(["section.text.max_length at /blocks/0/text/text"]);
  });

  test("names what the rules are not about without harm", () => {
    expect(problemsIn(sectionOf(1), profileOf({ "no.such.rule": 0 }))).toEqual([]);
  });
});
