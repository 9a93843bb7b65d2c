import type { ErrorHandler } from "./contain/contain.ts";
import type { SlackClient } from "./guard/guard-client.ts";

/** What a receiver hands to an app. */
export interface ReceiverEvent {
  readonly body: object;
  readonly retryNum?: number | undefined;
  ack(response?: unknown): Promise<unknown>;
}

export interface MiddlewareArgs {
  readonly client: SlackClient;
  next(): Promise<void>;
}

/** What an `App` of Bolt 4 and 5 has, as far as it is used here; written down, so that no version of it has to be installed. */
export interface BoltApp {
  readonly client: SlackClient;
  readonly logger: {
    info(...parts: unknown[]): void;
    warn(...parts: unknown[]): void;
    error(...parts: unknown[]): void;
  };
  use(middleware: (args: MiddlewareArgs) => Promise<void>): unknown;
  error(handler: (told: Error) => Promise<void>): void;
  processEvent(event: ReceiverEvent): Promise<void>;
}

/** The seams of an app that this package goes between. */
export interface AppSeams {
  onEvent(handle: (event: ReceiverEvent, process: (event: ReceiverEvent) => Promise<void>) => Promise<void>): void;
  /** Puts a handler before that of the bot, which is answered as it is now, whether it was given before or is given later. */
  onError(handler: ErrorHandler): () => ErrorHandler | undefined;
}

export function openSeams(app: BoltApp): AppSeams {
  return {
    onEvent: (handle) => {
      const process = app.processEvent.bind(app);
      app.processEvent = (event: ReceiverEvent) => handle(event, process);
    },
    onError: (handler) => {
      let own = handlerOf(app);
      app.error(handler);
      app.error = (given) => {
        own = (told) => given(told as Error);
      };
      return () => own;
    },
  };
}

/** Bolt keeps the handler to itself; whether it is the bot's own, it tells. */
function handlerOf(app: BoltApp): ErrorHandler | undefined {
  const handler: unknown = Reflect.get(app, "errorHandler");
  const isOwn = Reflect.get(app, "hasCustomErrorHandler") === true && typeof handler === "function";
  return isOwn ? (told) => handler.call(app, told) : undefined;
}
