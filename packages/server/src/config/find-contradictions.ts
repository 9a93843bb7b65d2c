/** What is right by itself and wrong beside the rest. */

import { agentName } from "../domain/agent-of.ts";
import { writeDuration } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import type { ConfigFile } from "./config-schema.ts";
import type { Path, Problem } from "./read-yaml.ts";

export function findContradictions({ bots, keys }: ConfigFile): readonly Problem[] {
  return [
    ...bots.flatMap(({ id }, index) => repeated(bots, ["bots", index, "id"], (bot) => bot.id === id)),
    ...bots.flatMap(({ scenarios }, bot) =>
      scenarios.flatMap(({ id }, index) =>
        repeated(scenarios, ["bots", bot, "scenarios", index, "id"], (scenario) => scenario.id === id),
      ),
    ),
    ...keys.flatMap(({ name }, index) => repeated(keys, ["keys", index, "name"], (key) => key.name === name)),
    ...findSharedKeys(keys),
    ...findUnknownOwners(keys),
    ...findBorrowedNames(keys),
  ];
}

/** The place's index is the one before its end. */
function repeated<Item>(items: readonly Item[], path: Path, isSame: (item: Item) => boolean): readonly Problem[] {
  if (items.findIndex(isSame) === path.at(-2)) return [];
  return [{ path, message: "stands here twice; each needs one of its own" }];
}

function findSharedKeys(keys: ConfigFile["keys"]): readonly Problem[] {
  return keys.flatMap(({ key }, index) => {
    const isShared = keys.findIndex((known) => known.key === key) !== index;
    return isShared
      ? [{ path: ["keys", index, "key"], message: "another key has the same value; make a new one" }]
      : [];
  });
}

/** An owner's name with a slip in it would make two persons of an agent and its owner, and one could approve the other. */
function findUnknownOwners(keys: ConfigFile["keys"]): readonly Problem[] {
  const humans = keys.filter(({ kind }) => kind === "human").map(({ name }) => name);
  return keys.flatMap(({ owner }, index) => {
    if (owner === undefined || humans.includes(owner)) return [];
    const message = `${owner} is no person with a key; allowed are ${humans.length === 0 ? "none" : humans.join(", ")}`;
    return [{ path: ["keys", index, "owner"], message }];
  });
}

/** A person's key used through MCP acts under the name of their agent; nobody else's agent may have it. */
function findBorrowedNames(keys: ConfigFile["keys"]): readonly Problem[] {
  const humans = keys.filter(({ kind }) => kind === "human").map(({ name }) => name);
  return keys.flatMap(({ name, owner }, index) => {
    const person = humans.find((human) => agentName(human) === name);
    if (person === undefined || owner === person) return [];
    const message = `${name} is what ${person}'s own agent is called; take another name`;
    return [{ path: ["keys", index, "name"], message }];
  });
}

/** A scenario that may take longer than the check that asks it would never be seen to fail. */
export function findLongWaits({ bots }: ConfigFile, { phases }: Rules): readonly Problem[] {
  const limits = phases.boxes.flatMap(({ checks }) => checks.filter(({ kind }) => kind === "scenario"));
  const limitMs = Math.min(...limits.map((check) => check.limitMs));
  return bots.flatMap(({ scenarios }, bot) =>
    scenarios.flatMap(({ within }, index): readonly Problem[] => {
      if (within < limitMs) return [];
      const message = `must be less than ${writeDuration(limitMs)}, the limit of the playbook's check of a scenario`;
      return [{ path: ["bots", bot, "scenarios", index, "within"], message }];
    }),
  );
}
