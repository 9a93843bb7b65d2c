import { describe, expect, test } from "vitest";
import { hostile } from "./hostile.fixture.ts";
import { validate } from "./validate.ts";

describe("a payload made to keep a validator busy", () => {
  test.each(hostile)("gets a verdict of bounded length: $title", ({ create }) => {
    const { ok, problems, warnings } = validate(create());

    expect(problems.length + warnings.length).toBeGreaterThan(0);
    expect(ok).toBe(problems.length === 0);
    expect(problems.length).toBeLessThanOrEqual(1000);
    expect(warnings.length).toBeLessThanOrEqual(1000);
  });
});
