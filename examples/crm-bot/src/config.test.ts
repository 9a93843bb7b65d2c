import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const tokens = { SLACK_BOT_TOKEN: "xoxb-test", SLACK_APP_TOKEN: "xapp-test" };

test("features are off unless their flag is exactly true", () => {
  const config = readConfig({ ...tokens, ENABLE_NEW_NOTES: "true", ENABLE_IMPROVED_SEARCH: "1", PORT: "4100" });

  expect(config.features).toEqual({ newNotes: true, improvedSearch: false });
  expect(config.port).toBe(4100);
});

test("a missing token is named", () => {
  expect(() => readConfig({ SLACK_BOT_TOKEN: "xoxb-test" })).toThrow("SLACK_APP_TOKEN is not set");
});
