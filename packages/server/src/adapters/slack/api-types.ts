import { z } from "zod";

/** The part of Slack's replies that is read (docs.slack.dev/reference/methods, 2026-09). Everything else is ignored. */
export const SlackMessageReply = z.object({
  ts: z.string().regex(/^\d{1,12}\.\d{6}$/),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().nullish(),
  blocks: z.array(z.unknown()).nullish(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.looseObject({ key: z.unknown().optional() }) })
    .optional()
    .catch(undefined),
});
export type SlackMessageReply = z.infer<typeof SlackMessageReply>;

export const PostReply = z.object({ message: SlackMessageReply });

export const MessagesReply = z.object({
  messages: z.array(SlackMessageReply),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
export type MessagesReply = z.infer<typeof MessagesReply>;

export const IdentityReply = z.object({ user_id: z.string() });
