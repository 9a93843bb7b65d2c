import { expect, test } from "vitest";
import { checkHealth, rememberSuccess } from "./health.ts";

test("the bot is healthy only while every dependency answers", async () => {
  const working = { name: "data", probe: async () => "fine" };
  const broken = { name: "slack", probe: async () => Promise.reject(new Error("invalid_auth")) };

  expect(await checkHealth([working], "1.0.0")).toMatchObject({
    status: "healthy",
    dependencies: { data: "connected" },
  });
  expect(await checkHealth([working, broken], "1.0.0")).toMatchObject({
    status: "unhealthy",
    dependencies: { data: "connected", slack: "disconnected" },
  });
});

test("a success is remembered, a failure is not", async () => {
  const results = [Promise.reject(new Error("down")), Promise.resolve(), Promise.reject(new Error("down again"))];
  for (const result of results) result.catch(() => undefined);
  let asked = 0;
  const probe = rememberSuccess(async () => results[asked++], 60_000);

  await expect(probe()).rejects.toThrow("down");
  await probe();
  await probe();

  expect(asked).toBe(2);
});
