import { expect, test } from "vitest";
import { listBroken } from "./broken-payloads.fixture.ts";
import { describe } from "./describe.ts";
import type { Finding } from "./finding.ts";
import { messageOf, plain } from "./findings.fixture.ts";
import { validate } from "./validate.ts";

test("every rule of the table has a whole sentence and an advice, with all that they name", () => {
  const problems = listBroken().flatMap(({ payload, options }) => {
    const verdict = validate(payload, options);
    return [...verdict.problems, ...verdict.warnings];
  });

  for (const { message, fix, rule } of problems) {
    expect(message, rule).toMatch(/^[A-Z][a-z_ ]* \S/);
    expect(fix, rule).toMatch(/^[A-Z].*\.$/s);
    expect(message + fix, rule).not.toMatch(/[{}]|undefined|5e-324/);
  }
});

test.each<[object, string, string]>([
  [
    { type: "header", text: plain("a".repeat(1500)) },
    "Header text has 1,500 characters; at most 150 are allowed",
    "Shorten it or split it.",
  ],
  [{ type: "section" }, "Section is missing `text` or `fields`", "Add `text` or `fields`."],
  [
    { type: "alert", text: plain("a"), level: "bad" },
    "Alert level must be `default`, `info`, `warning`, `error` or `success`",
    "Write `default`, `info`, `warning`, `error` or `success`.",
  ],
  [{ type: "header", text: "a" }, "Header text must be an object", "Write an object."],
  [{ type: "divider", color: "red" }, "Divider has an unknown key: `color`", "Remove `color`."],
  [{ type: "call" }, "Call can be shown only in: none", "Change it, or leave it out."],
])("%j is told with what is wrong and what to do", (block, message, fix) => {
  const { problems } = validate(messageOf(block));

  expect(problems).toContainEqual(expect.objectContaining({ message, fix }));
});

test("a key with marks of its own stays as it is", () => {
  const finding: Finding = {
    rule: "divider.unknown_key",
    constraint: "unknown_key",
    path: [],
    fix: "strip",
    key: "{key}, a",
  };

  expect(describe(finding).message).toBe("Divider has an unknown key: `{key}, a`");
});
