import type { VariableChangeFact } from "../../domain/evidence.ts";
import { type Instant, writeInstant } from "../../domain/instant.ts";
import type { VariableDigest } from "../../ports/platform.ts";
import { answer, type Check, couldNotLook } from "./check.ts";

/** A bot that got another environment altogether has not changed a variable, but all of them. */
const MOST_CHANGES = 100;

/** Which variables changed since the last good deployment? Names and digests only. */
export const checkVariables: Check = async (task) => {
  const { bot, world, signal } = task;
  const since = await lastGoodDeployment(task);
  const before = await world.watch.readVariables(bot.bot.id, since);
  if (before === undefined) return couldNotLook("no snapshot of the variables from before the incident exists");
  const now = await bot.platform.readVariables(signal);
  const changes = compare(before.variables, now, world.now());
  const summary =
    changes.length === 0
      ? `No variable has changed since ${writeInstant(before.at)}.`
      : `Since ${writeInstant(before.at)}: ${changes.map(({ name, change }) => `${name} ${change}`).join(", ")}.`;
  return answer(task, changes.length > 0, [
    {
      source: "platform",
      query: "names and digests of the variables, against the snapshot of the last good deployment",
      window: { from: before.at, to: world.now() },
      summary,
      facts: { kind: "variables", since: before.at, changes: changes.slice(0, MOST_CHANGES) },
    },
  ]);
};

/** The deployment before the one that is live now ran when the bot was good; without one, the incident's opening. */
async function lastGoodDeployment({ bot, incident, signal }: Parameters<Check>[0]): Promise<Instant> {
  const deployments = await bot.platform.listDeployments({ limit: 10, signal });
  const live = deployments.findIndex((deployment) => deployment.status === "live");
  const earlier = deployments.slice(live + 1).find((deployment) => deployment.status === "removed");
  if (live === -1 || earlier === undefined) return incident.openedAt;
  return Math.min(incident.openedAt, (deployments[live]?.createdAt ?? incident.openedAt) - 1);
}

function compare(
  before: readonly VariableDigest[],
  after: readonly VariableDigest[],
  seenAt: Instant,
): readonly VariableChangeFact[] {
  const then = new Map(before.map(({ name, digest }) => [name, digest]));
  const now = new Map(after.map(({ name, digest }) => [name, digest]));
  const names = [...new Set([...then.keys(), ...now.keys()])].sort();
  return names.flatMap((name): readonly VariableChangeFact[] => {
    if (!then.has(name)) return [{ name, change: "added", seenAt }];
    if (!now.has(name)) return [{ name, change: "removed", seenAt }];
    return then.get(name) === now.get(name) ? [] : [{ name, change: "changed", seenAt }];
  });
}
