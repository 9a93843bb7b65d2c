import { type DemoOptions, readCommandLine, usage } from "./command-line.ts";
import { InterruptedError, listenForInterruption } from "./interruption.ts";
import { FaultFileError } from "./read-fault-file.ts";
import { reportJson } from "./report-json.ts";
import { reportStory } from "./report-story.ts";
import { runDemo } from "./run-demo.ts";
import { MissingToolError } from "./run-git.ts";

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const interruption = listenForInterruption(() => warn("\nStopping everything; once more to hurry."));
  const tell = options.json
    ? reportJson((text) => process.stdout.write(text), warn)
    : reportStory({ output: process.stdout, now: () => performance.now() });
  try {
    return (await runDemo({ options, interruption, tell, warn })) ? 0 : 1;
  } catch (error) {
    return explain(error);
  }
}

function readOptions(): DemoOptions | undefined {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (error) {
    warn(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

function explain(error: unknown): number {
  if (error instanceof InterruptedError) return 130;
  if (error instanceof FaultFileError || error instanceof MissingToolError) {
    warn(error.message);
    return 2;
  }
  throw error;
}

process.exitCode = await main();
