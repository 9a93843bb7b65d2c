import { listField, stringField } from "./read-field.ts";
import { renderBlocks } from "./render-block.ts";
import { renderElements } from "./render-element.ts";
import { escapeText, joinLines, joinParts, writeLink } from "./write-mrkdwn.ts";

/** What a person would read of an attachment, in Slack's own mark-up; its fallback where that is all it has. */
export function renderAttachment(attachment: unknown): string {
  const image = stringField(attachment, "image_url") || stringField(attachment, "thumb_url");
  const parts = joinLines([
    stringField(attachment, "pretext"),
    linked(attachment, "author_name", "author_link"),
    linked(attachment, "title", "title_link"),
    stringField(attachment, "text"),
    ...listField(attachment, "fields").map(renderField),
    renderBlocks(listField(attachment, "blocks")),
    renderElements(listField(attachment, "actions")),
    stringField(attachment, "footer"),
  ]);
  const fallback = stringField(attachment, "fallback");
  if (image !== "") return joinLines([parts, writeLink(image, parts === "" ? fallback : "")]);
  return parts || fallback;
}

function linked(attachment: unknown, label: string, url: string): string {
  const target = stringField(attachment, url);
  const words = escapeText(stringField(attachment, label));
  return target === "" ? words : writeLink(target, words);
}

function renderField(one: unknown): string {
  return joinParts([escapeText(stringField(one, "title")), stringField(one, "value")], ": ");
}
