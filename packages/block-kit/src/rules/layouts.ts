import { actionId, block, flag, list, oneOf, part, plain, required, type Shape, shown, text } from "./field.ts";

const icon = part("image_element");
const slackIcon = part("slack_icon");
const richText = part("rich_text");

/** Blocks that hold others or stand for one thing: cards, alerts, containers, tasks. */
export const layouts: readonly Shape[] = [
  block(
    "alert",
    { text: text(200, required), level: oneOf("default info warning error success") },
    { surfaces: ["modal"], surfaceFix: "section" },
  ),
  block(
    "card",
    {
      hero_image: icon,
      icon,
      slack_icon: slackIcon,
      title: text(150),
      subtitle: text(150),
      body: text(200),
      subtext: text(200),
      actions: list(part("button"), [1, 3], { unique: "action_id" }),
    },
    {
      surfaces: ["message", "home"],
      together: { required: ["hero_image", "title", "actions", "body"], conflict: ["icon", "slack_icon"] },
    },
  ),
  block(
    "carousel",
    { elements: list(part("card"), [1, 10], { ...required, fix: "split" }) },
    { surfaces: ["message", "home"] },
  ),
  block(
    "container",
    {
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      child_blocks: list(
        part("actions context divider header image input rich_text section table video file"),
        [1, 10],
        { ...required, fix: "split" },
      ),
      width: oneOf("narrow standard wide full"),
      icon,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
    {
      surfaces: ["message", "home"],
      together: { required: ["title", "rich_text_title"], needs: ["default_collapsed", "is_collapsible"] },
      carries: ["title", "rich_text_title", "width"],
    },
  ),
  block(
    "task_card",
    {
      task_id: { ...actionId, fix: "drop", ...required },
      title: shown(3000, required),
      details: richText,
      output: richText,
      sources: list(part("url_source"), [0, 100]),
      status: oneOf("pending in_progress complete error"),
      hide_title: flag,
      icon: slackIcon,
    },
    { surfaces: ["message"], carries: ["task_id", "title", "status"] },
  ),
  block(
    "plan",
    {
      title: shown(3000, required),
      tasks: list(part("task_card", { untyped: "task_card" }), [0, 50], { fix: "split", unique: "task_id" }),
    },
    { surfaces: ["message"], carries: ["title"] },
  ),
];
