import { type ApiCall, isRefusal, jsonArgument, type Refusal, refuse, textArgument } from "../api-call.ts";
import { type BlockProblem, blockProblems } from "../blocks.ts";

/** Longer text is cut by chat.postMessage and refused by chat.update (docs.slack.dev, chat.postMessage, truncation). */
export const longestText = 40_000;
const longestMarkdown = 12_000;
const mostAttachments = 100;

export interface CallContent {
  readonly text?: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
}

/** What the call wants to show, or why Slack refuses it. */
export function contentOf(call: ApiCall): CallContent | Refusal {
  const blocks = listOf(call, "blocks", "invalid_blocks_format");
  const attachments = listOf(call, "attachments", "invalid_attachments");
  for (const part of [blocks, attachments]) {
    if (part !== undefined && isRefusal(part)) {
      return part;
    }
  }
  const text = textOf(call, Array.isArray(blocks));
  if (typeof text === "object") {
    return text;
  }
  const refusal = refusalOfParts(blocks, attachments);
  if (refusal !== undefined) {
    return refusal;
  }
  const metadata = jsonArgument(call, "metadata");
  return {
    ...(text === undefined ? {} : { text }),
    ...(Array.isArray(blocks) ? { blocks } : {}),
    ...(Array.isArray(attachments) ? { attachments } : {}),
    ...(typeof metadata === "object" ? { metadata: metadata.value } : {}),
  };
}

export function hasNothingToShow(content: CallContent): boolean {
  return content.text === undefined && (content.blocks?.length ?? 0) === 0 && (content.attachments?.length ?? 0) === 0;
}

/** The refusal Slack sends for problems in blocks; its messages stand in the reply twice, in two forms. */
function refuseBlocks(problems: readonly BlockProblem[]): Refusal {
  const messages = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  const code = problems.find((problem) => problem.code !== undefined)?.code;
  if (code !== undefined) {
    return refuse(code);
  }
  return refuse("invalid_blocks", {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

function textOf(call: ApiCall, hasBlocks: boolean): string | undefined | Refusal {
  const text = textArgument(call, "text");
  const markdown = textArgument(call, "markdown_text");
  if (markdown === undefined) {
    return text;
  }
  if (text !== undefined || hasBlocks) {
    return refuse("markdown_text_conflict");
  }
  return markdown.length > longestMarkdown ? refuse("msg_too_long") : markdown;
}

function refusalOfParts(blocks: unknown, attachments: unknown): Refusal | undefined {
  const problems = blocks === undefined ? [] : blockProblems(blocks);
  if (problems.length > 0) {
    return refuseBlocks(problems);
  }
  return Array.isArray(attachments) && attachments.length > mostAttachments
    ? refuse("too_many_attachments")
    : undefined;
}

function listOf(call: ApiCall, name: string, error: string): unknown[] | Refusal | undefined {
  const given = jsonArgument(call, name);
  if (given === "absent") {
    return undefined;
  }
  return given !== "unreadable" && Array.isArray(given.value) ? given.value : refuse(error);
}
