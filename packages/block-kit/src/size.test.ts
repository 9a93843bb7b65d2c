import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { measureBundleSize } from "../../../benchmarks/bundle-size.ts";

/** 15,000 bytes are the aim (docs/decisions/0006-block-kit-guard.md); until they are reached it may only shrink. */
const mostBytes = 15_900;

test("the library does not grow, minified and gzipped", async () => {
  const size = await measureBundleSize(fileURLToPath(new URL("index.ts", import.meta.url)));

  expect(size).toBeLessThan(mostBytes);
});
