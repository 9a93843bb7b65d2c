import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { measureBundleSize } from "../../../benchmarks/bundle-size.ts";

test("the library stays under 15 kB minified and gzipped", async () => {
  const size = await measureBundleSize(fileURLToPath(new URL("index.ts", import.meta.url)));

  expect(size).toBeLessThan(15_000);
});
