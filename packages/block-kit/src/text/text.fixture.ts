import fc from "fast-check";

/** What must never be cut. */
export const tokenSamples = [
  "<@U012AB3CD>",
  "<#C012AB3CD|general>",
  "<!subteam^S012AB3CD|the team>",
  "<!date^1700000000^{date_long} at {time}|in November>",
  "<!here>",
  "<https://example.com/a?b=c|a label of words>",
  "<mailto:a@example.com|mail>",
  "[a label](https://example.com/x_(y))",
  "&amp;",
  "&#8230;",
  ":wave::skin-tone-3:",
  "`let x = 1`",
];

export const graphemeSamples = ["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣", "é", "각", "❤️", "\r\n", "😀"];

/** Words, tokens, combined characters, stray marks and any unicode at all, in any order. */
export const proseArbitrary = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("word ", "longer_word", " ", "\n", "\n\n", "End. ", "終わり。", "    ") },
      { weight: 3, arbitrary: fc.constantFrom(...tokenSamples) },
      { weight: 3, arbitrary: fc.constantFrom(...graphemeSamples) },
      { weight: 2, arbitrary: fc.constantFrom("<", ">", "&", ":", "[", "](", "…", "\ud800", "\udc00") },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

/** Prose with blocks of code in it, all of them closed. */
export const fencedArbitrary = fc
  .array(
    fc.oneof(
      proseArbitrary.map((prose) => prose.replaceAll("`", "'")),
      fc
        .tuple(
          fc.constantFrom("", "js", "c++"),
          fc.array(fc.constantFrom("let a = 1;", "  if (b) {", "<@U1>", "", "}")),
        )
        .map(([language, lines]) => `\n\`\`\`${language}\n${lines.join("\n")}\n\`\`\`\n`),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** Where the combined characters of a text begin. */
export function graphemeStarts(text: string): Set<number> {
  return new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index).concat(text.length));
}

/** Whether every fence in the text is closed. */
export function hasClosedFences(text: string): boolean {
  return text.split("```").length % 2 === 1;
}

/** A text of many of the same, five million units long. */
export function fiveMillion(part: string): string {
  return part.repeat(Math.ceil(5_000_000 / part.length));
}
