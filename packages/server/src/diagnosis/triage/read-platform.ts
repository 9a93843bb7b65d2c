/** What platforms, kernels and process managers say of the program that they run. */

export interface PlatformWord {
  /** `H12`, `OOMKilled`, `exit-137`. */
  readonly code: string;
  readonly message: string;
  readonly severity: "warn" | "error";
  /** The process ended. */
  readonly ended: boolean;
  readonly status?: number;
}

type Read = (match: RegExpExecArray) => PlatformWord | undefined;

const LONGEST = 2_000;
/** Ends that somebody asked for: SIGINT, SIGTERM. */
const ASKED: ReadonlySet<number> = new Set([0, 130, 143]);

/** Each shape is tried only on lines that hold its first words. */
const WORDS: readonly (readonly [string, RegExp, Read])[] = [
  // Heroku: https://devcenter.heroku.com/articles/error-codes
  [
    "at=error",
    /^at=error code=(H\d\d) desc="([^"]{1,80})"(?:.{0,600}\bstatus=(\d{3}))?/,
    ([, code = "", desc = "", status]) => routed(code, desc, status),
  ],
  [
    "Error ",
    /^Error (R1[012]|R[89]\d|R1[3-7]|L1\d) \(([^)]{1,80})\)(?: -> (.{1,200}))?/,
    ([, code = "", desc = "", more]) => ({
      ...word(code, more === undefined ? desc : `${desc}: ${more}`, false),
      severity: code === "R12" || code.startsWith("L") ? "warn" : "error",
    }),
  ],
  [
    "Process exited with status",
    /^Process exited with status (\d{1,3})/,
    ([whole, status]) => exited(whole, Number(status)),
  ],
  ["State changed from", /^State changed from \w+ to crashed/, ([whole]) => word("crashed", whole, true)],
  // Memory, as the kernel, Kubernetes and Node tell it
  [
    "ut of memory",
    /(?:^|\s)(?:Memory cgroup out|Out) of memory: Killed process.{0,80}/i,
    ([whole]) => word("OOMKilled", whole.trim(), true),
  ],
  [
    "OOM",
    /\b(?:OOMKilled|OOM[- ]killed|killed by the OOM killer|oom-kill:)/i,
    ([whole]) => word("OOMKilled", whole, true),
  ],
  [
    "heap",
    /(?:FATAL )?ERROR: .{0,80}(?:heap out of memory|Allocation failed.{0,60})/i,
    ([whole]) => word("heap-out-of-memory", whole, true),
  ],
  // Kubernetes
  ["CrashLoopBackOff", /\bCrashLoopBackOff\b/, () => word("CrashLoopBackOff", "CrashLoopBackOff", true)],
  ["Back-off", /\bBack-off restarting failed container.{0,120}/, ([whole]) => word("CrashLoopBackOff", whole, true)],
  [
    "mage",
    /\b(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|Failed to pull image .{0,200}|Back-off pulling image .{0,120})/,
    ([, said = ""]) => word("ImagePullBackOff", said, false),
  ],
  [
    "Error: ",
    /\bError: ((?:secret|configmap) "[^"]{1,253}" not found|couldn't find key .{1,200})/,
    ([, said = ""]) => word("CreateContainerConfigError", said, false),
  ],
  [
    "CreateContainer",
    /\b(CreateContainerConfigError|CreateContainerError|RunContainerError)\b/,
    ([, said = ""]) => word(said, said, false),
  ],
  [
    "robe failed",
    /\b(Liveness|Readiness|Startup) probe (?:failed|errored).{0,200}/,
    ([whole, kind = ""]) => ({
      ...word(`${kind}ProbeFailed`, whole, false),
      severity: kind === "Readiness" ? "warn" : "error",
    }),
  ],
  [
    "failed liveness probe",
    /\bContainer \S{1,80} failed liveness probe, will be restarted/,
    ([whole]) => word("LivenessProbeFailed", whole, true),
  ],
  ["Exit Code", /^\s*Exit Code:\s{1,10}(\d{1,3})/, ([whole, status]) => exited(whole.trim(), Number(status))],
  ["Evicted", /\b(?:Evicted|The node was low on resource).{0,120}/, ([whole]) => word("Evicted", whole, true)],
  // Docker, systemd, PM2, nodemon, Fly, Render, Railway
  [
    "exited with code",
    /^PM2.{0,20}\bApp \[[^\]]{1,60}\] exited with code \[(\d{1,3})\]/,
    ([whole, status]) => word(`exit-${status}`, whole, true),
  ],
  ["exited with code", /\bexited with code \[?(\d{1,3})\]?/, ([whole, status]) => exited(whole, Number(status))],
  [
    "exited with signal",
    /\bexited with signal(?:.{0,20}\b(SIG[A-Z]{3,6}))?/,
    ([whole, signal]) => signalled(whole, signal),
  ],
  [
    "process exited",
    /\bMain process exited, code=(\w{1,10}), status=(\d{1,3})\/(\w{1,20})/,
    ([whole, how, status, name]) => (how === "exited" ? exited(whole, Number(status)) : signalled(whole, `SIG${name}`)),
  ],
  [
    "Failed with result",
    /\bFailed with result '([\w-]{1,40})'/,
    ([whole, result]) => word(result ?? "failed", whole, true),
  ],
  [
    "Failed to",
    /\.service: (Failed to (?:load environment files|run 'start' task|locate executable).{0,160})/,
    ([, said = ""]) => word("unit-cannot-start", said, true),
  ],
  ["Start request repeated", /Start request repeated too quickly/, ([whole]) => word("start-limit-hit", whole, true)],
  ["unstable restarts", /\btoo many unstable restarts.{0,80}/, ([whole]) => word("unstable-restarts", whole, true)],
  ["app crashed", /^\[nodemon\] app crashed.{0,80}/, ([whole]) => word("app-crashed", whole, true)],
  [
    "instance refused connection",
    /\[(P[A-Z]\d\d)\] instance refused connection.{0,200}/,
    ([whole, code = ""]) => word(code, whole, false),
  ],
  [
    "could not find a good candidate",
    /\[(P[A-Z]\d\d)\] could not find a good candidate.{0,100}/,
    ([whole, code = ""]) => word(code, whole, false),
  ],
  ["ealth check", /\bHealth check .{1,80} has failed.{0,200}/i, ([whole]) => word("health-check-failed", whole, false)],
  ["ealthcheck fail", /\bHealthcheck failed\b.{0,80}/i, ([whole]) => word("health-check-failed", whole, false)],
  [
    "replicas never became healthy",
    /\breplicas never became healthy.{0,40}/,
    ([whole]) => word("health-check-failed", whole, false),
  ],
  [
    "failed with service unavailable",
    /^Attempt #\d{1,4} failed with service unavailable.{0,60}/,
    ([whole]) => ({ ...word("health-check-failed", whole, false), severity: "warn" }),
  ],
  ["Port scan timeout", /Port scan timeout reached.{0,160}/, ([whole]) => word("no-open-port", whole, false)],
  [
    "Exited with status",
    /^==> Exited with status (\d{1,3}).{0,60}/,
    ([whole, status]) => exited(whole, Number(status)),
  ],
  [
    "restart limit",
    /\b(?:hit|reached|exceeded) (?:its |the )?(?:max )?restart limit.{0,80}|\bmax restart limit\b.{0,80}/i,
    ([whole]) => word("restart-limit", whole, true),
  ],
  ["Deployment crashed", /^Deployment crashed.{0,80}/i, ([whole]) => word("crashed", whole, true)],
  ["Task timed out", /\bTask timed out after [\d.]{1,10} seconds/, ([whole]) => word("function-timeout", whole, false)],
  // Shells, and what runs a command
  [
    "not found",
    /^(?:\/\S{1,40}\/)?(?:sh|bash|ash|dash|zsh|env)(?:\[\d{1,3}\])?: (?:(?:line )?\d{1,4}: )?'?([^\s:']{1,80})'?: (?:command )?not found$/,
    ([whole]) => word("exit-127", whole, true),
  ],
  [
    "No such file or directory",
    /^(?:(?:\/\S{1,40}\/)?(?:sh|bash|env|exec|standard_init_linux\S{0,20})(?:\[\d{1,3}\])?: |exec \S{1,120}: ).{0,200}No such file or directory/i,
    ([whole]) => word("exit-127", whole, true),
  ],
  [
    "executable file not found",
    /.{0,160}executable file not found in \$PATH/,
    ([whole]) => word("exit-127", whole, true),
  ],
  ["exec format error", /.{0,120}exec format error/i, ([whole]) => word("exit-126", whole, true)],
  [
    "ermission denied",
    /^(?:\/\S{1,40}\/)?(?:sh|bash|ash|env|exec)(?:\[\d{1,3}\])?: (?:(?:line )?\d{1,4}: )?.{1,120}: Permission denied$/i,
    ([whole]) => word("exit-126", whole, true),
  ],
  ["exit status ", /(?:^|: )exit status (\d{1,3})$/, ([whole, status]) => exited(whole, Number(status))],
  [
    "exit code ",
    /\b(?:Process (?:finished|completed|exited)|Command failed|command terminated|returned non-zero|exited) with (?:non-zero )?exit code:? (\d{1,3})\b/i,
    ([whole, status]) => exited(whole, Number(status)),
  ],
  ["non-zero code: ", /\breturned a non-zero code: (\d{1,3})\b/, ([whole, status]) => exited(whole, Number(status))],
  [
    "Killed",
    /^(?:\S{1,80}: (?:line )?\d{1,5}: +\d{1,8} )?Killed(?: {2,}\S.{0,200})?$/,
    ([whole]) => word("exit-137", whole, true),
  ],
  [
    "egmentation fault",
    /^(?:.{0,100}: +\d{1,8} )?Segmentation fault(?: \(core dumped\))?(?: {2,}\S.{0,200})?$/i,
    ([whole]) => word("exit-139", whole, true),
  ],
  [
    "core dumped",
    /^(?:.{0,100}: +\d{1,8} )?(?:Aborted|Bus error|Illegal instruction|Floating point exception) \(core dumped\)/,
    ([whole]) => word("exit-134", whole, true),
  ],
  // Supervisor
  [
    "exited: ",
    /^exited: \S{1,80} \((?:exit status (\d{1,3})|terminated by (SIG[A-Z]{3,6})[^;)]{0,40}); not expected\)/,
    ([whole, status, signal]) => (status === undefined ? signalled(whole, signal) : exited(whole, Number(status))),
  ],
  [
    "entered FATAL state",
    /^gave up: \S{1,80} entered FATAL state.{0,80}/,
    ([whole]) => word("restart-limit", whole, true),
  ],
  // Gunicorn and Celery
  [
    "was sent SIGKILL",
    /\bWorker \(pid:\d{1,8}\) was sent SIGKILL! Perhaps out of memory\?/,
    ([whole]) => word("OOMKilled", whole, true),
  ],
  ["failed to boot", /\bWorker failed to boot\b/, ([whole]) => word("exit-3", whole, true)],
  [
    "exited prematurely",
    /\bWorker exited prematurely: signal \d{1,2} \((SIG[A-Z]{3,6})\)/,
    ([whole, signal]) => signalled(whole, signal),
  ],
  [
    "Runtime exited",
    /\bRuntime exited (?:with error|without providing a reason).{0,120}/,
    ([whole]) => word("runtime-exited", whole, true),
  ],
];

