import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineShaping, LINE_NUMBERS } from "./shape-lines.ts";

const LONGEST = 60;

function shapeAll(text: string, { room = 100, longestLine = LONGEST } = {}) {
  const bytes = new TextEncoder().encode(text);
  const lines = new Int32Array(room * LINE_NUMBERS);
  const shape = createLineShaping({ seed: 7, longestLine });
  const { count, next, cutLines } = shape({ bytes, lines }, 0, bytes.length);
  const found = Array.from({ length: count }, (_, index) => {
    const [start, end, ...hashes] = lines.subarray(LINE_NUMBERS * index, LINE_NUMBERS * (index + 1));
    return { line: new TextDecoder().decode(bytes.subarray(start, end)), shape: hashes.join() };
  });
  return { found, next, cutLines };
}

describe("the lines of a block", () => {
  test("are told without their ends, and those of one shape have it in common", () => {
    const { found } = shapeAll("took 1234ms\r\ntook 5678ms\ntaken 1234ms\n\n");

    expect(found.map(({ line }) => line)).toEqual(["took 1234ms", "took 5678ms", "taken 1234ms", ""]);
    expect(new Set(found.map(({ shape }) => shape)).size).toBe(4);
    const alike = shapeAll("took 1234ms\ntook 5678ms\n").found;
    expect(alike[0]?.shape).toBe(alike[1]?.shape);
  });

  test("have no shape where they are to be read in full: with a NUL, or very long", () => {
    const { found } = shapeAll(`a\0b\n${"x".repeat(5_000)}\nshort\n`, { longestLine: 10_000 });

    expect(found.map(({ shape }) => shape === "0,0")).toEqual([true, true, false]);
  });

  test("are cut and counted beyond the longest", () => {
    const { found, cutLines } = shapeAll(`${"x".repeat(LONGEST)}\r\n${"y".repeat(LONGEST + 1)}\n`);

    expect(found.map(({ line }) => line.length)).toEqual([LONGEST, LONGEST]);
    expect(cutLines).toBe(1);
  });

  test("go on where there was no more room for them", () => {
    const { found, next } = shapeAll("one\ntwo\nthree\n", { room: 2 });

    expect(found.map(({ line }) => line)).toEqual(["one", "two"]);
    expect(next).toBe(8);
  });

  test("have the shapes that they have alone, wherever they stand", () => {
    const part = fc.constantFrom(
      "2026-11-20T09:00:00.020Z ",
      "req-2cfd620059fa",
      "123e4567-e89b-12d3-a456-426614174000",
      "12",
      " took 5ms",
      "E11000",
      ".",
    );
    const line = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { found } = shapeAll(lines.map((one) => `${one}\n`).join(""), { longestLine: 500 });

        expect(found.map(({ shape }) => shape)).toEqual(lines.map((one) => shapeAll(`${one}\n`).found[0]?.shape));
      }),
    );
  });
});
