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

test("the model and the CRM are used only when they are set up", () => {
  const plain = readConfig(tokens);
  const full = readConfig({ ...tokens, COMPANY_SOURCE: "attio", ATTIO_API_KEY: "a", ANTHROPIC_API_KEY: "b" });

  expect([plain.attio, plain.assistant]).toEqual([undefined, undefined]);
  expect(full.attio).toEqual({ apiKey: "a", url: "https://api.attio.com" });
  expect(full.assistant).toEqual({ apiKey: "b", model: "claude-haiku-4-5", url: undefined });
  expect(() => readConfig({ ...tokens, COMPANY_SOURCE: "attio" })).toThrow("ATTIO_API_KEY is not set");
});
