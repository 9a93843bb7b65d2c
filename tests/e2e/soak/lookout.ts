import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pushesFile, type SoakWorld } from "./soak-world.ts";

/** Sees what a path comes by as soon as it is there. */
export interface Lookout {
  /** What has come by since the last look: event types in order, then `push-under-way`, `push-arrived`, `told`. */
  look(): Promise<readonly string[]>;
}

export async function openLookout(world: SoakWorld, openedSince: number): Promise<Lookout> {
  const { store } = world;
  let sequence = 0;
  let head = await readHead(world);
  let pushes = await readPushes(world);
  let told = await countTold(world);
  return {
    look: async () => {
      const [events, pushesNow, headNow, toldNow] = await Promise.all([
        store.readTypes(openedSince, sequence),
        readPushes(world),
        readHead(world),
        countTold(world),
      ]);
      const seen = events.map(({ type }) => type);
      if (pushesNow !== pushes) seen.push("push-under-way");
      if (headNow !== head) seen.push("push-arrived");
      if (toldNow !== told) seen.push("told");
      sequence = events.at(-1)?.sequence ?? sequence;
      pushes = pushesNow;
      head = headNow;
      told = toldNow;
      return seen;
    },
  };
}

/** Git writes a branch that was pushed to into a file of its own, by renaming: it is never half there. */
async function readHead({ repository }: SoakWorld): Promise<string> {
  return readFile(join(repository.origin, "refs", "heads", "main"), "utf8");
}

async function readPushes({ repository }: SoakWorld): Promise<string> {
  return readFile(join(repository.origin, pushesFile), "utf8");
}

async function countTold({ slack }: SoakWorld): Promise<number> {
  return (await slack.control.messages(slack.names.channels.team)).length;
}
