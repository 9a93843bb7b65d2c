import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countCharacters } from "./count-characters.ts";
import { splitText } from "./split-text.ts";
import {
  fencedArbitrary,
  fiveMillion,
  graphemeStarts,
  hasClosedFences,
  proseArbitrary,
  tokenSamples,
} from "./text.fixture.ts";

describe("a split", () => {
  test.each([
    ["short", "it fits.", ["it fits."]],
    [
      "a blank line before a line end",
      "first part\nof it\n\nsecond part is next",
      ["first part\nof it", "second part is next"],
    ],
    ["a line end before a space", "first of all\nthe next one here", ["first of all", "the next one here"]],
    ["white space", "one two three four five six", ["one two three four", "five six"]],
    ["anywhere", "abcdefghijklmnopqrstuvwxyz", ["abcdefghijklmnopqrst", "uvwxyz"]],
    ["between mentions", "abcdefghijklmno<@U1><@U2>", ["abcdefghijklmno<@U1>", "<@U2>"]],
    ["before a link", "abcdefghijkl <https://a.b|c d>", ["abcdefghijkl", "<https://a.b|c d>"]],
    ["the indentation of a line", "first line of text\n  second line", ["first line of text", "  second line"]],
  ])("respects %s", (_, text, pieces) => {
    expect(splitText(text, 20)).toEqual(pieces);
  });

  test("has no piece of white space only", () => {
    expect(splitText("   ", 10)).toEqual([]);
    expect(splitText(`a${" ".repeat(100)}b${"\n".repeat(100)}`, 10)).toEqual(["a", "b"]);
  });

  test("closes a code fence and opens it again", () => {
    const lines = Array.from({ length: 10 }, (_, index) => `  console.log(${index});`);

    const pieces = splitText(`Look:\n\`\`\`js\n${lines.join("\n")}\n\`\`\`\nDone.`, 120);

    expect(pieces).toEqual([
      `Look:\n\`\`\`js\n${lines.slice(0, 5).join("\n")}\n\`\`\``,
      `\`\`\`\n${lines.slice(5).join("\n")}\n\`\`\`\nDone.`,
    ]);
  });

  test("leaves no empty fence behind where the break is at the end of one", () => {
    const pieces = splitText(`\`\`\`\n${"a".repeat(89)}\n\`\`\`\n${"b".repeat(80)}`, 97);

    expect(pieces).toEqual([`\`\`\`\n${"a".repeat(89)}\n\`\`\``, "b".repeat(80)]);
  });

  test("loses nothing but white space, keeps the limit and leaves no fence open", () => {
    fc.assert(
      fc.property(fencedArbitrary, fc.integer({ min: 80, max: 300 }), (text, most) => {
        const pieces = splitText(text, most);

        expect(words(pieces.join(""))).toBe(words(text));
        for (const piece of pieces) {
          expect(countCharacters(piece)).toBeLessThanOrEqual(most);
          expect(piece.trim()).not.toBe("");
          expect(hasClosedFences(piece)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("loses nothing of any text even in tiny pieces", () => {
    fc.assert(
      fc.property(fencedArbitrary, fc.integer({ min: 1, max: 40 }), (text, most) => {
        const pieces = splitText(text, most);

        expect(pieces.join("").replace(/\s+/g, "")).toBe(text.replace(/\s+/g, ""));
        for (const piece of pieces) expect(countCharacters(piece)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 1_000 },
    );
  });

  test("tears no combined character", () => {
    fc.assert(
      fc.property(proseArbitrary, (text) => {
        const starts = graphemeStarts(text);
        let from = 0;
        for (const piece of splitText(text, 100)) {
          const start = text.indexOf(piece, from);
          from = start + piece.length;

          expect(starts.has(start) || /\s/.test(text.charAt(start - 1))).toBe(true);
          expect(starts.has(from) || /\s/.test(text.charAt(from))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("tears no token", () => {
    const parts = fc.array(fc.constantFrom("word", "longer.", "😀\n\n", ...tokenSamples), { maxLength: 60 });
    fc.assert(
      fc.property(parts, (written) => {
        const found = splitText(written.join(" "), 60).join(" ");

        expect(found.replace(/\s+/g, " ").trim()).toBe(written.join(" ").replace(/\s+/g, " ").trim());
      }),
    );
  });

  test.each(["a", "hello world. ", "<", "<https://", "[a](", "`", "🇩🇪", "\u0301", "```\nab\n", "<@U1> "])(
    "takes five million units of %j",
    (part) => {
      const text = fiveMillion(part);

      const pieces = splitText(text, 3_000);

      expect(pieces.length).toBeGreaterThan(text.length / 3_000 / 3);
      expect(pieces.every((piece) => piece.length > 0 && countCharacters(piece) <= 3_000)).toBe(true);
    },
  );
});

/** Without white space and fences, which a split may add. */
function words(text: string): string {
  return text.replace(/```(?:(?:js|c\+\+)\n)?/g, "").replace(/\s+/g, "");
}
