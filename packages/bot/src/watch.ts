import type { Profile } from "@allclear/block-kit";
import { type BoltApp, type MiddlewareArgs, openSeams } from "./bolt-app.ts";
import { answerUser } from "./contain/answer-user.ts";
import { createContainer, type Words } from "./contain/contain.ts";
import { recordLastWords, takeLastWords } from "./contain/last-words.ts";
import { createRunOnce } from "./contain/run-once.ts";
import { readFault } from "./faults/read-fault.ts";
import { guardClient, type SlackClient } from "./guard/guard-client.ts";
import { guardRespond } from "./guard/guard-respond.ts";
import { createHealthCheck, type HealthCheck, type HealthOptions } from "./health/check-health.ts";
import { createHealthPage, type HealthPage } from "./health/health-page.ts";
import type { Probe } from "./health/probe.ts";
import { lastWords } from "./protect/degrade.ts";
import { createProtector, type DependencyWatcher, type Protector } from "./protect/protect.ts";
import { createReporter, type Log, type Reporter } from "./report/report.ts";
import { type CredentialWatch, watchCredentials } from "./report/watch-credentials.ts";
import { type Pulse, watchPulse } from "./report/watch-pulse.ts";
import { writeLines } from "./report/write-lines.ts";
import { type BotRequest, currentRequest, findRequest } from "./requests/request.ts";
import { runEvent } from "./requests/run-event.ts";
import { runWithin, type TimeLimits, usualLimits } from "./requests/time-limits.ts";

export interface WatchOptions {
  /** The bot's name, as Allclear knows it. */
  readonly bot: string;
  /** Limits of listeners; `false` for none. */
  readonly limits?: Partial<TimeLimits> | false;
  /** What users read. */
  readonly words?: Partial<Words>;
  /** House limits of messages, stricter than Slack's. */
  readonly profile?: Profile;
  /** Where lines go; without it to the app's own logger. */
  readonly log?: Log;
  readonly health?: HealthOptions;
  /** Where the line is kept that the next start tells of what ended the process; `false` for no such line. */
  readonly lastWords?: { readonly folder?: string } | false;
  /** Hears all that happens, as data. It must be fast; what it throws stays without effect. */
  readonly onReport?: Reporter;
}

export interface Allclear extends Pick<Protector, "protect" | "dependencies"> {
  readonly bot: string;
  readonly health: HealthCheck & HealthPage;
  /** Ends what runs by itself; the app goes on being contained and guarded. */
  close(): void;
}

const usualWords: Words = {
  failed: lastWords.answer,
  tookTooLong: "This took too long, so I stopped. Please try again in a few minutes.",
  stillWorking: "Still working on it…",
};

/**
 * Watches a Bolt app: what its listeners throw is contained, time limits hold, messages are mended before they are sent, and what
 * happened is one line each. Call it once, right after the app is made. It never throws into the bot.
 *
 * @example
 * const allclear = watch(app, { bot: "crm-bot" });
 * const attio = allclear.protect("attio", fetchCompany, { timeoutMs: 10_000, fallback: cachedCompany });
 */
export function watch(app: BoltApp, options: WatchOptions): Allclear {
  const lines = writeLines(options.log ?? logOf(app));
  const pulse = watchPulse();
  const listeners = options.onReport === undefined ? [] : [options.onReport];
  const report = createReporter([lines, pulse.hear, ...listeners]);
  const credentials = watchCredentials(report);
  const protector = createProtector(watchCalls(report, credentials));
  const health = openHealth(app, options, { protector, pulse });
  const forget = listenForLastWords(options, report);
  try {
    watchApp(app, { options, report, onSlackCall: (fault) => credentials.hear("slack", fault) });
  } catch (error) {
    // An app that is built otherwise runs as if it were not watched.
    report({ type: "own-failure", part: "watch", fault: readFault(error) });
  }
  const close = (): void => {
    forget();
    health.stop();
  };
  return { bot: options.bot, protect: protector.protect, dependencies: protector.dependencies, health, close };
}

function watchCalls(report: Reporter, credentials: CredentialWatch): DependencyWatcher {
  return {
    onCall: (call) => {
      const request = currentRequest()?.id;
      report({ type: "call", ...(request !== undefined && { request }), ...call });
      credentials.hear(call.dependency, call.fault);
    },
    onBreaker: (dependency, state) => report({ type: "breaker", dependency, state }),
  };
}

interface Sources {
  readonly protector: Protector;
  readonly pulse: Pulse;
}

function openHealth(
  app: BoltApp,
  { health = {} }: WatchOptions,
  { protector, pulse }: Sources,
): HealthCheck & HealthPage {
  const slack: Probe = () => app.client.apiCall("auth.test");
  const check = createHealthCheck(
    { ...health, dependencies: { slack, ...health.dependencies } },
    {
      breakers: () => new Map(protector.dependencies().map((one) => [one.name, one.breakerState()])),
      lastEventAt: pulse.lastEventAt,
      lastAnswerAt: pulse.lastAnswerAt,
    },
  );
  return { ...check, ...createHealthPage(check, health.key) };
}

function listenForLastWords({ bot, lastWords: wanted = {} }: WatchOptions, report: Reporter): () => void {
  if (wanted === false) return () => undefined;
  const place = { bot, folder: wanted.folder };
  for (const words of takeLastWords(place)) report({ type: "last-words", ...words });
  return recordLastWords(place);
}

function logOf({ logger }: BoltApp): Log {
  return {
    info: (line) => logger.info(line),
    warn: (line) => logger.warn(line),
    error: (line) => logger.error(line),
  };
}

interface Watching {
  readonly options: WatchOptions;
  readonly report: Reporter;
  readonly onSlackCall: (fault: ReturnType<typeof readFault> | undefined) => void;
}

function watchApp(app: BoltApp, { options, report, onSlackCall }: Watching): void {
  const words = { ...usualWords, ...options.words };
  const limits = options.limits === false ? undefined : { ...usualLimits, ...options.limits };
  const guard = {
    report,
    profile: options.profile,
    onCall: (_: string, fault: Parameters<typeof onSlackCall>[0]) => onSlackCall(fault),
  };
  const seams = openSeams(app);
  guardClient(app.client, guard);
  guardRespond(app, guard);
  const ownHandler = seams.onError((told) => container(told));
  const container = createContainer({ report, words, client: app.client, ownHandler });
  app.use(async ({ client, next }: MiddlewareArgs) => {
    guardClient(client, guard);
    const request = findRequest();
    if (request !== undefined) request.client = client;
    if (request === undefined || limits === undefined) return next();
    return runWithin(limits, next, () => tellStillWorking(request, { report, words, client, limits }));
  });
  const once = createRunOnce();
  seams.onEvent((event, process) => runEvent(event, process, { report, once, guard }));
}

interface Telling {
  readonly report: Reporter;
  readonly words: Words;
  readonly client: SlackClient;
  readonly limits: TimeLimits;
}

function tellStillWorking({ id, event }: BotRequest, { report, words, client, limits }: Telling): void {
  report({ type: "still-working", request: id, event, afterMs: limits.softMs });
  void answerUser(client, event, words.stillWorking);
}
