import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE, SECOND, writeInstant } from "../domain/instant.ts";
import { PortError } from "../ports/port-error.ts";
import { escapeText, unescapeText } from "./chat-text.ts";
import { call, eventsOf, failBot, resolveAtOnce, theIncident, watchGoodBot } from "./fixtures/crm-story.ts";
import { type CrmWorld, createCrmWorld } from "./fixtures/crm-world.ts";

let crm: CrmWorld;
beforeEach(() => {
  crm = createCrmWorld();
});

const teamTexts = () => crm.workspace.messages("CTEAM").map(({ text }) => text);
const count = async (type: string) => (await eventsOf(crm)).filter((each) => each === type).length;
const run = (more = {}) => ({ attempt: 1, maxAttempts: 25, signal: new AbortController().signal, ...more });

/** Nobody answers, so that somebody is paged. */
async function silence(): Promise<void> {
  await watchGoodBot(crm);
  crm.bot.say("");
  await crm.passUntil(async () => (await crm.incident())?.severity.value === "P0", 5 * MINUTE);
}

describe("An update", () => {
  test("that cannot be told is on record once, and is told once when the way is open again", async () => {
    await watchGoodBot(crm);
    crm.team.failAlways("unreachable");
    await failBot(crm);
    await crm.pass(10 * MINUTE);
    const untold = (await theIncident(crm)).updates.filter(({ posted }) => posted === undefined);
    expect(untold.length).toBeGreaterThan(1);
    expect(await count("update-not-told")).toBe(untold.length);

    crm.team.failAlways(undefined);
    await crm.pass(MINUTE + SECOND);

    const { updates } = await theIncident(crm);
    expect(updates.filter(({ posted }) => posted === undefined)).toEqual([]);
    const posts = crm.workspace.messages("CTEAM").concat(crm.workspace.messages("CUSE"));
    const ids = updates.map(({ posted }) => posted?.messageId);
    expect(new Set(ids).size).toBe(updates.length);
    for (const { id, requestedAt } of untold) {
      const { text, posted } = updates.find((update) => update.id === id) ?? {};
      const late = `(of ${writeInstant(requestedAt)}) ${text}`;
      const expected = crm.clock.now() - requestedAt > 4 * MINUTE ? [late] : [late, text ?? ""];
      const found = posts.filter((post) => post.id === posted?.messageId);
      expect(expected).toContain(unescapeText(found[0]?.text ?? ""));
    }
  });

  test.each([
    ["Slack is away", { from: "unreachable" as const }],
    ["Slack says to wait", { from: "rate-limited" as const }],
  ])(
    "comes after the older ones that could not be told, whichever job is tried first, after %s",
    async (_, { from }) => {
      await watchGoodBot(crm);
      crm.team.failAlways(from);
      await failBot(crm);
      await crm.pass(20 * MINUTE);
      await resolveAtOnce(crm);
      const { id, updates } = await theIncident(crm);
      expect(updates.at(-1)?.status).toBe("Resolved");
      crm.team.failAlways(undefined);

      const newest = updates.findLast(({ audience }) => audience === "team");
      await crm.tasks["post-update"]?.({ incidentId: id, updateId: newest?.id }, run());
      await crm.pass(2 * MINUTE);

      const posted = (await theIncident(crm)).updates;
      for (const audience of ["team", "users"]) {
        const ids = posted
          .filter((update) => update.audience === audience)
          .map((update) => update.posted?.messageId ?? "");
        expect(ids.length).toBeGreaterThan(0);
        expect(ids).toEqual(ids.toSorted());
        expect(new Set(ids).size).toBe(ids.length);
      }
      const statuses = teamTexts().filter((text) => text.includes("Status: "));
      expect(statuses).toHaveLength(posted.filter(({ audience }) => audience === "team").length);
      expect(statuses.at(-1)).toMatch(/^Status: Resolved/);
      expect(statuses[0]).toMatch(/^\(of 2026-11-23 \d\d:\d\d:\d\d UTC\) Status: Investigating/);
    },
  );

  test("that Slack refuses does not keep the later ones back", async () => {
    await watchGoodBot(crm);
    crm.team.failAlways("refused");
    await failBot(crm);
    await crm.pass(5 * MINUTE);
    const [first] = (await theIncident(crm)).updates.filter(({ audience }) => audience === "team");
    crm.team.failAlways(undefined);
    const post = crm.team.post;
    crm.team.post = async (message) => {
      if (message.key.endsWith(`:${first?.id}`)) throw new PortError("chat", "refused", "msg_too_long");
      return post(message);
    };
    const { id } = await theIncident(crm);

    await call(crm, "post-update", { input: { incidentId: id, audience: "team", text: "We found it." } });
    await crm.pass(2 * MINUTE);

    expect(teamTexts().some((text) => text.includes("We found it."))).toBe(true);
    expect(
      (await theIncident(crm)).updates.filter(({ posted }) => posted === undefined).map((update) => update.id),
    ).toEqual([first?.id]);
  });

  test("of any number of incidents makes few queues", async () => {
    await watchGoodBot(crm);
    crm.team.failAlways("unreachable");
    await failBot(crm);
    await crm.pass(MINUTE);

    const queues = crm.queue.waiting().flatMap(({ queue }) => queue ?? []);
    expect(queues.length).toBeGreaterThan(1);
    expect(new Set(queues).size).toBe(1);
    expect(queues[0]).toMatch(/^telling:(?:[12]?\d|3[01])$/);
  });

  test("whose answer was lost stands there once", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    const { id } = await theIncident(crm);
    crm.team.loseNextAnswer();

    await call(crm, "post-update", { input: { incidentId: id, audience: "team", text: "We found it." } });
    await crm.pass(2 * MINUTE);

    expect(teamTexts().filter((text) => text.includes("We found it."))).toHaveLength(1);
    expect((await theIncident(crm)).updates.every(({ posted }) => posted !== undefined)).toBe(true);
  });

  test("that quotes what the world wrote calls nobody and links nowhere", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    const { id } = await theIncident(crm);
    const text = "The log says <!channel> & <@U1> <http://evil.example|click>";

    await call(crm, "post-update", { input: { incidentId: id, audience: "users", text } });
    await crm.pass(SECOND);

    const posted = crm.workspace.messages("CUSE").at(-1)?.text ?? "";
    expect(posted).not.toMatch(/[<>]/);
    expect(unescapeText(posted)).toBe(text);
  });

  test("is posted once, however often its job runs", async () => {
    await watchGoodBot(crm);
    await failBot(crm);
    await crm.pass(SECOND);
    const { id, updates } = await theIncident(crm);
    const before = crm.workspace.messages("CTEAM").length;

    for (const { id: updateId } of updates) await crm.tasks["post-update"]?.({ incidentId: id, updateId }, run());

    expect(crm.workspace.messages("CTEAM")).toHaveLength(before);
  });

  test("says nothing about itself when the process must let go of the world", async () => {
    await watchGoodBot(crm);
    crm.team.failAlways("unreachable");
    await failBot(crm);
    crm.team.failAlways(undefined);
    const { id, updates } = await theIncident(crm);
    const events = await eventsOf(crm);
    const updateId = updates.find(({ posted }) => posted === undefined)?.id;

    const posting = crm.tasks["post-update"]?.(
      { incidentId: id, updateId },
      run({ signal: AbortSignal.abort(new Error("stopping")) }),
    );

    await expect(posting).rejects.toThrow("stopping");
    expect(await eventsOf(crm)).toEqual(events);
    expect(teamTexts()).toEqual([]);
  });
});

