/** One call of the Web API. Tokens are redacted in arguments and reply. */
export interface CallRecord {
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly at: number;
  readonly method: string;
  readonly appId?: string;
  readonly tokenKind?: "bot" | "user" | "app";
  readonly arguments: Readonly<Record<string, unknown>>;
  /** HTTP status; 0 when the call was left hanging or its connection was reset. */
  readonly status: number;
  readonly reply?: unknown;
}

/** One attempt to bring something to an app. */
export interface DeliveryRecord {
  readonly at: number;
  readonly appId: string;
  readonly kind: "events_api" | "slash_commands" | "interactive";
  /** Event type, command or payload type. */
  readonly what: string;
  readonly eventId?: string;
  /** 0 for the first attempt. */
  readonly attempt: number;
  readonly result: "acked" | "timeout" | "http_error" | "connection_failed";
}
