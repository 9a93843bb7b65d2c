import { expect, test } from "vitest";
import { createNeutral, shiftStamp } from "./neutralise.ts";

const day = 86_400_000;
const surroundings = {
  slack: { control: { url: "http://127.0.0.1:4001" } },
  anthropic: { url: "http://127.0.0.1:4002" },
  attio: { url: "http://127.0.0.1:4003" },
  repository: { origin: "/tmp/allclear-case-x/git/crm-bot.git" },
  secrets: ["xoxb-1-secret"],
};
const neutral = createNeutral(surroundings, -day);

test("folders of a deployment read as in a container", () => {
  const folder = "/tmp/allclear-case-x/work/deployments/0f8fad5b-d9cb-469f-a165-70867728950e/app";

  expect(neutral.text(`    at notes (${folder}/src/notes.ts:11:52)`)).toBe("    at notes (/app/src/notes.ts:11:52)");
  expect(neutral.text(`from file://${folder}/src/main.ts`)).toBe("from /app/src/main.ts");
});

test("addresses of the simulators read as those of the services", () => {
  const text = neutral.text("http://127.0.0.1:4002/v1/messages ws://127.0.0.1:4001/link ECONNREFUSED 127.0.0.1:4003");

  expect(text).toBe(
    "https://api.anthropic.com/v1/messages wss://wss-primary.slack.com/link ECONNREFUSED 192.0.2.30:443",
  );
});

test("every time is moved by the same distance, however it is written, and days in words stay", () => {
  const text = "2026-11-23T10:00:00.250Z 1795428000.000200 date: 'Mon, 23 Nov 2026 10:00:00 GMT', signed 2026-11-23";

  expect(neutral.text(text)).toBe(
    "2026-11-22T10:00:00.250Z 1795341600.000200 date: 'Sun, 22 Nov 2026 10:00:00 GMT', signed 2026-11-23",
  );
  expect(shiftStamp("2026-11-23T10:00:00.250000017Z", -day)).toBe("2026-11-22T10:00:00.250000017Z");
});

test("a secret is never written", () => {
  expect(() => neutral.text("token xoxb-1-secret")).toThrow("a secret");
});
