/** Where text goes; each text ends its own lines. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Resolves once what was written has gone out; whoever writes much waits for it. */
  readonly drained?: () => Promise<void>;
  /** A terminal that shows colours reads `out`. */
  readonly colours?: boolean;
}

/** 0 done or healthy, 1 refused or failed, or failures found, 2 wrong use, 3 server not reachable or log not readable. */
export type ExitCode = 0 | 1 | 2 | 3;
