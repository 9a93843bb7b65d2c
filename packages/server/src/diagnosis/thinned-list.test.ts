import fc from "fast-check";
import { expect, test } from "vitest";
import { createThinnedList } from "./thinned-list.ts";

test("few items are all kept", () => {
  const list = createThinnedList<string>(3);
  for (const item of ["a", "b", "c"]) list.add(item);

  expect(list.finish()).toEqual(["a", "b", "c"].map((item) => ({ item, times: 1 })));
});

test("of many items some stand for all, spread evenly, and the number stays exact", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 50 }), (count, most) => {
      const list = createThinnedList<number>(most);
      for (let item = 0; item < count; item += 1) list.add(item);

      const kept = list.finish();

      expect(kept.length).toBeLessThanOrEqual(most + 1);
      expect([kept[0]?.item, kept.at(-1)?.item]).toEqual([0, count - 1]);
      expect(kept.reduce((sum, { times }) => sum + times, 0)).toBe(count);
      expect(list.total()).toBe(count);
      expect(kept.every(({ item }, index) => index === 0 || item > (kept[index - 1]?.item ?? 0))).toBe(true);
    }),
  );
});
