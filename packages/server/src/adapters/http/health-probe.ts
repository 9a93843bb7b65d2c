import type { Milliseconds } from "../../domain/instant.ts";
import type { HealthProbe } from "../../ports/health-probe.ts";
import { PortError, type PortErrorCode } from "../../ports/port-error.ts";

export interface HttpHealthProbeOptions {
  /** For one page, its body included; 10 s unless given. */
  readonly timeoutMs?: Milliseconds;
}

const usualTimeoutMs = 10_000;
/** The port's own limit. */
const bodyLimit = 4_096;

/** Reads the page by one GET. Redirects are answers and are not followed; neither cookies nor credentials are sent. */
export function createHttpHealthProbe({ timeoutMs = usualTimeoutMs }: HttpHealthProbeOptions = {}): HealthProbe {
  return {
    read: async (url, callerSignal) => {
      const address = checkAddress(url);
      const signal = AbortSignal.any([callerSignal, AbortSignal.timeout(timeoutMs)]);
      const startedAt = performance.now();
      try {
        const response = await fetch(address, {
          redirect: "manual",
          signal,
          headers: { accept: "application/json, text/plain, */*", "user-agent": "allclear-health-probe" },
        });
        const body = await readStart(response);
        return { status: response.status, body, tookMs: performance.now() - startedAt };
      } catch (error) {
        throw toPortError(address, signal, error);
      }
    },
  };
}

function checkAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address !== undefined && /^https?:$/.test(address.protocol) && address.username === "") return address;
  throw new PortError(
    "health-probe",
    "refused",
    "The health address must be http:// or https:// and hold no credentials: check the bot's configuration",
  );
}

/** The first characters of the body; the rest is never read. */
async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > bodyLimit) break;
  }
  // A character of two halves is kept whole or left out.
  return text.slice(0, bodyLimit).replace(/[\uD800-\uDBFF]$/, "");
}

function toPortError(address: URL, signal: AbortSignal, cause: unknown): PortError {
  const code: PortErrorCode = signal.aborted ? "timed-out" : "unreachable";
  const why = signal.aborted ? "did not answer in time" : "cannot be reached";
  return new PortError("health-probe", code, `The health page at ${address.host} ${why}`, { cause });
}
