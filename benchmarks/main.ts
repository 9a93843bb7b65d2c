import { blockKitBenchmark } from "./block-kit.ts";
import { type BenchOptions, readCommandLine, writeUsage } from "./command-line.ts";
import { type Benchmark, type BenchmarkSize, writeTable } from "./result.ts";
import { triageBenchmark } from "./triage.ts";

const benchmarks: readonly Benchmark[] = [blockKitBenchmark, triageBenchmark];

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    process.stdout.write(writeUsage(benchmarks));
    return 0;
  }
  const run = options.json ? runAsJson : runAsTable;
  for (const benchmark of options.chosen) await run(benchmark, options.size);
  return 0;
}

function readOptions(): BenchOptions | undefined {
  try {
    return readCommandLine(process.argv.slice(2), benchmarks);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${writeUsage(benchmarks)}`);
    return undefined;
  }
}

async function runAsJson({ run }: Benchmark, size: BenchmarkSize): Promise<void> {
  for (const result of await run(size)) process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function runAsTable({ name, summary, run }: Benchmark, size: BenchmarkSize): Promise<void> {
  process.stdout.write(`${name}: ${summary}\n\n`);
  process.stdout.write(`${writeTable(await run(size))}\n`);
}

process.exitCode = await main();
