import { expect, test } from "vitest";
import { createRunOnce } from "./run-once.ts";

test("an event is claimed once", async () => {
  const once = createRunOnce();

  const finish = await once.claim("Ev1");
  finish?.(true);

  expect(await once.claim("Ev1")).toBeUndefined();
  expect(await once.claim("Ev2")).toBeDefined();
});

test("of those who come while a run is under way one takes over when it fails, and nobody when it goes well", async () => {
  const once = createRunOnce();
  const first = await once.claim("Ev1");
  const others = [once.claim("Ev1"), once.claim("Ev1")];

  first?.(false);
  const second = await Promise.race(others);
  second?.(true);

  expect((await Promise.all(others)).filter((finish) => finish !== undefined)).toHaveLength(1);
});

test("what was handled long ago is forgotten, so that nothing grows", async () => {
  const once = createRunOnce(2);

  for (const id of ["Ev1", "Ev2", "Ev3"]) (await once.claim(id))?.(true);

  expect(await once.claim("Ev1")).toBeDefined();
  expect(await once.claim("Ev3")).toBeUndefined();
});
