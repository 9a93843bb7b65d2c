import fc from "fast-check";
import { expect, test } from "vitest";
import { cutText, TEXT_LIMIT } from "./cut-text.ts";

test("a text within the limit is not touched", () => {
  fc.assert(fc.property(fc.string({ maxLength: TEXT_LIMIT }), (text) => cutText(text) === text));
});

test("a longer text fits, is well formed, keeps its start and says that it was cut", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("<@U0ANA>", "&amp;", "```", "😀", "<https://a.example|b>"),
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 800, maxLength: 3_000 }), (pieces) => {
      const text = `${pieces.join(" ")}${"x".repeat(TEXT_LIMIT)}`;

      const cut = cutText(text);

      expect(cut.length).toBeLessThanOrEqual(TEXT_LIMIT);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.endsWith("… (cut)")).toBe(true);
      expect(text.startsWith(cut.slice(0, 3_500))).toBe(true);
      expect(cut.split("```").length % 2).toBe(1);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["a mention", "<@U0123456789>"],
  ["an entity", "&amp;"],
  ["a face of two halves", "😀"],
])("%s is kept whole or left out", (_, token) => {
  for (let before = TEXT_LIMIT - 40; before < TEXT_LIMIT; before += 1) {
    const cut = cutText(`${"a".repeat(before)}${token}${"b".repeat(100)}`);

    expect(cut.replace(token, "")).toMatch(/^a+b*\n… \(cut\)$/);
  }
});
