import type { SlackMessage } from "@allclear/simulators";
import type { ChainedEvent } from "../../../packages/server/src/domain/chain.ts";
import type { IncidentEvent } from "../../../packages/server/src/domain/events.ts";

/** Everything that a path has left in the world. */
export interface PathEnd {
  readonly incidentId: string;
  readonly timeline: readonly ChainedEvent[];
  /** Each commit of the branch that carries an `Allclear-Remedy` trailer of this incident. */
  readonly reverts: readonly { readonly commit: string; readonly key: string }[];
  /** What Allclear's own app has posted during the path, in all channels. */
  readonly posts: readonly (Pick<SlackMessage, "ts" | "text"> & { readonly channel: string })[];
  /** By what the page names whoever is on call. */
  readonly isPage: (text: string, page: string) => boolean;
}

type Of<Type extends IncidentEvent["type"]> = Extract<IncidentEvent, { type: Type }>;

/** Sentences about everything that was lost, done twice, or never came to its end. */
export function compareEnd(end: PathEnd): readonly string[] {
  const problems = [...compareMilestones(end), ...compareChecks(end), ...compareRemedies(end), ...comparePosts(end)];
  return problems.map((problem) => `incident ${end.incidentId}: ${problem}`);
}

function eventsOf<Type extends IncidentEvent["type"]>({ timeline }: PathEnd, type: Type): readonly Of<Type>[] {
  return timeline.flatMap(({ event }) => (event.type === type ? [event as Of<Type>] : []));
}

function compareMilestones(end: PathEnd): readonly string[] {
  const once = ["incident-opened", "incident-resolved", "review-written", "incident-closed"] as const;
  const counted = once.map((type) => ({ type, count: eventsOf(end, type).length }));
  const wrong = counted.filter(({ count }) => count !== 1);
  const unproven = eventsOf(end, "incident-resolved").filter(({ how }) => how !== "proven");
  return [
    ...wrong.map(({ type, count }) => `${type} stands ${count} times on the timeline, and it must stand once`),
    ...unproven.map(({ how }) => `it was resolved ${how}`),
  ];
}

function compareChecks(end: PathEnd): readonly string[] {
  const ended = eventsOf(end, "check-ended");
  return eventsOf(end, "checks-requested").flatMap(({ round, checks }) =>
    checks.flatMap(({ id }) => {
      const count = ended.filter((check) => check.checkId === id && check.round === round).length;
      return count === 1 ? [] : [`check ${id} of round ${round} ended ${count} times`];
    }),
  );
}

function compareRemedies(end: PathEnd): readonly string[] {
  const started = eventsOf(end, "remedy-started");
  const problems = started.flatMap(({ remedyId }) => compareRemedy(end, remedyId));
  const keys = started.map(({ remedyId }) => `${end.incidentId}/${remedyId}`);
  const strange = end.reverts.filter(({ key }) => !keys.includes(key));
  const failed = eventsOf(end, "remedy-failed").map(({ remedyId, why }) => `${remedyId} failed: ${why}`);
  const none = started.length === 0 ? ["no remedy was started"] : [];
  return [
    ...none,
    ...problems,
    ...failed,
    ...strange.map(({ key }) => `a revert for ${key} was pushed, never started`),
  ];
}

function compareRemedy(end: PathEnd, remedyId: string): readonly string[] {
  const pushed = end.reverts.filter(({ key }) => key === `${end.incidentId}/${remedyId}`);
  const starts = eventsOf(end, "remedy-started").filter((event) => event.remedyId === remedyId).length;
  const succeeded = eventsOf(end, "remedy-succeeded").filter((event) => event.remedyId === remedyId);
  const named = succeeded.map(({ result }) => result.commit).join(", ");
  const problems: string[] = [];
  if (starts !== 1) problems.push(`${remedyId} was started ${starts} times`);
  if (pushed.length !== 1) problems.push(`the branch holds ${pushed.length} revert commits of ${remedyId}`);
  if (succeeded.length !== 1) problems.push(`${remedyId} succeeded ${succeeded.length} times`);
  if (named !== pushed.map(({ commit }) => commit).join(", ")) {
    problems.push(`remedy-succeeded names ${named || "no commit"}, and pushed was ${pushed[0]?.commit ?? "none"}`);
  }
  return problems;
}

interface Told {
  readonly what: string;
  /** How often the timeline says that it was told. */
  readonly times: number;
  readonly channel: string | undefined;
  readonly messageId: string | undefined;
  readonly isText: (text: string) => boolean;
}

function comparePosts(end: PathEnd): readonly string[] {
  const told = [...toldUpdates(end), ...toldPages(end)];
  const known = new Set(told.flatMap(({ messageId }) => messageId ?? []));
  const repeated = end.posts.filter(({ ts }) => !known.has(ts));
  const twice = told.length - known.size;
  return [
    ...told.flatMap((one) => comparePost(one, end)),
    ...repeated.map(({ text }) => `Slack holds a message that no event names: ${text}`),
    ...(twice === 0 ? [] : [`${twice} of what was told has no message of its own`]),
  ];
}

function toldUpdates(end: PathEnd): readonly Told[] {
  return eventsOf(end, "update-requested").map(({ update }) => {
    const posted = eventsOf(end, "update-posted").filter(({ updateId }) => updateId === update.id);
    return toTold(update.id, posted, (text) => text === update.text);
  });
}

function toldPages(end: PathEnd): readonly Told[] {
  return eventsOf(end, "page-requested").map(({ page }) => {
    const delivered = eventsOf(end, "page-delivered").filter(({ pageId }) => pageId === page.id);
    return toTold(page.id, delivered, (text) => end.isPage(text, page.text));
  });
}

type Delivery = Of<"update-posted"> | Of<"page-delivered">;

function toTold(what: string, deliveries: readonly Delivery[], isText: Told["isText"]): Told {
  const [first] = deliveries;
  return { what, times: deliveries.length, channel: first?.channel, messageId: first?.messageId, isText };
}

function comparePost({ what, times, channel, messageId, isText }: Told, { posts }: PathEnd): readonly string[] {
  if (times !== 1) return [`${what} was requested, and recorded as told ${times} times`];
  const found = posts.filter((post) => post.ts === messageId && post.channel === channel);
  if (found.length !== 1) return [`${what} stands ${found.length} times in Slack as ${messageId}`];
  return found.some(({ text }) => isText(text)) ? [] : [`${what} stands in Slack with another text`];
}
