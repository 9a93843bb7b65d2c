import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { type CommitStep, commitStep } from "../demo/fault-schema.ts";

/** By name; the file is the recorder's own, so a mistake in it is thrown as it is found. */
export type Commits = Readonly<Record<string, CommitStep>>;

const file = new URL("./commits.yaml", import.meta.url);

export function readCommits(): Commits {
  return z.record(z.string(), commitStep).parse(parse(readFileSync(file, "utf8")));
}
