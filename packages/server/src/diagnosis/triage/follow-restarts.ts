/** Starts of a process that nothing has stopped: it was killed from outside, and had no last word. */

import type { Instant } from "../../domain/instant.ts";
import { parseLine } from "../parse-line.ts";

export interface Restart {
  readonly line: number;
  readonly at?: Instant;
  readonly kind: "restart";
}

interface Place {
  readonly line: number;
  readonly at?: Instant | undefined;
}

export interface RestartFollower {
  take(place: Place, said: Saying): void;
  finish(): readonly Restart[];
}

/** What an entry says of the process. */
export interface Saying {
  /** That it has started, in these words. */
  readonly saying?: string;
  readonly announcesStop: boolean;
}

const STARTS =
  /^\W{0,6}(?:bolt app is running|starting container|starting process with command|(?:\w{1,20} ){0,3}(?:is )?(?:listening|running) (?:on|at) |(?:server|app|bot|worker|service) (?:is )?(?:started|ready|running|online|up)\b)/i;
/** A stop that is announced, or a new version, which is no death. */
const STOPS =
  /\b(?:SIGTERM|SIGINT|shut(?:ting)? ?down|stopp(?:ing|ed)|graceful(?:ly)?|drain(?:ing|ed)|deploy(?:ing|ed|ment)?|releas(?:e|ing)|cycling|restarting|exit(?:ed|ing)? (?:with )?(?:code|status)[ :=]{0,2}0)\b/i;
/** One restart may be a release, and a second one its rollback. */
const LEAST = 3;
const LONGEST_READ = 300;
const MOST_SAYINGS = 10;

interface Seen {
  readonly restarts: Restart[];
  /** Whether the process has done anything since it said so. */
  worked: boolean;
  stopped: boolean;
}

export function createRestartFollower(): RestartFollower {
  const bySaying = new Map<string, Seen>();

  function take(place: Place, { saying, announcesStop }: Saying): void {
    noteWork(saying, announcesStop);
    if (saying !== undefined) noteStart(saying, place);
  }

  function noteWork(saying: string | undefined, isStop: boolean): void {
    if (bySaying.size === 0) return;
    for (const [other, seen] of bySaying) {
      if (other === saying) continue;
      seen.worked = true;
      seen.stopped ||= isStop;
    }
  }

  function noteStart(saying: string, { line, at }: Place): void {
    const known = bySaying.get(saying);
    if (known === undefined && bySaying.size >= MOST_SAYINGS) return;
    const restarts = known?.restarts ?? [];
    const isRestart = known?.worked === true && !known.stopped;
    if (isRestart) restarts.push({ line, kind: "restart", ...(at === undefined ? {} : { at }) });
    bySaying.set(saying, { restarts, worked: false, stopped: false });
  }

  function finish(): readonly Restart[] {
    const most = [...bySaying.values()].reduce<readonly Restart[]>((best, { restarts }) => {
      return restarts.length > best.length ? restarts : best;
    }, []);
    return most.length >= LEAST ? most : [];
  }

  return { take, finish };
}

export function readSaying(text: string): Saying {
  const body = parseLine(text.slice(0, LONGEST_READ)).body.replace(/^\[[\w.-]{1,40}\] /, "");
  return STARTS.test(body) ? { saying: sayingOf(body), announcesStop: false } : { announcesStop: STOPS.test(body) };
}

/** Ports and process numbers differ from one start to the next. */
function sayingOf(body: string): string {
  return body.replace(/\d+/g, "").slice(0, 80);
}
