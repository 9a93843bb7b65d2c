import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLiteral } from "./parse-literal.ts";

const document = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));

function read(text: string): unknown {
  const literal = parseLiteral(text, 0);
  return literal.ok ? literal.value : literal;
}

test("any JSON object or list is read as JSON.parse reads it, and known to be JSON", () => {
  fc.assert(
    fc.property(document, fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);

      const literal = parseLiteral(`${text} the rest`, 0);

      expect(literal).toEqual({ ok: true, value: JSON.parse(text), end: text.length, looseAt: undefined });
    }),
  );
});

test("what util.inspect prints in full is read back", () => {
  const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
  // It writes this one key as an expression, so that it can be pasted.
  const key = fc.string().filter((name) => name !== "__proto__");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, plain, fc.array(tie("tree")), fc.dictionary(key, tie("tree"))),
  }));
  const whole = { depth: null, maxArrayLength: null, maxStringLength: null } as const;

  fc.assert(
    fc.property(fc.array(tree), (value) => {
      expect(read(inspect(value, whole))).toEqual(value);
    }),
  );
});

test("what Python prints is read", () => {
  const text = String.raw`{'text': "it's", 'emoji': True, 'verbatim': False, 'style': None, 'raw': 'a\x1b\'\U0001f600'}`;

  expect(read(text)).toEqual({ text: "it's", emoji: true, verbatim: false, style: null, raw: "a\u001b'😀" });
});

test("the first place that is not JSON is told", () => {
  expect(parseLiteral('{"a": 1,}', 0)).toMatchObject({ ok: true, looseAt: 7 });
  expect(parseLiteral('{"a": 1, b: 2, c: 3}', 0)).toMatchObject({ ok: true, looseAt: 9 });
});

test.each([
  ["[1 2]", 3, "a comma or ] is missing"],
  ["{1: 2}", 1, "a key or } is missing"],
  ['{"a" 2}', 5, "a colon is missing"],
  ['{"a": }', 6, "a value is missing"],
  ['{"a": b}', 6, "a value is missing"],
  ["[,]", 1, "a value is missing"],
  ['["a\nb"]', 1, "a line break inside a text, or its closing quote is missing"],
])("%s is refused at %i: %s", (text, at, why) => {
  expect(parseLiteral(text, 0)).toMatchObject({ ok: false, at, why, isCut: false });
});

test.each([
  ["{ text: [Object] }", "[Object]"],
  ["[ [Array], [Array] ]", "[Array]"],
  ["{ a: [Circular *1] }", "[Circular *1]"],
  ["[ 1, ... 98 more items ]", "... 98 more items"],
  ["{ a: 'xy'... 300 more characters }", "... 300 more characters"],
  ['{"a": ...', "..."],
  ['{"a": "b', "a text that never ends"],
  ['{"a": [', "a value is missing"],
])("%s is known to be cut", (text, why) => {
  expect(parseLiteral(text, 0)).toMatchObject({ ok: false, why, isCut: true });
});

test("what was read before it broke is kept, with what is open", () => {
  const literal = parseLiteral('{"a": {"b": 1}, "c": [2, {"d": ', 0);

  expect(literal).toMatchObject({
    ok: false,
    open: [
      { value: { a: { b: 1 }, c: [2, {}] }, key: undefined },
      { value: [2, {}], key: undefined },
      { value: {}, key: "d" },
    ],
  });
});

test("a key named __proto__ is a key like any other", () => {
  const value = read('{"__proto__": {"polluted": true}}');

  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect({}).not.toHaveProperty("polluted");
});

test("a hundred thousand levels are as good as one", () => {
  const depth = 100_000;

  expect(parseLiteral("[".repeat(depth) + "]".repeat(depth), 0)).toMatchObject({ ok: true, end: 2 * depth });
});