describe("A page", () => {
  test("calls whoever is on call, with what is known, and nobody else", async () => {
    await silence();
    await crm.pass(SECOND);

    const page = teamTexts().find((text) => text.startsWith("<!channel> "));
    expect(page).toContain("P0 crm-bot:");
    expect(page?.slice("<!channel> ".length)).not.toMatch(/[<>]/);
    expect(await count("page-delivered")).toBe(1);
  });

  test("that cannot be delivered is on record once, and is delivered once when the way is open", async () => {
    crm.team.failAlways("unauthorized");
    await silence();
    await crm.pass(3 * MINUTE);
    expect(await count("page-failed")).toBe((await theIncident(crm)).pages.length);

    crm.team.failAlways(undefined);
    await crm.pass(MINUTE + SECOND);

    const { pages } = await theIncident(crm);
    expect(pages.every(({ delivered }) => delivered !== undefined)).toBe(true);
    expect(teamTexts().filter((text) => text.startsWith("<!channel> "))).toHaveLength(pages.length);
  });
});

test("what is escaped reads as it was, and nothing is unescaped twice", () => {
  for (const text of ["a < b && c > d", "&lt;", "&amp;lt;", "<!here>", "plain"]) {
    expect(unescapeText(escapeText(text))).toBe(text);
  }
  expect(unescapeText("&amp;lt;")).toBe("&lt;");
});
