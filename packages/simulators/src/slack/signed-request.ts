import { createHmac } from "node:crypto";
import { type SimulatedApp, seconds } from "./workspace.ts";

export type HttpSendResult =
  | { readonly kind: "acked"; readonly response?: unknown }
  | { readonly kind: "timeout" | "connection_failed" }
  | { readonly kind: "http_error"; readonly mayRetry: boolean };

export interface SignedRequest {
  readonly url: string;
  readonly app: SimulatedApp;
  readonly contentType: "application/json" | "application/x-www-form-urlencoded";
  readonly body: string;
  readonly now: number;
  readonly timeoutMs: number;
  /** Ends the request early when the simulator stops. */
  readonly signal: AbortSignal;
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/** Sends one request signed as docs.slack.dev/authentication/verifying-requests-from-slack says; never throws. */
export async function sendSigned(request: SignedRequest): Promise<HttpSendResult> {
  try {
    const response = await fetch(request.url, {
      method: "POST",
      redirect: "manual",
      headers: headersOf(request),
      body: request.body,
      signal: AbortSignal.any([AbortSignal.timeout(request.timeoutMs), request.signal]),
    });
    const body = await response.text();
    return response.ok
      ? { kind: "acked", response: readBody(body) }
      : { kind: "http_error", mayRetry: response.headers.get("x-slack-no-retry") !== "1" };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    return { kind: isTimeout ? "timeout" : "connection_failed" };
  }
}

function headersOf(request: SignedRequest): Record<string, string> {
  const timestamp = String(seconds(request.now));
  const signature = createHmac("sha256", request.app.signingSecret)
    .update(`v0:${timestamp}:${request.body}`)
    .digest("hex");
  return {
    "content-type": request.contentType,
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${signature}`,
    ...(request.retry === undefined
      ? {}
      : { "x-slack-retry-num": String(request.retry.attempt), "x-slack-retry-reason": request.retry.reason }),
  };
}

function readBody(body: string): unknown {
  if (body === "") {
    return undefined;
  }
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
