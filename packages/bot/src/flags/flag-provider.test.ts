import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFlagProvider } from "./flag-provider.ts";
import { isIncluded, readRollout, variableOf } from "./rollout.ts";

async function ask(variables: Readonly<Record<string, string>>, context = {}, flag = "improvedSearch") {
  const provider = createFlagProvider({ variables });
  await OpenFeature.setProviderAndWait("flags-of-test", provider);
  return OpenFeature.getClient("flags-of-test").getBooleanDetails(flag, false, context);
}

describe("flags", () => {
  test.each([
    ["true", true],
    ["on", true],
    ["1", true],
    ["false", false],
    ["0", false],
    ["100%", true],
    ["0%", false],
  ])("of a variable that says %s are as it says", async (said, value) => {
    expect(await ask({ ENABLE_IMPROVED_SEARCH: said }, { user: "U1" })).toMatchObject({ value });
  });

  test("that no variable names have their default", async () => {
    expect(await ask({})).toMatchObject({ value: false, reason: "DEFAULT" });
  });

  test("that nobody can read have their default and say why", async () => {
    expect(await ask({ ENABLE_IMPROVED_SEARCH: "maybe" })).toMatchObject({
      value: false,
      errorCode: "PARSE_ERROR",
      errorMessage: "ENABLE_IMPROVED_SEARCH is neither true, false nor a share such as 25%",
    });
  });

  test("let in who is on their list, whatever the share", async () => {
    const variables = { ENABLE_IMPROVED_SEARCH: "0%", ENABLE_IMPROVED_SEARCH_FOR: "U7, C9" };

    expect(await ask(variables, { user: "U7" })).toMatchObject({ value: true });
    expect(await ask(variables, { user: "U1", channel: "C9" })).toMatchObject({ value: true });
    expect(await ask(variables, { user: "U1" })).toMatchObject({ value: false });
  });

  test("that were ordered are so at once, over all else, and tell who listens", async () => {
    const provider = createFlagProvider({ variables: { ENABLE_NEW_NOTES: "true" } });
    const changed: unknown[] = [];
    await OpenFeature.setProviderAndWait("ordered-flags", provider);
    const client = OpenFeature.getClient("ordered-flags");
    client.addHandler(ProviderEvents.ConfigurationChanged, (details) => void changed.push(details?.flagsChanged));

    provider.order("newNotes", false);
    const during = await client.getBooleanValue("newNotes", true);
    provider.order("newNotes", undefined);
    const after = await client.getBooleanValue("newNotes", true);

    expect([during, after]).toEqual([false, true]);
    expect(changed).toEqual([["newNotes"], ["newNotes"]]);
  });
});

describe("a share", () => {
  test("keeps everybody who is in it when it grows", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (key, one, other) => {
          const [less, more] = one < other ? [one, other] : [other, one];
          return !isIncluded("flag", key, less) || isIncluded("flag", key, more);
        },
      ),
    );
  });

  test("has about as many as it says, and others for each flag", () => {
    const users = Array.from({ length: 4_000 }, (_, index) => `U${index}`);
    const inOne = users.filter((user) => isIncluded("one", user, 0.25));
    const inBoth = inOne.filter((user) => isIncluded("other", user, 0.25));

    expect(inOne.length / users.length).toBeCloseTo(0.25, 1);
    expect(inBoth.length / inOne.length).toBeCloseTo(0.25, 1);
  });

  test("is read, or is not", () => {
    expect(readRollout("12.5 %")).toEqual({ share: 0.125 });
    expect(readRollout("101%")).toBe("unreadable");
  });
});

test.each([
  ["improvedSearch", "ENABLE_IMPROVED_SEARCH"],
  ["new-notes", "ENABLE_NEW_NOTES"],
  ["ENABLE_NEW_NOTES", "ENABLE_NEW_NOTES"],
])("the variable of %s is %s", (flag, variable) => {
  expect(variableOf(flag)).toBe(variable);
});
