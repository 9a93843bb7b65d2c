import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeJson } from "./complete-json.ts";

describe("an object whose end was cut off", () => {
  test.each([
    ['{"level":50,"msg":"save fai', { level: 50, msg: "save fai" }],
    ['{"level":50,"msg":"a\\n', { level: 50, msg: "a\n" }],
    ['{"level":50,"msg":"a\\', { level: 50, msg: "a" }],
    ['{"level":50,"msg":"a\\\\', { level: 50, msg: "a\\" }],
    ['{"level":50,"msg":"a\\u00e', { level: 50, msg: "a" }],
    ['{"level":50,"err":{"message":"x","stack":"Err', { level: 50, err: { message: "x", stack: "Err" } }],
    ['{"level":50,"ti', { level: 50 }],
    ['{"level":50,"time":179', { level: 50 }],
    ['{"level":50,"tags":["a","b', { level: 50, tags: ["a", "b"] }],
    ['{ "level": "error", "ok": tr', { level: "error" }],
  ])("%s", (text, fields) => {
    expect(completeJson(text)).toEqual(fields);
  });

  test.each(['{"level":50}', "{ name: 'x', code", "{broken", "level 50", '{"a":1}}', '{"a" 1'])(
    "none of these is one: %s",
    (text) => {
      expect(completeJson(text)).toBeUndefined();
    },
  );

  test("of any object, cut anywhere, all fields come back that stood before the cut", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (rest, cut) => {
        const text = JSON.stringify({ first: 1, rest });
        const end = 11 + (cut % (text.length - 11));

        expect(completeJson(text.slice(0, end))).toMatchObject({ first: 1 });
      }),
    );
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "a", "1", " ")), (pieces) => {
        completeJson(pieces.join(""));
      }),
    );
  });
});
