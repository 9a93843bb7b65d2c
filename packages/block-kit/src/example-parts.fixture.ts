import type {
  Button,
  CardBlock,
  ImageElement,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
  SectionBlock,
  SectionBlockAccessory,
} from "@slack/types";

export function plain(text: string): PlainTextElement {
  return { type: "plain_text", text };
}

export function mrkdwn(text: string): MrkdwnElement {
  return { type: "mrkdwn", text };
}

export function option(text: string): PlainTextOption {
  return { text: plain(text), value: text.toLowerCase() };
}

export function section(accessory?: SectionBlockAccessory): SectionBlock {
  return { type: "section", text: mrkdwn("*Checkout* is slow"), ...(accessory && { accessory }) };
}

export function button(text: string): Button {
  return { type: "button", text: plain(text), action_id: text.toLowerCase(), value: "incident-42" };
}

export function line(...elements: RichTextElement[]): RichTextSection {
  return { type: "rich_text_section", elements };
}

export function richText(text: string, blockId?: string): RichTextBlock {
  return { type: "rich_text", ...(blockId && { block_id: blockId }), elements: [line({ type: "text", text })] };
}

export function input(label: string, element: InputBlock["element"]): InputBlock {
  return { type: "input", label: { ...plain(label), emoji: true }, element };
}

export function modal(...blocks: KnownBlock[]): ModalView {
  return { type: "modal", title: plain("Incident"), submit: plain("Send"), close: plain("Cancel"), blocks };
}

export const picture: ImageElement = {
  type: "image",
  image_url: "https://example.com/graph.png",
  alt_text: "Error rate",
};
export const environments = [option("Production"), option("Staging"), option("Preview")];
export const severity = { action_id: "severity", placeholder: plain("Severity") } as const;
export const people = { action_id: "people", placeholder: plain("Who helps?") } as const;

export function card(id: string): CardBlock {
  return {
    type: "card",
    block_id: id,
    icon: picture,
    title: { ...mrkdwn("Payments"), verbatim: false },
    subtitle: { ...mrkdwn("Deployed an hour ago"), verbatim: false },
    hero_image: picture,
    body: { ...mrkdwn("Errors have doubled since."), verbatim: false },
    actions: [{ ...button("Open"), text: { ...plain("Open"), emoji: false } }],
  };
}
