import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { ViolationError } from "./soak/run-path.ts";
import { runSoak } from "./soak/run-soak.ts";

const kills = 20;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

test("a server killed with kill -9 at random moments of the path loses no event, repeats nothing and works on within 15 s", async ({
  signal,
}) => {
  const seed = String(randomInt(1_000_000_000));
  const hint = `seed ${seed}; to repeat it: npm run soak -- --seed ${seed} --kills ${kills}`;
  say(hint);
  const interruption = { signal, hurry: signal };

  const figures = await runSoak({ seed, kills, interruption, tell: say }).catch((error: unknown) => {
    throw error instanceof ViolationError ? new Error(`${hint}\n${error.message}`, { cause: error }) : error;
  });

  say(JSON.stringify(figures));
  expect(figures.kills).toBeGreaterThanOrEqual(kills);
  expect(figures.takenUpMeasured).toBeGreaterThan(0);
  expect(figures.firstEventMeasured).toBeGreaterThan(0);
});
