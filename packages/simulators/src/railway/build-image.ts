import { checkOutCommit } from "./git-source.ts";
import type { OutputStream } from "./log-lines.ts";
import { startProcessGroup } from "./process-group.ts";
import type { Variables } from "./service-variables.ts";

export interface BuildOptions {
  readonly repository: string;
  readonly commitHash: string;
  readonly buildCommand: string | undefined;
  readonly environment: Variables;
  readonly folder: string;
  readonly onLine: (stream: OutputStream, text: string) => void;
  readonly fault: string | undefined;
  readonly signal: AbortSignal;
}

/** Checks the commit out and runs the build command in it. Says whether that worked; the output tells the rest. */
export async function buildImage(options: BuildOptions): Promise<boolean> {
  await checkOutCommit(options.repository, options.commitHash, options.folder);
  options.onLine("stdout", `checked out ${options.commitHash}`);
  if (options.fault !== undefined) {
    options.onLine("stderr", options.fault);
    return false;
  }
  if (options.signal.aborted) return false;
  if (options.buildCommand === undefined) return true;
  const group = startProcessGroup({ ...options, command: options.buildCommand });
  const abort = () => void group.terminate(0);
  options.signal.addEventListener("abort", abort, { once: true });
  const code = await group.exited;
  options.signal.removeEventListener("abort", abort);
  if (code !== 0) options.onLine("stderr", `build command exited with code ${code}`);
  return code === 0;
}
