import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containsWords, isName, toWords } from "./match-words.ts";

describe("words", () => {
  test.each([
    ["timed out", "operation timed out after 25 s"],
    ["invalid_auth", "an api error occurred: invalid_auth"],
    ["model * does not exist", "the model `gpt-9` does not exist or you do not have access to it."],
    ["timeout*", "timeouterror"],
    ["*timeout", "readtimeout"],
    ["json-pointer:/blocks*", "too long [json-pointer:/blocks/2/text]"],
    ["Rate Limit", "a rate limit was exceeded"],
    ["pong", "no pong"],
    ["pong", "pong"],
  ])("%j are in %j", (words, line) => {
    expect(containsWords(toWords(words), line)).toBe(true);
  });

  test.each([
    ["pong", "ping-pongs"],
    ["oom", "no room left"],
    ["timeout", "timeouts=0"],
    ["out timed", "timed out"],
    ["model * does not exist", "does not exist: the model"],
    ["übung", "vorübung"],
    ["aa*aa", "aaa"],
  ])("%j are not in %j", (words, line) => {
    expect(containsWords(toWords(words), line)).toBe(false);
  });

  test("are found behind a place where they stood inside a word", () => {
    expect(containsWords(toWords("oom"), "room oom")).toBe(true);
  });

  test("are found wherever they were put, whatever stands around", () => {
    const part = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !text.includes("*"));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.string(), (parts, filling) => {
        const words = toWords(`*${parts.join("*")}*`);

        expect(containsWords(words, parts.join(filling).toLowerCase())).toBe(true);
      }),
    );
  });

  test("take time linear in the text, also where every place looks like a beginning", () => {
    const words = toWords("a*b*a*b*c");
    const countReads = (length: number): number => {
      let reads = 0;
      const line = Object.assign(Object.create(String.prototype), {
        indexOf: (part: string, from: number) => {
          const found = "ab".repeat(length).indexOf(part, from);
          reads += (found === -1 ? length * 2 : found) - from + 1;
          return found;
        },
        charAt: (at: number) => "ab".repeat(length).charAt(at),
      });
      containsWords(words, line);
      return reads;
    };

    expect(countReads(2_000)).toBeLessThan(countReads(1_000) * 2.1);
  });
});

describe("a name", () => {
  test.each([
    ["WebAPI*", "webapihttperror", true],
    ["SM*Error", "smwebsocketerror", true],
    ["*", "anything", true],
    ["a*b*c", "axxbyyc", true],
    ["WebAPI*", "awebapi", false],
    ["28P01", "28p01", true],
    ["28P01", "28p012", false],
    ["ab*ba", "aba", false],
    ["a*b*c", "axc", false],
  ])("%j against %j: %j", (words, name, expected) => {
    expect(isName(toWords(words), name)).toBe(expected);
  });
});
