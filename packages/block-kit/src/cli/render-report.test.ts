import { expect, test } from "vitest";
import type { Problem } from "../problem.ts";
import { paintColours, paintNothing, renderRepair, renderVerdict } from "./render-report.ts";

const tooLong: Problem = {
  rule: "section.text.max_length",
  path: "/blocks/0/text/text",
  message: "Section text has 3,120 characters; at most 3,000 are allowed",
  limit: 3000,
  actual: 3120,
  fix: "Continue in another block.",
};
const noText: Problem = {
  rule: "message.text.advised",
  path: "",
  message: "Message text should be there",
  fix: "Add it.",
};
const subject = { surface: "message", blocks: 12, line: undefined };

test("a report says the verdict in one line, then the problems, then the warnings", () => {
  const verdict = { ok: false, problems: [tooLong], warnings: [noText] };

  expect(renderVerdict(verdict, { ...subject, line: 7 }, paintNothing)).toMatchInlineSnapshot(`
    "1 problem, 1 warning in 12 blocks (message, found on line 7)

    /blocks/0/text/text
      Section text has 3,120 characters; at most 3,000 are allowed
      -> Continue in another block.
      section.text.max_length

    warning: (whole payload)
      Message text should be there
      -> Add it.
      message.text.advised
    "
  `);
});

test("a payload without problems is one line", () => {
  const verdict = { ok: true, problems: [], warnings: [] };

  expect(renderVerdict(verdict, { ...subject, blocks: 1 }, paintNothing)).toBe("No problems in 1 block (message)\n");
});

test("colours mark what is bad and what is doubtful", () => {
  const report = renderVerdict({ ok: false, problems: [tooLong], warnings: [noText] }, subject, paintColours);

  expect(report).toContain("\u001b[31m1 problem\u001b[0m, \u001b[33m1 warning\u001b[0m in 12 blocks");
});

test("of very many problems the first are shown, and all are counted", () => {
  const problems = Array.from({ length: 1000 }, () => tooLong);

  const report = renderVerdict({ ok: false, problems, warnings: [] }, subject, paintNothing);

  expect(report).toMatch(/^1,000 problems in 12 blocks \(message\); the check ended there\n/);
  expect(report.match(/max_length/g)).toHaveLength(50);
  expect(report).toContain("... and 950 more; --format json has all.\n");
});

test("a key of the payload cannot write to the terminal", () => {
  const hostile = { ...noText, path: "/\u001b]0;owned\u0007\u202e", message: "a\nb" };

  const report = renderVerdict({ ok: false, problems: [hostile], warnings: [] }, subject, paintNothing);

  expect(report).toContain(String.raw`/\u{1b}]0;owned\u{7}\u{202e}`);
  expect(report).toContain(String.raw`a\u{a}b`);
});

test("a repair is told change by change, with what could not be done", () => {
  const change = { rule: "section.text.max_length", path: "/blocks/0/text/text", message: "split over 2 blocks" };
  const remaining = { ...noText, rule: "message.content.required", message: "Nothing is left to show" };

  expect(
    renderRepair({ messages: [{}, {}], changes: [change, change], remaining: [] }, paintNothing),
  ).toMatchInlineSnapshot(`
    "2 changes, 2 messages
      /blocks/0/text/text: split over 2 blocks (section.text.max_length)
      /blocks/0/text/text: split over 2 blocks (section.text.max_length)
    "
  `);
  expect(
    renderRepair({ messages: [], changes: [change], remaining: [remaining] }, paintNothing),
  ).toMatchInlineSnapshot(`
    "1 change, nothing left to show
      /blocks/0/text/text: split over 2 blocks (section.text.max_length)

    (whole payload)
      Nothing is left to show
      -> Add it.
      message.content.required
    "
  `);
  expect(renderRepair({ messages: [{}], changes: [], remaining: [] }, paintNothing)).toBe("Nothing to repair\n");
});
