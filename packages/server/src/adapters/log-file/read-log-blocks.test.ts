import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readLogBlocks } from "./read-log-blocks.ts";

const folder = mkdtempSync(join(tmpdir(), "log-blocks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROOM = 40;
const LONGEST = 16;

/** The blocks of a log, each as it stood when it was handed over; there is one room for all. */
async function read(source: string, chunks: readonly Uint8Array[] = []) {
  const blocks: string[] = [];
  const told: (readonly [number, number | undefined])[] = [];
  const room = Buffer.alloc(ROOM);
  const reading = await readLogBlocks({
    source,
    stdin: Readable.from(chunks),
    rooms: {
      longestLine: LONGEST,
      next: async () => room,
      take: (length) => void blocks.push(room.toString("latin1", 0, length)),
    },
    progress: (bytes, total) => told.push([bytes, total]),
  });
  return { blocks, lines: blocks.join("").split("\n").slice(0, -1), told, reading };
}

function fileOf(name: string, content: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe("a log in blocks", () => {
  test("is whole lines that fill a room, and the last of them gets an end", async () => {
    const text = "one\ntwo\r\n\nfour is longer\nfive and so on\nsix";

    const { blocks, reading } = await read(fileOf("plain.log", text));

    expect(blocks.join("")).toBe(`${text}\n`);
    expect(blocks.every((block) => block.endsWith("\n") && block.length <= ROOM)).toBe(true);
    expect(reading).toEqual({ ok: true, bytes: text.length });
  });

  test("may be empty", async () => {
    expect(await read(fileOf("empty.log", ""))).toMatchObject({ blocks: [], reading: { ok: true, bytes: 0 } });
  });

  test("keeps a line that is too long just too long, and what comes behind it", async () => {
    const { lines } = await read(fileOf("long.log", `${"x".repeat(500)}\nshort\n${"y".repeat(90)}`));

    expect(lines).toEqual(["x".repeat(LONGEST + 2), "short", "y".repeat(LONGEST + 2)]);
  });

  test("may be gzip, from a file and from a stream", async () => {
    const packed = Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]);

    expect((await read(fileOf("packed.txt", packed))).lines).toEqual(["one", "two"]);
    expect((await read("-", [packed])).lines).toEqual(["one", "two"]);
  });

  test("that breaks off is read up to there; one of which nothing can be read is not", async () => {
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, index) => `${Math.sqrt(index)}\n`).join(""));

    const broken = await read(fileOf("broken.gz", packed.subarray(0, packed.length - 9)));

    expect(broken.lines[0]).toBe("0");
    expect(broken.reading).toMatchObject({ ok: true, lacks: expect.stringContaining("breaks off") });
    for (const source of [join(folder, "gone.log"), folder])
      expect((await read(source)).reading).toMatchObject({ ok: false, why: expect.stringContaining(source) });
  });

  test("tells how much of a file was read, and of how much", async () => {
    const text = "a line\n".repeat(20);

    const { told } = await read(fileOf("told.log", text));

    expect(told.at(-1)).toEqual([text.length, text.length]);
  });

  test("is the same however its bytes come in", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => some.map((byte) => (byte % 7 === 0 ? 10 : byte)));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(300), { maxLength: 8 }), async (content, cuts) => {
        fc.pre(!(content[0] === 0x1f && content[1] === 0x8b));
        const places = [0, ...cuts.map((cut) => Math.min(cut, content.length)).sort((one, other) => one - other)];
        const chunks = places.map((place, index) => content.subarray(place, places[index + 1] ?? content.length));

        expect((await read("-", chunks)).lines).toEqual((await read(fileOf("any.log", content))).lines);
      }),
      { numRuns: 50 },
    );
  });
});
