import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acknowledgeIncident } from "./acknowledge-incident.ts";
import { SYSTEM } from "./actor.ts";
import { draftReview } from "./draft-review.ts";
import { RULES } from "./fixtures/default-rules.ts";
import { ANA, BLIND, diagnosis, NOTES_FAIL, planOf, REVERT, SIGNAL } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import {
  apply,
  approve,
  BAD,
  endChecks,
  findCause,
  look,
  makeClear,
  postAll,
  remedy,
  succeed,
} from "./fixtures/story.ts";
import { HOUR, MINUTE } from "./instant.ts";
import { proposeRemedy } from "./propose-remedy.ts";
import { resolveIncident } from "./prove-recovery.ts";
import { recordCheck } from "./record-check.ts";
import { recordDiagnosis } from "./record-diagnosis.ts";
import { recordPageFailed } from "./record-page.ts";
import { reopenIncident } from "./reopen-incident.ts";

/** The headings and fields of the playbook's "Post-Incident Review Template", in its order. */
const TEMPLATE = [
  "### Incident Summary",
  "Date",
  "Duration",
  "Severity",
  "Impact",
  "Root Cause",
  "### Timeline",
  "Detection",
  "Response",
  "Resolution",
  "Recovery",
  "### What Went Well",
  "### What Could Be Improved",
  "### Action Items",
];

