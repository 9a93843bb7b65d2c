import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { measureBundleSize } from "./bundle-size.ts";

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test("the size of a module is that of its code without types, names and spaces", async () => {
  const size = await measureBundleSize(fileOf("measure.ts"));

  expect(size).toBeGreaterThan(200);
  expect(size).toBeLessThan(1_000);
});

test("a module that imports what is not in the bundle has no size", async () => {
  const measuring = measureBundleSize(fileOf("command-line.ts"));

  await expect(measuring).rejects.toThrow("also needs node:util");
});
