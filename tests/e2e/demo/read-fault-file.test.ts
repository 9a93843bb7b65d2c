import { expect, test } from "vitest";
import { FaultFileError, parseFault } from "./read-fault-file.ts";

const good = `
name: some-fault
title: Something breaks
fault:
  - pause: 1 s
`;

function problemsOf(text: string): string {
  try {
    parseFault("fault.yaml", text);
    return "";
  } catch (error) {
    if (error instanceof FaultFileError) return error.message;
    throw error;
  }
}

test("a short file means the usual bot, no steps before and an end all clear", () => {
  const fault = parseFault("fault.yaml", good);

  expect(fault).toMatchObject({ bot: { variables: {} }, before: [], expect: { outcome: "all-clear" } });
  expect(fault.fault).toEqual([{ pause: 1_000 }]);
});

test("one expected value and a list of them are both taken", () => {
  const fault = parseFault("fault.yaml", `${good}expect: { severity: P1, verdict: [confirmed, likely] }`);

  expect(fault.expect).toMatchObject({ severity: ["P1"], verdict: ["confirmed", "likely"] });
});

test.each([
  ["title: only", "fault.yaml:1: name: is missing; expected: string"],
  [good.replace("some-fault", "fault"), "fault.yaml:2: name: two or more words"],
  [`${good}  - pauze: 1 s`, "fault.yaml:6: fault[1].pauze: unknown key; allowed: commit, variables, say, wait"],
  [`${good}  - { pause: 1 s, wait: { log: x } }`, "fault.yaml:6: fault[1]: exactly one of: commit"],
  [`${good}  - pause: 5`, "fault.yaml:6: fault[1].pause"],
  [`${good}  - pause: soon`, "fault.yaml:6: fault[1].pause: a length of time such as 250 ms"],
  [`${good}  - wait: {}`, "fault.yaml:6: fault[1].wait: exactly one of: deployment, log, event"],
  [`${good}  - wait: { deployment: live, commit: x }`, "fault.yaml:6: fault[1].wait.commit: a label of a commit"],
  [`${good}  - wait: { log: "(" }`, "fault.yaml:6: fault[1].wait.log: a regular expression"],
  [`${good}  - slack: { script: { kind: eror } }`, "fault.yaml:6: fault[1].slack.script.kind"],
  [`${good}  - slack: { script: { kind: error } }`, "fault.yaml:6: fault[1].slack.script.error: is missing"],
  [`${good}expect: { severity: P9 }`, "fault.yaml:6: expect.severity"],
  [`${good}expect: { cause: { kind: commit, commit: x } }`, "fault.yaml:6: expect.cause.commit: a label of a commit"],
  ["a: [", "fault.yaml:1: "],
])("a mistake is told with its line, key and what is allowed: %#", (text, problem) => {
  expect(problemsOf(text)).toContain(problem);
});

test.each(["/etc/passwd", "../outside.ts", "src/../../outside.ts", ".git/hooks/pre-commit"])(
  "a change stays inside the repository: %s",
  (path) => {
    const step = `  - commit: { author: A, message: M, changes: [{ path: ${path}, content: x }] }`;

    expect(problemsOf(`${good}${step}`)).toContain("changes[0].path: a path inside the repository");
  },
);
