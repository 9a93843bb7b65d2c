/** Where the bot runs: Railway. */

import type { DeploymentFact, Digest } from "../domain/evidence.ts";

/** A variable as it may be known: its name and a keyed digest of its value, never the value. */
export interface VariableDigest {
  readonly name: string;
  readonly digest: Digest;
}

/** Every call throws `PortError`, and stops early when its signal aborts. */
export interface Platform {
  /** Newest first. */
  listDeployments(query: { readonly limit: number; readonly signal: AbortSignal }): Promise<readonly DeploymentFact[]>;
  /** In the order of the names. */
  readVariables(signal: AbortSignal): Promise<readonly VariableDigest[]>;
  /** Answers when the platform has accepted it; the new deployment shows in `listDeployments`. */
  rollBack(deploymentId: string, signal: AbortSignal): Promise<void>;
}
