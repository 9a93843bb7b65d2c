import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mostCharacters, readAll, readLines } from "./read-input.ts";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(bytes: Uint8Array, size: number): Promise<(string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for await (const { text } of readLines(inChunks(bytes, size))) texts.push(text);
  return texts;
}

const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r") });

test("text is the same however its bytes are cut into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (input, size) => {
      expect(await readAll(inChunks(Buffer.from(input), size))).toBe(input);
    }),
  );
});

test("lines are the same however their bytes are cut into chunks, and an end of line at the end begins none", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (input, size) => {
      const wanted = input.split("\n");
      if (wanted.at(-1) === "") wanted.pop();

      expect(await linesOf(Buffer.from(input), size)).toEqual(wanted);
    }),
  );
});

test("a byte order mark is no part of the text", async () => {
  expect(await readAll(inChunks(Buffer.from("\ufeff{}"), 2))).toBe("{}");
});

test("UTF-16 as PowerShell writes it is read", async () => {
  expect(await readAll(inChunks(Buffer.from("\ufeff{é😀}", "utf16le"), 3))).toBe("{é😀}");
});

test("a line or an input that is too long is not held in memory", async () => {
  const long = Buffer.alloc(mostCharacters + 1, "a");
  const lines = Buffer.concat([Buffer.from("1\n"), long, Buffer.from("\n3")]);

  expect(await linesOf(lines, 1 << 20)).toEqual(["1", undefined, "3"]);
  expect(await readAll(inChunks(long, 1 << 20))).toBeUndefined();
});
