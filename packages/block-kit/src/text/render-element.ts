import { markdownToMrkdwn } from "./markdown-to-mrkdwn.ts";
import { entryFor, field, listField, stringField } from "./read-field.ts";
import { escapeText, joinParts, writeLink, writeMarked } from "./write-mrkdwn.ts";

const separator = " · ";

const textObjects: Readonly<Record<string, (text: string) => string>> = {
  mrkdwn: (text) => text,
  markdown: markdownToMrkdwn,
};

const elements: Readonly<Record<string, (element: unknown) => string>> = {
  mrkdwn: renderText,
  plain_text: renderText,
  image: renderImage,
  button: renderLinkButton,
  overflow: (element) => joinParts(listField(element, "options").map(renderLinkButton), separator),
};

/** A text object; a bare string in its place is taken for plain text. */
export function renderText(text: unknown): string {
  if (typeof text === "string") return escapeText(text);
  return (entryFor(textObjects, text) ?? escapeText)(stringField(text, "text"));
}

/** A text object as a heading. What has marks of its own keeps them. */
export function renderHeading(text: unknown): string {
  return writeMarked(renderText(text), "*");
}

/** An image, block or element, as a link to it under what it shows. */
export function renderImage(image: unknown): string {
  const title = renderText(field(image, "title"));
  const alternative = escapeText(stringField(image, "alt_text"));
  const label = title === alternative ? title : joinParts([title, alternative], ": ");
  const url = stringField(image, "image_url") || stringField(field(image, "slack_file"), "url");
  return url === "" ? label : writeLink(url, label);
}

/** What can be read or followed of elements, on one line. */
export function renderElements(found: readonly unknown[]): string {
  return joinParts(
    found.map((element) => entryFor(elements, element)?.(element) ?? ""),
    separator,
  );
}

/** A button does nothing in a text, unless it is a link. */
function renderLinkButton(button: unknown): string {
  const url = stringField(button, "url");
  return url === "" ? "" : writeLink(url, renderText(field(button, "text")));
}
