import { isRecord } from "./json.ts";
import type { Change, Repaired, RepairOptions } from "./problem.ts";
import { mend, type Work } from "./repair/mend.ts";
import { findTarget, isUpdate, type Target } from "./target.ts";
import { validate } from "./validate.ts";

/**
 * Makes a message or a view valid by the smallest change: removes unknown keys and nulls, drops what is empty, shortens or splits what is
 * too long, makes identifiers unique. It never invents content, keeps the order, and leaves the payload as it was given.
 *
 * @example
 * const { messages } = repair({ channel, text: "Deployed", blocks });
 * for (const message of messages) await client.chat.postMessage(message);
 */
export function repair<Payload>(payload: Payload, options: RepairOptions = {}): Repaired<Payload> {
  const target = findTarget(payload, options.surface);
  const { profile, split = true } = options;
  const isNew = target.shape === "message" && !(isRecord(target.value) && isUpdate(target.value));
  const changes: Change[] = [];
  const roots = mendAll({ target, profile, maySplit: split && isNew, changes, origins: new WeakMap() });
  const messages = roots.flatMap((root) => wrap(payload, target, root));
  return { messages, changes, remaining: messages.length > 0 ? [] : validate({}).problems };
}

/** The messages that come of one, sound all of them. A fix may bring the next fault into view, so it takes several passes. */
function mendAll(work: Work): readonly unknown[] {
  let roots: readonly unknown[] = [work.target.value];
  for (let pass = 1, isSound = false; !isSound; pass += 1) {
    const before = roots;
    roots = before.flatMap((root) => mend(work, root, pass));
    isSound = roots.every((root, index) => root === before[index]);
  }
  return roots;
}

/** A message in the form in which it was given: blocks alone if any are left, the arguments of `views.open`, or itself. */
function wrap<Payload>(payload: Payload, { isBare, value }: Target, root: unknown): readonly Payload[] {
  if (root === value) {
    return [payload];
  }
  const part = isBare && isRecord(root) ? root.blocks : root;
  if (isBare && Array.isArray(part) && part.length === 0) {
    return [];
  }
  return [(isRecord(payload) && payload.view === value ? { ...payload, view: part } : part) as Payload];
}
