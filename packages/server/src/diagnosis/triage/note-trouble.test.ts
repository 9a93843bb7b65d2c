import { describe, expect, test } from "vitest";
import { triageOf } from "./fixtures/failures.ts";
import { reportsFailure } from "./note-trouble.ts";
import { createEntryReader } from "./read-entries.ts";

function triageText(line: string, symptom?: string) {
  const said = symptom === undefined ? {} : { symptom };
  return triageOf([], { texts: [line], readEntries: () => createEntryReader(), ...said });
}

describe("what sounds of trouble and was not read", () => {
  test.each([
    "the nightly job could not be run",
    'INFO:     10.0.0.3:51234 - "POST /slack/events HTTP/1.1" 500 Internal Server Error',
    "INFO:runner:the child ended with status 3",
    `{"msg":"request","status":503}`,
  ])("makes a healthy log less sure: %s", (line) => {
    const { verdict, unseen } = triageText(line);

    expect([verdict.pattern, verdict.confidence]).toEqual(["none", "low"]);
    expect(unseen).toContain("1 line sounds of trouble and could not be read as a failure: see line 1.");
  });

  test.each([
    "errors: 0, failed: 0",
    'user asked: "why did it fail with an error"',
    "GET /health 200 1ms",
    "DEBUG:bot:failed to read the cache",
    "retries succeeded after an error",
  ])("is nothing that only holds the words: %s", (line) => {
    const { unseen } = triageText(line);

    expect(unseen.join(" ")).not.toContain("sound");
  });
});

describe("a reported symptom", () => {
  const unread = "the nightly job could not be run";

  test("makes a failure unknown where lines that could not be read may tell of it", () => {
    const { verdict, onset } = triageText(unread, "the bot does not answer");

    expect([verdict.pattern, verdict.confidence, onset?.line]).toEqual(["unknown", "low", 1]);
  });

  test("makes no failure where the log is silent, but says so", () => {
    const { verdict, unseen } = triageText("INFO:bot:ready", "the bot does not answer");

    expect([verdict.pattern, verdict.confidence]).toEqual(["none", "low"]);
    expect(unseen).toContain("A failure was reported, and this log does not show it.");
  });

  test("of a bot that is well changes nothing", () => {
    const { verdict } = triageText(unread, "no complaints");

    expect(verdict.pattern).toBe("none");
  });

  test.each(["Bot does not respond in #support", "request timed out", "users get errors", "App is down"])(
    "tells of a failure: %s",
    (symptom) => {
      expect(reportsFailure(symptom)).toBe(true);
    },
  );

  test.each(["No complaints", "everything looks fine", "routine check after the deploy", ""])(
    "or of none: %s",
    (symptom) => {
      expect(reportsFailure(symptom)).toBe(false);
    },
  );
});
