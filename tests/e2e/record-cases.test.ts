import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Belongings } from "./demo/belongings.ts";
import { recordStory } from "./record-cases/record-story.ts";
import { stories } from "./record-cases/stories.ts";

let output: string;
let belongings: Belongings;

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), "record-cases-test-"));
  belongings = new Belongings();
});

afterEach(async () => {
  await belongings.closeAll();
  await rm(output, { recursive: true, force: true });
});

test("what a commit does to the real bot stands in the case that is recorded, with the commit as its cause", async () => {
  const story = stories.find(({ id }) => id === "filter-that-the-crm-does-not-know");
  if (story === undefined) throw new Error("the story is gone");
  const short = { ...story, earlier: [], quietSeconds: 6, afterSeconds: 8 };

  await recordStory({ story: short, output, belongings, signal: new AbortController().signal });

  const read = (name: string) => readFile(join(output, story.id, name), "utf8");
  const { verdict } = JSON.parse(await read("answer.json"));
  const changes: readonly { readonly id: string; readonly diff?: string }[] = JSON.parse(await read("changes.json"));
  const head = JSON.parse(await read("case.json"));
  expect(changes.find(({ id }) => id === verdict.cause.id)?.diff).toContain("+  const query = { filter: { deal_stage:");
  expect(await read("logs/crm-bot.jsonl")).toContain("with 400: Unknown attribute slug: deal_stage.");
  expect(head.window.from).toBe(story.at);
  expect(head.alert.observed).toBeGreaterThanOrEqual(story.alert.threshold);
});
