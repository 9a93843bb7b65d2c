import fc from "fast-check";
import { expect, test } from "vitest";
import { readPythonValue } from "./read-python-value.ts";

test("a dictionary of Python is read with its words and both kinds of quotes", () => {
  const value = readPythonValue(
    `{'ok': False, 'error': "it's", 'needed': None, 'list': [1, ('a', 2.5)], 'inner': {'code': 'x'}} and more`,
  );

  expect(value).toEqual({ ok: false, error: "it's", needed: null, list: [1, ["a", 2.5]], inner: { code: "x" } });
});

test("what is cut is read as far as it goes", () => {
  const value = readPythonValue(`{'ok': False, 'error': {'code': 'insufficient_quota', 'mess`);

  expect(value).toEqual({ ok: false, error: { code: "insufficient_quota" } });
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("{", "}", "[", "(", ")", "'", '"', ":", ",", "\\", "a", "1", " ") }),
      (text) => {
        readPythonValue(text);
      },
    ),
  );
});
