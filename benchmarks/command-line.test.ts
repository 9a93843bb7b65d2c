import { describe, expect, test } from "vitest";
import { readCommandLine, writeUsage } from "./command-line.ts";
import type { Benchmark } from "./result.ts";

describe("the command line of the benchmarks", () => {
  const known: readonly Benchmark[] = ["start", "ingest", "triage"].map((name) => ({
    name,
    summary: `how fast ${name} is`,
    run: () => Promise.resolve([]),
  }));
  const chosenBy = (...words: string[]) => readCommandLine(words, known).chosen.map(({ name }) => name);

  test("runs everything when nothing is named", () => {
    expect(chosenBy("--json")).toEqual(["start", "ingest", "triage"]);
  });

  test("runs what is named, once each", () => {
    expect(chosenBy("triage", "start", "triage")).toEqual(["start", "triage"]);
  });

  test("refuses an unknown name and says which there are", () => {
    expect(() => chosenBy("start", "strat")).toThrow("There is no benchmark strat. Known: start, ingest, triage.");
  });

  test("refuses an unknown option", () => {
    expect(() => chosenBy("--jsno")).toThrow("--jsno");
  });

  test("lists all benchmarks in its help", () => {
    expect(writeUsage(known)).toContain("  ingest      how fast ingest is\n");
  });
});
