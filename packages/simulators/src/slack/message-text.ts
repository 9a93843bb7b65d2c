import { randomBytes } from "node:crypto";

const links = /(<(?:@|#|!|https?:|mailto:)[^<>]*>)/;

/** Escapes `&`, `<` and `>` as Slack stores them; mentions, links and entities stay as they are. */
export function escapeText(text: string): string {
  return text
    .split(links)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/&(?!(?:amp|lt|gt);)/g, "&amp;")
            .replaceAll("<", "&lt;")
            .replaceAll(">", "&gt;"),
    )
    .join("");
}

export function mentionedUsers(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? "");
}

/** The `rich_text` block that Slack makes of a message which came as text alone. */
export function toRichText(text: string): unknown[] {
  const elements = text
    .split(/(<@[A-Z0-9]+>)/)
    .filter((part) => part !== "")
    .map((part) => toLeaf(part));
  return [
    {
      type: "rich_text",
      block_id: shortId(),
      elements: [{ type: "rich_text_section", elements }],
    },
  ];
}

function toLeaf(part: string): unknown {
  const mention = /^<@([A-Z0-9]+)>$/.exec(part)?.[1];
  return mention === undefined ? { type: "text", text: part } : { type: "user", user_id: mention };
}

/** Gives each block its `block_id` and each interactive element its `action_id`, as Slack stamps them. */
export function stampIds(blocks: readonly unknown[]): unknown[] {
  return blocks.map((block) => {
    if (typeof block !== "object" || block === null) {
      return block;
    }
    const stamped: Record<string, unknown> = { block_id: shortId(), ...block };
    if (Array.isArray(stamped.elements) && stamped.type === "actions") {
      stamped.elements = stamped.elements.map((element: unknown) => withActionId(element));
    }
    if (stamped.accessory !== undefined) {
      stamped.accessory = withActionId(stamped.accessory);
    }
    return stamped;
  });
}

function withActionId(element: unknown): unknown {
  if (typeof element !== "object" || element === null || (element as { type?: unknown }).type === "image") {
    return element;
  }
  return { action_id: shortId(), ...element };
}

function shortId(): string {
  return randomBytes(3).toString("base64url");
}
