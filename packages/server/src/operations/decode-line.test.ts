import { expect, test } from "vitest";
import { decodeLine } from "./decode-line.ts";

test("a line of a log is text, whatever its bytes are", () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x00, 0x62, 0x0a, 0xc3, 0xa4]);

  expect(decodeLine(bytes, 0, 7)).toBe("a\ufffdb");
  expect(decodeLine(bytes, 8, 10)).toBe("ä");
});
