/** Lines that tell how long something took without saying that an operation began or ended. */

import type { Milliseconds } from "../../domain/instant.ts";
import { withoutUserText } from "../mask-text.ts";
import type { ParsedLine } from "../parse-line.ts";
import { readNamedDuration, readTook } from "../read-duration.ts";

export interface Timed {
  readonly tookMs: Milliseconds;
  /** One word, as of operations. */
  readonly name: string;
}

/** Of a line that names nothing. */
export const UNNAMED = "(unnamed)";

/** What was done, and how long it took. */
const DONE =
  /\b(?:took|answered|replied|responded|returned|completed|finished|handled|processed|served|generated|executed|resolved|fetched|queried|sent|posted|delivered|done|ran|ended|succeeded|failed|response|repl(?:y|ies)|answers?)\b[^.;()\d]{0,40}?\b(?:took|in|after|within)\s{1,3}(?=\d)|\btook\b/i;
const WAS_DONE = /^(?:took|done|ran|sent|(?:finish|complet|answer|repli|respond|handl|process|return)ed)$/i;
/** A pair of name and value, as loggers write them. */
const PAIR =
  /\b(?:duration|elapsed|latency|(?:response|elapsed|processing|execution|total|run)[ _-]?time|time[ _-]?taken)["']?\s?[=:]/i;
/** Web servers' own lines: `POST /slack/events 200 31042.512 ms - 2`. */
const REQUEST = /^(?:GET|POST|PUT|PATCH|DELETE) (\/[\w./-]{0,60})\S{0,300} \d{3} (\d{1,9}(?:\.\d{1,6})?) ?ms\b/;
/** What lasts by its nature, or was a wait on purpose. */
const LASTS =
  /\b(?:up ?time|ttl|expir\w{0,4}|idle|cached?|interval|schedul\w{0,4}|next|sle(?:ep|pt)\w{0,3}|waiting|retry\w{0,3}|retries|back-?off|pause\w?|sessions?|sockets?|web ?sockets?|connections?|(?:dis|re)?connected|heart-?beat|keep-?alive|ping|pong|token|lease|lock|meetings?|calls? ended|recording|audio|video|silence|listening|ready|started|booted|up and running|shut ?down|gc|timeout (?:of|is|set)|limit)\b/i;

/** Work that nobody waits for may take its time. */
const IN_BACKGROUND =
  /\b(?:(?:re)?sync\w{0,8}|cron\w{0,4}|jobs?|batch\w{0,2}|imports?|exports?|backups?|migrat\w{1,4}|(?:re)?index\w{0,3}|nightly|daily|hourly|weekly|clean-?up|warm-?up|sweep|poll\w{0,3}|builds?|built|compil\w{1,6}|bundl\w{1,4}|deploy\w{0,5}|boot\w{0,3}|start-?up|install\w{0,5}|downloads?|uploads?)\b/i;

/** `undefined` for a line that tells no time of any work. */
export function readSlowness(parsed: ParsedLine, logger: string): Timed | undefined {
  const own = `${logger} ${withoutUserText(parsed.body.slice(0, 2_000))}`.trimStart();
  if (LASTS.test(own) || IN_BACKGROUND.test(own)) return undefined;
  const request = REQUEST.exec(own);
  if (request !== null) return { name: request[1] ?? UNNAMED, tookMs: Number(request[2]) };
  const tookMs = DONE.test(own) || PAIR.test(own) ? readTook(parsed) : readNamedDuration(parsed);
  return tookMs === undefined ? undefined : { name: nameIn(own), tookMs };
}

/** The first word, unless it is what was done. */
function nameIn(own: string): string {
  const word = /^(?:\[[^\]]{1,60}\]\s?)?(\/?[A-Za-z][\w.:/-]{0,60})(?=[\s:,]|$)/.exec(own)?.[1]?.replace(/[:,.]$/, "");
  const isNone = word === undefined || WAS_DONE.test(word) || PAIR.test(`${word}=`);
  return isNone ? UNNAMED : word;
}
