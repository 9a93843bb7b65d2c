import { expect, test } from "vitest";
import { takeEachLine } from "../diagnosis/triage/shape-lines.ts";
import { startShaping } from "./start-shaping.ts";

const BLOCKS = 40;

/** So many blocks of lines of their own, of which some are too long, and what was taken of them. */
async function shapeBlocks(cores: number) {
  const taken: string[] = [];
  const shaping = startShaping({
    ...{ seed: 7, longestLine: 100, cores },
    take: (block) =>
      takeEachLine(block, ({ bytes, start, end, first, second }) =>
        taken.push(`${Buffer.from(bytes).toString("latin1", start, end)} ${first} ${second}`),
      ),
  });
  try {
    for (let block = 0; block < BLOCKS; block += 1) {
      const room = await shaping.rooms.next();
      const text = `block ${block}\n${"x".repeat(120)}\n${"\n".repeat(block === BLOCKS - 1 ? 20_000 : 1)}`;
      shaping.rooms.take(Buffer.from(room.buffer, room.byteOffset, room.length).write(text));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { taken, ...(await shaping.finish()) };
  } finally {
    await shaping.stop();
  }
}

test("a second thread changes nothing of the lines, their order and their shapes", async () => {
  const alone = await shapeBlocks(1);

  expect(alone.cutLines).toBe(BLOCKS);
  expect(alone.taken).toHaveLength(3 * BLOCKS + 19_999);
  expect(await shapeBlocks(2)).toEqual(alone);
});

test.each([1, 2])("what fails while lines are taken fails who reads them, with %i cores", async (cores) => {
  const shaping = startShaping({
    ...{ seed: 7, longestLine: 100, cores },
    take: () => {
      throw new Error("no");
    },
  });

  const reading = async () => {
    for (;;) {
      const room = await shaping.rooms.next();
      shaping.rooms.take(Buffer.from(room.buffer, room.byteOffset, room.length).write("line\n"));
    }
  };

  await expect(reading()).rejects.toThrow("no");
  await shaping.stop();
});
