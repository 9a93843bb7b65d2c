import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readLogFile } from "./read-log-file.ts";

const folder = mkdtempSync(join(tmpdir(), "log-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function readStream(chunks: readonly Uint8Array[], longestLine = 64) {
  const lines: string[] = [];
  const reading = await readLogFile({
    source: "-",
    stdin: Readable.from(chunks),
    longestLine,
    take: (bytes, start, end) => lines.push(textOf(bytes, start, end)),
  });
  return { lines, reading };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes).toString("latin1", start, end);
}

function fileOf(name: string, content: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function readFile(source: string) {
  const lines: string[] = [];
  const stdin = Readable.from([]);
  const take = (bytes: Uint8Array, start: number, end: number) => lines.push(textOf(bytes, start, end));
  return { reading: await readLogFile({ source, stdin, longestLine: 64, take }), lines };
}

describe("a log file", () => {
  test("is read line by line, whichever line ends it has and whether or not the last line has one", async () => {
    expect((await readFile(fileOf("plain.log", "one\r\ntwo\n\nfour"))).lines).toEqual(["one", "two", "", "four"]);
    expect((await readFile(fileOf("ended.log", "one\ntwo\n"))).lines).toEqual(["one", "two"]);
    expect((await readFile(fileOf("empty.log", ""))).lines).toEqual([]);
  });

  test("may be gzip, under any name, in several members", async () => {
    const packed = Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]);

    const { lines, reading } = await readFile(fileOf("packed.txt", packed));

    expect(lines).toEqual(["one", "two"]);
    expect(reading).toEqual({ ok: true, bytes: 8, cutLines: 0 });
  });

  test("that is not there, is a folder or is broken gzip cannot be read, which is no crash", async () => {
    const broken = fileOf("broken.gz", gzipSync("x".repeat(500)).subarray(0, 10));

    for (const source of [join(folder, "gone.log"), folder, broken]) {
      expect((await readFile(source)).reading).toMatchObject({ ok: false, why: expect.stringContaining(source) });
    }
  });

  test("that is packed and breaks off is read up to there, and it is told", async () => {
    const text = Array.from({ length: 20_000 }, (_, number) => `line ${number * 7919}`).join("\n");
    const packed = gzipSync(text);

    const { lines, reading } = await readFile(fileOf("cut.gz", packed.subarray(0, packed.length - 100)));

    expect(reading).toMatchObject({ ok: true, lacks: expect.stringContaining("cut.gz breaks off") });
    expect(lines.length).toBeGreaterThan(19_900);
  });

  test("may hold any bytes", async () => {
    const { lines } = await readStream([Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0a, 0xc3, 0xa4])]);

    expect(lines).toEqual(["a\u00ff\0b", "\u00c3\u00a4"]);
  });

  test("has its long lines cut and counted, and only those", async () => {
    const { lines, reading } = await readStream([
      Buffer.from(`${"x".repeat(64)}\r\n${"y".repeat(65)}\n${"z".repeat(5000)}`),
    ]);

    expect(lines.map(({ length }) => length)).toEqual([64, 64, 64]);
    expect(reading).toMatchObject({ bytes: 64 + 2 + 65 + 1 + 5000, cutLines: 2 });
  });

  test("reads the same however the bytes come in", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => some.map((byte) => (byte % 7 === 0 ? 10 : byte)));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(300), { maxLength: 8 }), async (content, cuts) => {
        fc.pre(!(content[0] === 0x1f && content[1] === 0x8b));
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, content.length)).sort((one, other) => one - other),
          content.length,
        ];
        const chunks = places.slice(1).map((end, index) => content.subarray(places[index], end));

        expect(await readStream(chunks, 16)).toEqual(await readStream([content], 16));
      }),
    );
  });
});
