import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit.ts";

test("a token is refused with Retry-After once its hour's requests are used up, and allowed in the next hour", () => {
  let now = 0;
  const limit = new RateLimit(2, () => now);

  const budgets = [limit.take("a"), limit.take("a"), limit.take("a")];
  const other = limit.take("b");
  now = 3_600_000;
  const later = limit.take("a");

  expect(budgets.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false]);
  expect(budgets.map(({ headers }) => headers["X-RateLimit-Remaining"])).toEqual(["1", "0", "0"]);
  expect(budgets[2]?.headers["Retry-After"]).toBe("3600");
  expect([other.isAllowed, later.isAllowed]).toEqual([true, true]);
});
