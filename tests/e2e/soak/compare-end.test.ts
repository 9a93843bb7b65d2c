import { expect, test } from "vitest";
import type { ChainedEvent } from "../../../packages/server/src/domain/chain.ts";
import type { IncidentEvent } from "../../../packages/server/src/domain/events.ts";
import { compareEnd, type PathEnd } from "./compare-end.ts";

const update = { id: "update-1", audience: "team", status: "Investigating", text: "Status: Investigating" } as const;
const check = { id: "logs", kind: "logs", limitMs: 1_000 } as const;

/** No more of each event than the comparison reads. */
const whole = [
  { type: "incident-opened" },
  { type: "checks-requested", round: 1, checks: [check] },
  { type: "check-ended", checkId: "logs", round: 1 },
  { type: "update-requested", update },
  { type: "update-posted", updateId: "update-1", channel: "C1", messageId: "1.1" },
  { type: "page-requested", page: { id: "page-1", text: "P0" } },
  { type: "page-delivered", pageId: "page-1", channel: "C1", messageId: "1.2" },
  { type: "remedy-started", remedyId: "remedy-1" },
  { type: "remedy-succeeded", remedyId: "remedy-1", result: { commit: "abc" } },
  { type: "incident-resolved", how: "proven" },
  { type: "review-written" },
  { type: "incident-closed" },
];

const revert = { commit: "abc", key: "i-1/remedy-1" };
const posts = [
  { ts: "1.1", text: "Status: Investigating", channel: "C1" },
  { ts: "1.2", text: "<!channel> P0", channel: "C1" },
];

function end(changed: Partial<PathEnd> & { readonly events?: readonly { readonly type: string }[] } = {}): PathEnd {
  const { events = whole, ...rest } = changed;
  const timeline = events.map((event) => ({ event: event as IncidentEvent }) as ChainedEvent);
  const isPage = (text: string, page: string) => text === `<!channel> ${page}`;
  return { incidentId: "i-1", timeline, reverts: [revert], posts, isPage, ...rest };
}

function without(type: string) {
  return whole.filter((event) => event.type !== type);
}

test("a path that left everything once has no problem", () => {
  expect(compareEnd(end())).toEqual([]);
});

test.each(whole.filter(({ type }) => type !== "checks-requested").map(({ type }) => type))(
  "a path without %s is seen",
  (type) => {
    expect(compareEnd(end({ events: without(type) }))).not.toEqual([]);
  },
);

test.each(["incident-closed", "check-ended", "update-posted", "page-delivered", "remedy-started", "remedy-succeeded"])(
  "a path with %s twice is seen",
  (type) => {
    const twice = whole.filter((event) => event.type === type);

    expect(compareEnd(end({ events: [...whole, ...twice] }))).not.toEqual([]);
  },
);

test("a remedy that was pushed twice is seen", () => {
  const problems = compareEnd(end({ reverts: [revert, { ...revert, commit: "def" }] }));

  expect(problems).toContain("incident i-1: the branch holds 2 revert commits of remedy-1");
});

test("a revert that is not the recorded one is seen", () => {
  const problems = compareEnd(end({ reverts: [{ ...revert, commit: "def" }] }));

  expect(problems).toEqual(["incident i-1: remedy-succeeded names abc, and pushed was def"]);
});

test("a message that was posted twice is seen", () => {
  const problems = compareEnd(end({ posts: [...posts, { ts: "1.3", text: "Status: Investigating", channel: "C1" }] }));

  expect(problems).toEqual(["incident i-1: Slack holds a message that no event names: Status: Investigating"]);
});

test("a message that is not in Slack, or with another text, is seen", () => {
  expect(compareEnd(end({ posts: posts.slice(1) }))).toHaveLength(1);
  expect(compareEnd(end({ posts: posts.map((post) => ({ ...post, text: "Hello" })) }))).toHaveLength(2);
});
