import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readShippedPlaybook } from "../../config/shipped-playbook.ts";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import type { Pattern } from "../../domain/pattern.ts";
import { readPlaybook } from "../../playbook/read-playbook.ts";
import { triageExample } from "./fixtures/triage-example.ts";
import { testPatterns } from "./test-patterns.ts";

const DOCUMENT = readFileSync(new URL("../../../../../docs/patterns.md", import.meta.url), "utf8");

function blockOf(language: string): string {
  return new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "m").exec(DOCUMENT)?.[1] ?? "";
}

function readOwn(): readonly Pattern[] {
  const own: unknown = parse(blockOf("yaml"));
  const reading = readPlaybook({ base: readShippedPlaybook().value, own, version: "v1" });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.rules.patterns;
}

describe("the pattern that the document adds from scratch", () => {
  const patterns = readOwn();
  const twice = patterns.filter(({ id }) => id === "event-handled-twice");

  test("passes its own examples", () => {
    const results = testPatterns(twice, (log) => triageExample(log, patterns));

    expect(results).toHaveLength(4);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  test("names the log of the document, which was unknown before", () => {
    const log = blockOf("");

    expect(triageExample(log, RULES.patterns)).toMatchObject({ pattern: "unknown" });
    expect(triageExample(log, patterns)).toEqual({
      pattern: "event-handled-twice",
      component: "own-code",
      origin: "own-code",
    });
  });

  test("comes with a rule for a shipped pattern", () => {
    expect(patterns.find(({ id }) => id === "auth")?.rules.at(-1)?.id).toBe("reporting-user");
  });
});
