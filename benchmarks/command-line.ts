import { parseArgs } from "node:util";
import type { Benchmark, BenchmarkSize } from "./result.ts";

export interface BenchOptions {
  /** What to run: all of them unless some are named. */
  readonly chosen: readonly Benchmark[];
  readonly json: boolean;
  readonly help: boolean;
  readonly size: BenchmarkSize;
}

/** Throws what is wrong with the command line. */
export function readCommandLine(programArguments: readonly string[], known: readonly Benchmark[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...programArguments],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      megabytes: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((wanted) => !known.some(({ name }) => name === wanted));
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark ${unknown.join(", ")}. Known: ${known.map(({ name }) => name).join(", ")}.`);
  }
  const chosen = positionals.length === 0 ? known : known.filter(({ name }) => positionals.includes(name));
  const { json, help, megabytes } = values;
  return { json, help, chosen, size: megabytes === undefined ? {} : { megabytes: readMegabytes(megabytes) } };
}

function readMegabytes(text: string): number {
  const megabytes = Number(text);
  if (!(megabytes > 0)) throw new Error(`--megabytes must be a number, not ${text}.`);
  return megabytes;
}

export function writeUsage(known: readonly Benchmark[]): string {
  return `Usage: npm run bench -- [NAME]... [--json]

Times what we promise beside its peer, in one run. Without a name, everything:

${known.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join("\n")}

  --json          one {"name","value","unit","peer","ratio"} a line; peer and ratio are null where there is none
  --megabytes N   reads so much where a benchmark reads logs, for a quick look
  --help          this text

Exit status: 0 when all was measured, 2 for a wrong command line.
`;
}
