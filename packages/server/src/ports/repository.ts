/** The bot's git repository. */

import type { CommitFact } from "../domain/evidence.ts";
import type { WrittenDiff } from "../domain/write-diff.ts";

/** A commit with its lines, before they are kept apart. */
export interface ListedCommit extends Omit<CommitFact, "diff"> {
  /** A unified diff without context, as `writeDiff` writes it: redacted, bounded, empty where no line of code changed. */
  readonly diff: WrittenDiff;
}

export interface RevertRequest {
  readonly branch: string;
  readonly commit: string;
  /** The branch must still stand here, else the call is refused and nothing is pushed. */
  readonly expectedHead: string;
  /** Stamped into the commit message as a trailer, so that a push can be recognised after a crash. */
  readonly key: string;
  readonly signal: AbortSignal;
}

export interface RevertPreview {
  readonly files: readonly string[];
  /** Files that later commits changed too, so that the revert does not apply; empty when it is clean. */
  readonly conflicts: readonly string[];
}

/** Every call works on a fetched copy, throws `PortError`, and stops early when its signal aborts. */
export interface Repository {
  /** Newest first, merges included, with the hunks and the lines of each change against the first parent. */
  listCommits(query: {
    readonly branch: string;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): Promise<readonly ListedCommit[]>;
  head(branch: string, signal: AbortSignal): Promise<string>;
  /** What a revert would do; nothing is written. */
  previewRevert(request: Omit<RevertRequest, "key">): Promise<RevertPreview>;
  /** `git revert` and a push that never forces; answers with the new commit's id. */
  revert(request: RevertRequest): Promise<string>;
  /** The pushed commit that carries this key, if it has arrived. */
  findRevert(query: {
    readonly branch: string;
    readonly key: string;
    readonly signal: AbortSignal;
  }): Promise<string | undefined>;
}
