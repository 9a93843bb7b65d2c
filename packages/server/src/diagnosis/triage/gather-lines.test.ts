import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineGatherer } from "./gather-lines.ts";

function gather(log: string) {
  const gatherer = createLineGatherer();
  return [...log.split("\n").flatMap((text, index) => gatherer.take(index + 1, text)), ...gatherer.finish()];
}

describe("an object over many lines", () => {
  test("of JSON is one line, and begins where it began", () => {
    const lines = gather('before\n{\n  "error": {\n    "code": "x"\n  }\n}\nafter');

    expect(lines).toEqual([
      { line: 1, text: "before" },
      { line: 2, text: '{"error":{"code":"x"}}' },
      { line: 7, text: "after" },
    ]);
  });

  test("that Node inspected is the same", () => {
    const lines = gather("{\n  ok: false,\n  error: 'invalid_auth',\n  'x-y': [ 1, 2 ]\n}");

    expect(lines.map(({ text }) => text)).toEqual(['{"ok":false,"error":"invalid_auth","x-y":[1,2]}']);
  });

  test.each([
    "{\n  error: TypeError: x\n      at f (/app/a.ts:1:2)\n}",
    "{\nplain words",
    "{",
    '{\n  "cut": 1,',
    "{\n  const a = 1;\n}",
  ])("is left as it is where it holds a stack, ends early or is none: %j", (log) => {
    const lines = gather(log);

    expect(lines.map(({ text }) => text)).toEqual(log.split("\n"));
  });

  test("no line is lost", () => {
    const line = fc.constantFrom("{", "}", "  a: 1,", '  "b": {', "  },", "words", "");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const gathered = gather(lines.join("\n"));

        const numbers = gathered.map(({ line: number }) => number);
        expect([...new Set(numbers)].sort((one, other) => one - other)).toEqual(numbers);
        for (const word of ["words"])
          expect(gathered.filter(({ text }) => text === word).length).toBe(
            lines.filter((text) => text === word).length,
          );
      }),
    );
  });
});