/** `undefined` for a line that says nothing bad of a process. */
export function readPlatform(text: string): PlatformWord | undefined {
  const line = text.slice(0, LONGEST);
  for (const [hint, shape, read] of WORDS) {
    if (!line.includes(hint)) continue;
    const match = shape.exec(line);
    const found = match === null ? undefined : read(match);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The process was asked to end, and what it says from then on is its farewell. */
export function isStopping(text: string): boolean {
  // PM2 names SIGINT for every process that ended by itself.
  if (text.includes("via signal")) return false;
  return /\bSIG(?:TERM|INT)\b|^Stopping (?:all processes|Container)|\bStopping app:|\bshutting down\b|\bgraceful(?:ly)? (?:shut|stop)|^Stopp(?:ing|ed) [\w.@-]{1,80}\.service|\bautostopping machine\b|^State changed from up to (?:starting|down)|^Cycling\b/i.test(
    text.slice(0, 300),
  );
}

function word(code: string, message: string, ended: boolean): PlatformWord {
  return { code, message, ended, severity: "error" };
}

function routed(code: string, message: string, status: string | undefined): PlatformWord {
  return { ...word(code, message, false), ...(status === undefined ? {} : { status: Number(status) }) };
}

function exited(message: string, status: number): PlatformWord | undefined {
  return ASKED.has(status) ? undefined : word(`exit-${status}`, message, true);
}

function signalled(message: string, signal: string | undefined): PlatformWord | undefined {
  return signal === "SIGTERM" || signal === "SIGINT" ? undefined : word(signal ?? "signal", message, true);
}
