import { fileURLToPath } from "node:url";

/** Recorded text as it would stand in a container, at the case's own time. */
export interface Neutral {
  text(recorded: string): string;
  /** ISO 8601 with milliseconds. */
  time(recordedMs: number): string;
}

/** What of a scene differs from machine to machine. */
export interface Surroundings {
  readonly slack: { readonly control: { readonly url: string } };
  readonly anthropic: { readonly url: string };
  readonly attio: { readonly url: string };
  readonly repository: { readonly origin: string };
  /** Values that no file of a case may hold. */
  readonly secrets: readonly string[];
}

const workspaceFolder = fileURLToPath(new URL("../../../", import.meta.url));
/** Addresses for documentation (RFC 5737). */
const places = { slack: "192.0.2.10:443", anthropic: "192.0.2.20:443", attio: "192.0.2.30:443" } as const;

/**
 * What differs from machine to machine is replaced: folders, loopback addresses, the port of the health page, and
 * every time, by the same distance. Throws where a secret is left.
 */
export function createNeutral(surroundings: Surroundings, shiftMs: number): Neutral {
  const replacements = addressesOf(surroundings);
  const text = (recorded: string) => {
    const placed = replacements.reduce((current, [from, to]) => current.replaceAll(from, to), recorded);
    const neutral = shiftTimes(
      placed
        .replace(/(?:file:\/\/)?\/[^\s'"()]*\/(?:deployments|images)\/[\da-f-]{36}\/app(?=[/\s'"()]|$)/g, "/app")
        .replace(/\bon port \d{4,5}\b/g, "on port 8080")
        .replace(/\?ticket=[\w-]+/g, "?ticket=…"),
      shiftMs,
    );
    if (surroundings.secrets.some((secret) => neutral.includes(secret)))
      throw new Error("a secret is in what was recorded");
    return neutral;
  };
  return { text, time: (recordedMs) => new Date(recordedMs + shiftMs).toISOString() };
}

function addressesOf({ slack, anthropic, attio, repository }: Surroundings): readonly (readonly [string, string])[] {
  const { url } = slack.control;
  const host = (address: string) => address.replace(/^https?:\/\//, "");
  return [
    [`file://${workspaceFolder}`, "/app/"],
    [workspaceFolder, "/app/"],
    [repository.origin, "crm-bot.git"],
    [anthropic.url, "https://api.anthropic.com"],
    [attio.url, "https://api.attio.com"],
    [url.replace("http", "ws"), "wss://wss-primary.slack.com"],
    [url, "https://slack.com"],
    [host(anthropic.url), places.anthropic],
    [host(attio.url), places.attio],
    [host(url), places.slack],
  ];
}

/** Times of a log line's own, and Slack's `ts`; days without a time are people's words. */
function shiftTimes(text: string, shiftMs: number): string {
  return text
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (stamp) => shiftStamp(stamp, shiftMs))
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, (date) =>
      new Date(Date.parse(date) + shiftMs).toUTCString(),
    )
    .replace(/\b(\d{10})\.(\d{6})\b/g, (_, seconds: string, rest: string) => {
      return `${Number(seconds) + Math.round(shiftMs / 1_000)}.${rest}`;
    });
}

/** Keeps what is finer than a millisecond. */
export function shiftStamp(stamp: string, shiftMs: number): string {
  const [, fraction = ""] = /\.(\d+)Z$/.exec(stamp) ?? [];
  const finer = fraction.slice(3);
  return new Date(Date.parse(stamp) + shiftMs).toISOString().replace("Z", `${finer}Z`);
}
