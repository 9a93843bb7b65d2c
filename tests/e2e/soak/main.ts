import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { listenForInterruption } from "../demo/interruption.ts";
import { MissingToolError } from "../demo/run-git.ts";
import { ViolationError } from "./run-path.ts";
import { runSoak } from "./run-soak.ts";

const usage = `Usage: npm run soak -- [--kills N] [--seed S]

Kills the server with kill -9 at random moments of the path from a bad commit to the closed incident, starts it again,
and compares: no event lost, no remedy repeated, nothing told twice, work goes on.

  --kills N   how often; 1000 without it
  --seed S    draws the moments; a new one without it. Where they fall depends on the machine too
  --help      this text

Exit status: 0 when everything held, 1 when something did not, 2 for a wrong command line, 130 after Ctrl-C.
`;

interface Options {
  readonly kills: number;
  readonly seed: string;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Undefined when there is nothing to do but to end with this status. */
function readOptions(): Options | { readonly status: number } {
  try {
    const { values } = parseArgs({
      options: {
        kills: { type: "string", default: "1000" },
        seed: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      return { status: 0 };
    }
    const kills = Number(values.kills);
    if (!Number.isInteger(kills) || kills < 1) throw new RangeError("--kills: a whole number from 1 on");
    return { kills, seed: values.seed ?? String(randomInt(1_000_000_000)) };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return { status: 2 };
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if ("status" in options) return options.status;
  const { kills, seed } = options;
  say(`seed ${seed}`);
  const interruption = listenForInterruption(() => say("Stopping everything; once more to hurry."));
  try {
    const figures = await runSoak({ seed, kills, interruption, tell: say });
    say(JSON.stringify(figures));
    return 0;
  } catch (error) {
    return interruption.signal.aborted ? 130 : explain(error, options);
  }
}

function explain(error: unknown, { seed, kills }: Options): number {
  if (error instanceof MissingToolError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (!(error instanceof ViolationError)) throw error;
  for (const problem of error.problems) say(`VIOLATION: ${problem}`);
  say(`Seed ${seed}. To repeat it: npm run soak -- --seed ${seed} --kills ${kills}`);
  return 1;
}

process.exitCode = await main();
