import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countCharacters } from "./count-characters.ts";
import {
  fencedArbitrary,
  fiveMillion,
  graphemeSamples,
  graphemeStarts,
  hasClosedFences,
  proseArbitrary,
  tokenSamples,
} from "./text.fixture.ts";
import { cutText, truncateText } from "./truncate-text.ts";

describe("truncation", () => {
  test.each([
    ["the whole text", 14, "the whole text"],
    ["the whole texts", 14, "the whole…"],
    ["words   and space", 9, "words…"],
    ["Unbelievable-word", 10, "Unbelieva…"],
    ["wait… and more", 8, "wait…"],
    ["1 < 2 and 3 < 4 and so on", 20, "1 < 2 and 3 < 4 and…"],
    ["see <https://example.com", 14, "see…"],
    ["see <https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaa", 30, "see <…"],
    ["see https://example.com/a/b/c/d/e/f/g now", 30, "see…"],
    ["a<bcdefghijklmnopqrstuvwxyz", 20, "a<bcdefghijklmnopqr…"],
    ["anything", 1, "…"],
    ["anything", 0, ""],
    ["<@U012AB3CD> hello", 8, "…"],
  ])("%j in %i characters is %j", (text, most, expected) => {
    expect(truncateText(text, most)).toBe(expected);
  });

  test.each([...tokenSamples, ...graphemeSamples.filter((sample) => sample.trim() !== "")])(
    "%j is kept whole or left out",
    (token) => {
      const text = `${"x".repeat(30)}${token}${"y".repeat(30)}`;
      const whole = countCharacters(token);

      for (let most = 31; most < 31 + whole; most += 1) expect(truncateText(text, most)).toBe(`${"x".repeat(30)}…`);

      expect(truncateText(text, 31 + whole)).toBe(`${"x".repeat(30)}${token}…`);
    },
  );

  test("a row of flags is cut between two of them", () => {
    expect(truncateText("🇩🇪".repeat(100), 100)).toBe(`${"🇩🇪".repeat(49)}…`);
  });

  test("a fence is closed where the cut is inside it", () => {
    const text = `Look:\n\`\`\`js\n${"let a = 1;\n".repeat(20)}\`\`\``;

    expect(truncateText(text, 40)).toBe("Look:\n```js\nlet a = 1;\nlet a = 1;…\n```");
  });

  test("a fence of which nothing would be left is left out", () => {
    expect(truncateText(`Look:\n\`\`\`js\n${"let a = 1;\n".repeat(20)}\`\`\``, 14)).toBe("Look:…");
  });

  test("no limit is passed, and truncating again changes nothing", () => {
    fc.assert(
      fc.property(fencedArbitrary, fc.integer({ min: 1, max: 200 }), (text, most) => {
        const truncated = truncateText(text, most);

        expect(countCharacters(truncated)).toBeLessThanOrEqual(most);
        expect(truncateText(truncated, most)).toBe(truncated);
        if (truncated !== text) expect(truncated).toMatch(/(?:^|[^\s…])…(?:\n```)?$/);
        expect(hasClosedFences(truncated)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no combined character is torn", () => {
    fc.assert(
      fc.property(proseArbitrary, fc.integer({ min: 1, max: 100 }), (text, most) => {
        const truncated = truncateText(text, most);
        const kept = truncated.slice(0, -1);

        fc.pre(truncated !== text && text.startsWith(kept));
        const starts = graphemeStarts(text);

        expect(starts.has(kept.length) || /[\s…]/.test(text.charAt(kept.length))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no token is torn wherever it stands", () => {
    const plain = fc.constantFrom("word ", "longer", "\n", ". ", "😀", "< ", "> ");
    const parts = fc.array(fc.oneof(plain, fc.constantFrom(...tokenSamples)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 150 }), (written, most) => {
        const truncated = truncateText(written.join(" "), most);
        const kept = truncated.slice(0, -1);
        let start = 0;
        for (const part of written) {
          const isCut = truncated !== written.join(" ") && start < kept.length && start + part.length > kept.length;
          if (isCut) expect(tokenSamples).not.toContain(part);
          start += part.length + 1;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(["a", "<", "<https://", "[a](", "&amp;", "`", "🇩🇪", "\u0301", " ", "```\n", "<@U1> "])(
    "five million units of %j are truncated",
    (part) => {
      const truncated = truncateText(fiveMillion(part), 3_000);

      expect(countCharacters(truncated)).toBeLessThanOrEqual(3_000);
      expect(truncated).toMatch(/…(?:\n```)?$/);
    },
  );
});

test("an id is cut between characters and gets no ellipsis", () => {
  expect(cutText("abc😀def", 4)).toBe("abc😀");
  expect(cutText("abc", 4)).toBe("abc");
  expect(cutText("", 4)).toBe("");
});
