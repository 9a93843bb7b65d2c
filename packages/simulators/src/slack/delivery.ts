import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { DeliveryRecord } from "./records.ts";
import { type HttpSendResult, sendSigned } from "./signed-request.ts";
import type { InteractionOutcome } from "./slack-control.ts";
import type { SocketMode, SocketSendResult } from "./socket-mode.ts";
import { noteChange, type SimulatedApp, type Workspace } from "./workspace.ts";

export interface DeliveryTimes {
  /** How long an app has to acknowledge: Slack gives three seconds. */
  readonly ackTimeoutMs: number;
  /** Pauses before each retry of an event: nearly at once, one minute, five minutes (docs.slack.dev/apis/events-api). */
  readonly retryDelaysMs: readonly number[];
}

type Payload = Readonly<Record<string, unknown>>;
type SendResult = SocketSendResult | HttpSendResult;

export interface Delivery {
  /** Brings an event, with retries; settles when it was acknowledged or given up. Never rejects. */
  event(app: SimulatedApp, payload: Payload): Promise<void>;
  /** Brings a command, click or submission once, while a person waits. */
  interaction(
    app: SimulatedApp,
    kind: "slash_commands" | "interactive",
    payload: Payload,
  ): Promise<Pick<InteractionOutcome, "acked" | "error" | "response">>;
  /** Slack's handshake for a request URL. */
  verify(app: SimulatedApp): Promise<boolean>;
}

interface DeliveryParts {
  readonly workspace: Workspace;
  readonly sockets: SocketMode;
  readonly times: DeliveryTimes;
  readonly signal: AbortSignal;
}

interface Parcel {
  readonly kind: DeliveryRecord["kind"];
  readonly payload: Payload;
  readonly attempt: number;
  readonly retryReason: string;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  return {
    async event(app, payload) {
      await deliverEvent(parts, app, payload).catch((error: unknown) => {
        if (!parts.signal.aborted) {
          throw error;
        }
      });
    },
    async interaction(app, kind, payload) {
      const result = await send(parts, app, { kind, payload, attempt: 0, retryReason: "" });
      if (result.kind === "acked") {
        return { acked: true, ...(isEmpty(result.response) ? {} : { response: result.response }) };
      }
      return { acked: false, error: result.kind === "timeout" ? "operation_timeout" : "dispatch_failed" };
    },
    verify: (app) => verifyRequestUrl(parts, app),
  };
}

async function deliverEvent(parts: DeliveryParts, app: SimulatedApp, payload: Payload): Promise<void> {
  let retryReason = "";
  for (let attempt = 0; attempt <= parts.times.retryDelaysMs.length; attempt += 1) {
    const pause = parts.times.retryDelaysMs[attempt - 1];
    if (pause !== undefined) {
      await wait(pause, undefined, { ref: false, signal: parts.signal });
    }
    const result = await send(parts, app, { kind: "events_api", payload, attempt, retryReason });
    if (result.kind === "acked" || (result.kind === "http_error" && !result.mayRetry)) {
      return;
    }
    retryReason = retryReasonOf(app, result.kind);
  }
}

function retryReasonOf(app: SimulatedApp, kind: Exclude<SendResult["kind"], "acked">): string {
  if (kind === "timeout") {
    return app.delivery.kind === "socket" ? "timeout" : "http_timeout";
  }
  return kind;
}

async function send(parts: DeliveryParts, app: SimulatedApp, parcel: Parcel): Promise<SendResult> {
  const result =
    app.delivery.kind === "socket" ? await overSocket(parts, app, parcel) : await overHttp(parts, app, parcel);
  if (!parts.signal.aborted) {
    record(parts.workspace, app, { parcel, result: result.kind });
  }
  return result;
}

function overSocket(parts: DeliveryParts, app: SimulatedApp, parcel: Parcel): Promise<SocketSendResult> {
  const { kind, payload, attempt, retryReason } = parcel;
  const envelope = { type: kind, payload, acceptsResponse: kind !== "events_api", attempt, retryReason };
  return parts.sockets.send(app, envelope, parts.times.ackTimeoutMs);
}

async function overHttp(parts: DeliveryParts, app: SimulatedApp, parcel: Parcel): Promise<HttpSendResult> {
  if (app.delivery.kind !== "http" || !(app.delivery.isVerified || (await verifyRequestUrl(parts, app)))) {
    return { kind: "connection_failed" };
  }
  const retry = parcel.attempt === 0 ? {} : { retry: { attempt: parcel.attempt, reason: parcel.retryReason } };
  return await sendSigned({ ...common(parts, app), ...bodyOf(parcel), ...retry });
}

function bodyOf(parcel: Parcel): Pick<Parameters<typeof sendSigned>[0], "contentType" | "body"> {
  switch (parcel.kind) {
    case "events_api":
      return { contentType: "application/json", body: JSON.stringify(parcel.payload) };
    case "slash_commands":
      return { contentType: "application/x-www-form-urlencoded", body: toForm(parcel.payload) };
    case "interactive":
      return {
        contentType: "application/x-www-form-urlencoded",
        body: toForm({ payload: JSON.stringify(parcel.payload) }),
      };
  }
}

function toForm(fields: Payload): string {
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

async function verifyRequestUrl(parts: DeliveryParts, app: SimulatedApp): Promise<boolean> {
  if (app.delivery.kind !== "http") {
    return false;
  }
  const challenge = randomBytes(24).toString("hex");
  const result = await sendSigned({
    ...common(parts, app),
    contentType: "application/json",
    body: JSON.stringify({ token: app.verificationToken, challenge, type: "url_verification" }),
  });
  const echoed = result.kind === "acked" ? result.response : undefined;
  const isRight = echoed === challenge || (echoed as { challenge?: unknown } | undefined)?.challenge === challenge;
  app.delivery.isVerified = isRight;
  return isRight;
}

function common(parts: DeliveryParts, app: SimulatedApp) {
  return {
    app,
    url: app.delivery.kind === "http" ? app.delivery.requestUrl : "",
    now: parts.workspace.now(),
    timeoutMs: parts.times.ackTimeoutMs,
    signal: parts.signal,
  };
}

function record(
  workspace: Workspace,
  app: SimulatedApp,
  sent: { readonly parcel: Parcel; readonly result: DeliveryRecord["result"] },
): void {
  const { kind, payload, attempt } = sent.parcel;
  const event = payload.event as { type?: unknown } | undefined;
  workspace.deliveries.push({
    at: workspace.now(),
    appId: app.id,
    kind,
    what: String(event?.type ?? payload.command ?? payload.type),
    ...(typeof payload.event_id === "string" ? { eventId: payload.event_id } : {}),
    attempt,
    result: sent.result,
  });
  noteChange(workspace);
}

function isEmpty(response: unknown): boolean {
  return (
    response === undefined ||
    response === "" ||
    (typeof response === "object" && response !== null && Object.keys(response).length === 0)
  );
}
