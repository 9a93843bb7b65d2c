import { editMessage, findMessage, postMessage, removeMessage, toMessage } from "./messages.ts";
import { refuseContent } from "./refuse-content.ts";
import {
  issueSecret,
  noteChange,
  type SimulatedApp,
  type SimulatedChannel,
  type SlackMessage,
  type Workspace,
} from "./workspace.ts";

/** A response URL works five times within thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). */
const mostUses = 5;
const lastsMs = 30 * 60 * 1000;

export interface ResponsePlace {
  readonly app: SimulatedApp;
  readonly channel: SimulatedChannel;
  readonly userId: string;
  /** The message that was clicked. */
  readonly message?: SlackMessage;
}

export interface ResponseUrls {
  issue(place: ResponsePlace): string;
  /** Answers a POST: HTTP status and plain body. */
  use(id: string, body: string): { status: 200 | 400 | 404; body: string };
  /** Shows what an app put into its acknowledgement of a command. */
  show(place: ResponsePlace, response: unknown): void;
}

interface Issued {
  readonly place: ResponsePlace;
  readonly until: number;
  uses: number;
}

interface Response {
  readonly text?: string;
  readonly blocks?: unknown;
  readonly response_type?: string;
  readonly replace_original?: boolean | string;
  readonly delete_original?: boolean | string;
  readonly thread_ts?: string;
}

export function createResponseUrls(workspace: Workspace, url: () => string): ResponseUrls {
  const issued = new Map<string, Issued>();
  return {
    issue(place) {
      const id = issueSecret("", 12);
      issued.set(id, { place, until: workspace.now() + lastsMs, uses: 0 });
      return `${url()}/response/${id}`;
    },
    use(id, body) {
      const entry = issued.get(id);
      if (entry === undefined || workspace.now() > entry.until) {
        return { status: 404, body: "expired_url" };
      }
      if (entry.uses >= mostUses) {
        return { status: 404, body: "used_url" };
      }
      const response = readResponse(body);
      const refusal = response === undefined ? "invalid_payload" : refusalOf(response);
      if (response === undefined || refusal !== undefined) {
        return { status: 400, body: refusal ?? "invalid_payload" };
      }
      entry.uses += 1;
      apply(workspace, entry.place, response);
      return { status: 200, body: "ok" };
    },
    show(place, response) {
      const shown = typeof response === "string" ? { text: response } : (response as Response);
      if (refusalOf(shown) === undefined) {
        apply(workspace, place, shown);
      }
    },
  };
}

function readResponse(body: string): Response | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Response) : undefined;
  } catch {
    return undefined;
  }
}

/** Here Slack answers with the bare word and no pointer (java-slack-sdk issue 1017). */
function refusalOf(response: Response): string | undefined {
  return isTrue(response.delete_original) ? undefined : refuseContent(response)?.error;
}

function apply(workspace: Workspace, place: ResponsePlace, response: Response): void {
  const { app, channel, message } = place;
  const blocks = Array.isArray(response.blocks) ? { blocks: response.blocks as unknown[] } : {};
  const content = { text: response.text ?? "", ...blocks };
  const original = message === undefined ? undefined : findMessage(channel, message.ts);
  if (original !== undefined && isTrue(response.delete_original)) {
    removeMessage(workspace, channel, original);
    return;
  }
  if (original !== undefined && isTrue(response.replace_original)) {
    editMessage(workspace, { channel, message: original, editor: app.botUserId }, content);
    return;
  }
  const thread = response.thread_ts === undefined ? {} : { threadTs: response.thread_ts };
  const posted = { author: { userId: app.botUserId, app }, content, ...thread };
  if (response.response_type === "in_channel") {
    postMessage(workspace, channel, posted);
    return;
  }
  channel.ephemerals.push({ ...toMessage(workspace, posted), shownTo: place.userId });
  noteChange(workspace);
}

function isTrue(value: boolean | string | undefined): boolean {
  return value === true || value === "true";
}