function outlineOf(review: string): readonly string[] {
  return review.split("\n").flatMap((line) => {
    const field = /^(#.*)$|^- \*\*(.+?)\*\*: ./.exec(line);
    return field === null ? [] : [field[1] ?? field[2] ?? ""];
  });
}

function linesOf(review: string, heading: string): readonly string[] {
  const part = review.split(/^### /m).find((text) => text.startsWith(heading)) ?? "";
  return part.split("\n").filter((line) => line.startsWith("- "));
}

const fieldOf = (review: string, name: string) => review.split("\n").find((line) => line.startsWith(`- **${name}**: `));
const well = (review: string) => linesOf(review, "What Went Well");
const improve = (review: string) => linesOf(review, "What Could Be Improved");
const actions = (review: string) => linesOf(review, "Action Items");

/** The usual story, with every person and machine in time. */
function goodStory(): IncidentWorld {
  const world = openWorld();
  postAll(world);
  world.wait(MINUTE);
  world.act(ANA, acknowledgeIncident);
  findCause(world);
  approve(world);
  apply(world);
  world.wait(MINUTE);
  succeed(world);
  look(world);
  postAll(world);
  for (let minutes = 0; minutes < 30; minutes += 1) {
    world.wait(MINUTE);
    look(world);
    postAll(world);
  }
  return world;
}

describe("the review of an incident that went well", () => {
  const { timeline } = goodStory();
  const review = draftReview(timeline, RULES.review);

  test("has the template's headings and fields, in its order", () => {
    expect(outlineOf(review)).toEqual(TEMPLATE);
  });

  test("cites events that there are in every sentence, and actions have owner, date and state", () => {
    const lines = review.split("\n").filter((line) => line.startsWith("- "));
    for (const line of lines) {
      expect(line).toMatch(/\[#\d+\]\.( \(owner: .+, due: \d{4}-\d\d-\d\d\))?$/);
      for (const [, number] of line.matchAll(/\[#(\d+)\]/g)) expect(timeline[Number(number) - 1]).toBeDefined();
    }
    for (const line of actions(review)) expect(line).toMatch(/^- \[ \] .+ \(owner: ana, due: 2026-11-30\)$/);
  });

  test("tells what happened and when", () => {
    expect(fieldOf(review, "Date")).toBe("- **Date**: 2026-11-23 [#1].");
    expect(fieldOf(review, "Duration")).toMatch(/32 min from detection to the end \[#1\]/);
    expect(fieldOf(review, "Severity")).toMatch(/P1: notes is a core feature and fails consistently \[#2\]\.$/);
    expect(fieldOf(review, "Impact")).toContain("Failing: notes, of help, notes [#2]. Everybody who asks for notes");
    expect(fieldOf(review, "Root Cause")).toContain("Confirmed: Commit c0ffee0 reads a title that some notes lack");
    expect(fieldOf(review, "Detection")).toContain("2026-11-23 14:20:00 UTC, 6 s after it happened");
    expect(fieldOf(review, "Response")).toContain("ana acknowledged it after 60 s");
    expect(fieldOf(review, "Resolution")).toContain("14:22:00 UTC, by remedy-1: c0ffee0 is reverted and deployed");
    expect(fieldOf(review, "Recovery")).toMatch(
      /14:22:00 UTC, when the bot worked again .*All clear at .*14:52:00 UTC/,
    );
  });

  test("praises what really went well", () => {
    expect(well(review).map((line) => line.replace(/ \[#.*/, ""))).toEqual([
      "- A scenario noticed it 6 s after it happened, before any person reported it",
      "- ana acknowledged it after 60 s, within the time to respond",
      "- 10 updates were posted, each in time",
      "- The cause was confirmed by evidence after 60 s",
      "- remedy-1 waited 0 ms for its approval",
      "- The bot worked again 0 ms after remedy-1",
      "- The recovery was proven from outside, over 30 min",
    ]);
  });

  test("asks for the test that would have caught the commit, with scenario and file", () => {
    expect(improve(review)).toHaveLength(1);
    expect(improve(review)[0]).toContain("No test caught commit c0ffee0");
    expect(actions(review)).toHaveLength(1);
    expect(actions(review)[0]).toContain("Add a test of scenario notes, src/notes.ts that fails on commit c0ffee0");
  });
});

describe("the review of an incident that went badly", () => {
  function badStory(): IncidentWorld {
    const report = { ...SIGNAL, kind: "report" as const, key: "report:1", summary: "Ana says that notes fail." };
    const world = openWorld({ signal: report });
    world.act(SYSTEM, (incident) => recordCheck(incident, { checkId: "deployment", round: 1, result: BLIND }));
    endChecks(world);
    const command = { round: 1, diagnosis: diagnosis("likely"), impact: NOTES_FAIL, branch: "main" };
    world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));
    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-1", REVERT)));
    world.wait(49 * MINUTE);
    world.act(SYSTEM, (incident) => recordPageFailed(incident, { pageId: "page-1", why: "Slack is away." }));
    approve(world);
    apply(world);
    succeed(world);
    look(world);
    world.wait(MINUTE);
    look(world, BAD);
    world.wait(20 * MINUTE);
    world.act(ANA, (incident, moment) =>
      resolveIncident(incident, { reason: "bot is gone", withoutProof: true }, moment),
    );
    return world;
  }

  const review = draftReview(badStory().timeline, RULES.review);

  test.each([
    "A person reported the failure before anything noticed it",
    "Nobody acknowledged the incident",
    "updates were not delivered in time",
    "1 page reached nobody",
    "The cause is likely but was never confirmed: The log could not be read",
    "remedy-1 waited 49 min for its approval",
    "A recovery did not last: notes did not answer",
    "No recovery:",
    "It was ended without proof of recovery",
    "The time for stabilization was not enough",
    "deployment could not look: the platform did not answer",
  ])("says what could be improved: %s", (says) => {
    expect(improve(review).join("\n")).toContain(says);
  });

  test.each([
    "Add a scenario or an alert that notices this: Ana says that notes fail",
    "Make the way by which updates are posted reliable",
    "Give pages a second way to whoever is on call",
    "Make deployment visible to Allclear",
  ])("asks for what would have helped: %s", (says) => {
    expect(actions(review).join("\n")).toContain(says);
  });

  test("does not claim a recovery that nobody saw", () => {
    expect(outlineOf(review)).toEqual(TEMPLATE);
    expect(fieldOf(review, "Recovery")).toContain("Not known: ana ended it without proof: bot is gone");
  });
});

test("what is not known yet is called so, with the reason", () => {
  const review = draftReview(openWorld().timeline, RULES.review);

  expect(outlineOf(review)).toEqual(TEMPLATE);
  expect(fieldOf(review, "Duration")).toContain("Not known yet: the incident goes on");
  expect(fieldOf(review, "Root Cause")).toContain("Not known: no diagnosis was made");
  expect(fieldOf(review, "Resolution")).toContain("Not known yet");
  expect(fieldOf(review, "Recovery")).toContain("Not known yet");
});

test("a late acknowledgement is told as late, and the owner is whoever took it on", () => {
  const world = openWorld();
  world.wait(35 * MINUTE);
  world.act(ANA, acknowledgeIncident);
  remedy(world);

  const review = draftReview(world.timeline, RULES.review);

  expect(improve(review).join("\n")).toContain("ana acknowledged it after 35 min; the time to respond was over");
  expect(actions(review).every((line) => line.includes("(owner: ana, "))).toBe(true);
});

test("actions of an incident that no person touched are unassigned", () => {
  const world = openWorld();
  findCause(world);

  expect(actions(draftReview(world.timeline, RULES.review)).join("\n")).toContain(
    "(owner: unassigned, due: 2026-11-30)",
  );
});

test("a reopened incident is reviewed over its whole time, by its last end", () => {
  const world = openWorld();
  makeClear(world);
  world.wait(HOUR);
  world.act(SYSTEM, (incident, moment) => reopenIncident(incident, { signal: SIGNAL, impact: NOTES_FAIL }, moment));
  const open = draftReview(world.timeline, RULES.review);
  world.act(ANA, (incident, moment) => resolveIncident(incident, { reason: "gone", withoutProof: true }, moment));

  const review = draftReview(world.timeline, RULES.review);

  expect(fieldOf(open, "Duration")).toContain("Not known yet");
  expect(fieldOf(review, "Duration")).toMatch(/90 min from detection to the end .* It was reopened once/);
  expect(improve(review).join("\n")).toContain("The failure came back after the all clear");
});

test("people's own lines stand after the drafted ones, as they wrote them", () => {
  const review = draftReview(goodStory().timeline, RULES.review, {
    wentWell: ["Ana and Bo\ntalked early."],
    couldBeImproved: ["### We had no plan B."],
    actionItems: [{ text: "Write plan B", owner: "bo", due: "2026-12-24" }],
  });

  expect(well(review).at(-1)).toBe("- Ana and Bo talked early.");
  expect(improve(review).at(-1)).toBe("- \\### We had no plan B.");
  expect(actions(review).at(-1)).toBe("- [ ] Write plan B (owner: bo, due: 2026-12-24)");
});

test("no text from outside can change the shape of a review", () => {
  const hostile = fc.string({ unit: fc.constantFrom("\n", "\r", "#", " ", "-", "*", "[", "]", "x", "\u2028") });

  fc.assert(
    fc.property(hostile, (text) => {
      const world = openWorld({ signal: { ...SIGNAL, summary: `\n### ${text}` } });
      world.happen({ type: "severity-overridden", severity: "P2", reason: text });

      const review = draftReview(world.timeline, RULES.review, {
        wentWell: [text],
        actionItems: [{ text, owner: text, due: "x" }],
      });

      expect(outlineOf(review)).toEqual(TEMPLATE);
    }),
  );
});

test("a timeline without its opening is refused", () => {
  expect(() => draftReview([], RULES.review)).toThrow("begins with its opening");
});
