import { expect, test } from "vitest";
import { type Degradation, degrade } from "./degrade.ts";

const fail = (code: string) => (_?: string) => Promise.reject(Object.assign(new Error("x"), { code }));

test("what goes well is not degraded", async () => {
  const answer = degrade((name: string) => `Hello ${name}`, fail("EPIPE"));

  expect(await answer("Ada")).toBe("Hello Ada");
});

test("the simplified form answers with the same arguments", async () => {
  const answer = degrade(fail("ETIMEDOUT"), (name: string) => `Hi ${name}`);

  expect(await answer("Ada")).toBe("Hi Ada");
});

test("the last word is the playbook's, and each failed step is told", async () => {
  const failures: Degradation[] = [];
  const answer = degrade(fail("ETIMEDOUT"), fail("ECONNREFUSED"), {
    onFailure: (failed) => void failures.push(failed),
  });

  expect(await answer()).toEqual({
    success: true,
    answer: "I'm experiencing technical difficulties. Please try again in a few minutes.",
  });
  expect(failures).toMatchObject([
    { step: "full", fault: { kind: "timeout" } },
    { step: "simplified", fault: { kind: "unavailable" } },
  ]);
});

test("a last word of one's own takes its place, also an empty one", async () => {
  expect(await degrade(fail("EPIPE"), fail("EPIPE"), { lastWord: "" })()).toBe("");
});
