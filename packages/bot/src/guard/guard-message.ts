import { explain, type Profile, repair, toText } from "@allclear/block-kit";
import { readFault } from "../faults/read-fault.ts";
import type { BrokenRule, Reporter } from "../report/report.ts";

export interface GuardOptions {
  readonly report: Reporter;
  readonly profile?: Profile | undefined;
}

type Payload = Readonly<Record<string, unknown>>;

/** One way of sending: a method of the Web API, or a response URL. */
export interface Sending<Reply> {
  readonly method: string;
  readonly send: (payload: Payload) => Promise<Reply>;
}

/** What Slack answers when it is the content that it does not take (docs.slack.dev, chat.postMessage, chat.update, views.open). */
const REFUSED_CONTENT: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_attachments",
  "msg_blocks_too_long",
  "msg_too_long",
  "too_many_attachments",
  "markdown_text_conflict",
  "block_mismatch",
]);
/** All that is shown besides text. */
const RICH = ["blocks", "attachments", "markdown_text"] as const;

/**
 * Sends a message or a view so that Slack takes it: repaired where it breaks a rule, and, where Slack refuses its content even so, once
 * more as text alone. The reply is that of the first message; errors are Slack's own.
 */
export async function sendGuarded<Reply>(
  payload: Payload,
  { method, send }: Sending<Reply>,
  options: GuardOptions,
): Promise<Reply> {
  const [first, ...more] = prepare(payload, method, options);
  const reply = await sendOrText(first, { method, send }, options);
  for (const next of more) await sendOrText(next, { method, send }, options);
  return reply;
}

/** At least one message: what cannot be repaired goes as it is, for Slack to judge. */
function prepare(payload: Payload, method: string, { report, profile }: GuardOptions): [Payload, ...Payload[]] {
  try {
    const { messages, changes } = repair(withParsedBlocks(payload), profile === undefined ? {} : { profile });
    const [first, ...more] = messages;
    if (first === undefined || changes.length === 0) return [payload];
    report({
      type: "message-repaired",
      method,
      broken: changes.map(({ rule, path }) => ({ rule, path })).slice(0, 20),
    });
    return [first, ...more];
  } catch (error) {
    report({ type: "own-failure", part: "guard", fault: readFault(error) });
    return [payload];
  }
}

/** Some pass blocks as JSON, which the Web API takes too. */
function withParsedBlocks(payload: Payload): Payload {
  const { blocks } = payload;
  if (typeof blocks !== "string") return payload;
  try {
    return { ...payload, blocks: JSON.parse(blocks) as unknown };
  } catch {
    return payload;
  }
}

async function sendOrText<Reply>(
  payload: Payload,
  { method, send }: Sending<Reply>,
  { report }: GuardOptions,
): Promise<Reply> {
  try {
    return await send(payload);
  } catch (error) {
    const { code = "" } = readFault(error);
    if (!REFUSED_CONTENT.has(code)) throw error;
    const text = toText(payload);
    const wasSentAsText = !method.startsWith("views.") && text !== "" && RICH.some((key) => key in payload);
    report({ type: "message-refused", method, code, broken: brokenIn(error, payload), wasSentAsText });
    if (!wasSentAsText) throw error;
    const plain = Object.fromEntries(Object.entries(payload).filter(([key]) => !RICH.some((rich) => rich === key)));
    return send({ ...plain, text });
  }
}

function brokenIn(error: unknown, payload: Payload): readonly BrokenRule[] {
  return explain(error, payload)
    .map(({ rule, path }) => ({ rule, path }))
    .slice(0, 20);
}
