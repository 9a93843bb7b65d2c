import { markdownToMrkdwn } from "./markdown-to-mrkdwn.ts";
import { entryFor, field, listField, stringField } from "./read-field.ts";
import { renderChart, renderTable } from "./render-data.ts";
import { renderElements, renderHeading, renderImage, renderText } from "./render-element.ts";
import { renderUnknown } from "./render-unknown.ts";
import { richTextToMrkdwn } from "./rich-text-to-mrkdwn.ts";
import { escapeText, joinLines, joinParts, writeLink } from "./write-mrkdwn.ts";

type RenderBlock = (block: unknown, renderChildren: (blocks: readonly unknown[]) => string) => string;

/** Slack nests blocks two deep (a card in a carousel); what is nested deeper than this was made to overflow a stack. */
const deepest = 32;

const renderers: Readonly<Record<string, RenderBlock>> = {
  actions: renderElementsOf,
  alert: (block) => renderText(field(block, "text")),
  card: renderCard,
  carousel: (block, renderChildren) => renderChildren(listField(block, "elements")),
  container: renderContainer,
  context: renderElementsOf,
  context_actions: () => "",
  data_table: renderTable,
  data_visualization: renderChart,
  divider: () => "",
  file: () => "",
  header: (block) => renderHeading(field(block, "text")),
  image: renderImage,
  input: (block) => joinLines([renderText(field(block, "label")), renderText(field(block, "hint"))]),
  markdown: (block) => markdownToMrkdwn(stringField(block, "text")),
  plan: renderPlan,
  rich_text: richTextToMrkdwn,
  section: renderSection,
  table: renderTable,
  task_card: renderTask,
  video: renderVideo,
};

/** What a person would read of blocks, in Slack's own mark-up. */
export function renderBlocks(blocks: readonly unknown[], depth = 0): string {
  if (depth > deepest) return "";
  const renderChildren = (children: readonly unknown[]) => renderBlocks(children, depth + 1);
  return joinParts(
    blocks.map((block) => (entryFor(renderers, block) ?? renderUnknown)(block, renderChildren)),
    "\n\n",
  );
}

function renderElementsOf(block: unknown): string {
  return renderElements(listField(block, "elements"));
}

function renderSection(section: unknown): string {
  const fields = listField(section, "fields").map(renderText);
  return joinLines([renderText(field(section, "text")), ...fields, renderElements([field(section, "accessory")])]);
}

function renderCard(card: unknown): string {
  const words = ["title", "subtitle", "body"].map((key) => renderText(field(card, key)));
  return joinLines([renderImage(field(card, "hero_image")), ...words, renderElements(listField(card, "actions"))]);
}

function renderContainer(container: unknown, renderChildren: (blocks: readonly unknown[]) => string): string {
  const title = richTextToMrkdwn(field(container, "rich_text_title")) || renderHeading(field(container, "title"));
  return joinLines([
    title,
    renderText(field(container, "subtitle")),
    renderChildren(listField(container, "child_blocks")),
  ]);
}

function renderPlan(plan: unknown): string {
  return joinLines([renderHeading(field(plan, "title")), ...listField(plan, "tasks").map(renderTask)]);
}

function renderTask(task: unknown): string {
  const status = stringField(task, "status").replaceAll("_", " ");
  const title = joinParts([renderText(field(task, "title")), escapeText(status && `(${status})`)], " ");
  const sources = listField(task, "sources").map((source) =>
    writeLink(stringField(source, "url"), renderText(field(source, "text"))),
  );
  return joinLines([
    title,
    richTextToMrkdwn(field(task, "details")),
    richTextToMrkdwn(field(task, "output")),
    ...sources,
  ]);
}

function renderVideo(video: unknown): string {
  const title = renderText(field(video, "title")) || escapeText(stringField(video, "alt_text"));
  const link = writeLink(stringField(video, "title_url") || stringField(video, "video_url"), title);
  return joinLines([link, escapeText(stringField(video, "author_name")), renderText(field(video, "description"))]);
}
