/** Work that happens by itself, durable and shared by all replicas. */

import type { Instant } from "../domain/instant.ts";

export interface JobRequest {
  readonly task: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** A job with this key takes the place of a waiting one with the same key. */
  readonly key?: string;
  /** A waiting job with the same key keeps its own time. */
  readonly keepsTime?: boolean;
  /** At once where it is left out. */
  readonly runAt?: Instant;
  /** Without end, at most a minute apart, where it is left out. */
  readonly tries?: number;
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
}

export interface JobQueue {
  add(jobs: readonly JobRequest[]): Promise<void>;
}
