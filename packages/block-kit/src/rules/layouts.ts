import { actionId, blockId, flag, list, oneOf, part, plain, required, type Shape, shown, text } from "./field.ts";

const icon = part(["image_element"]);
const status = oneOf(["pending", "in_progress", "complete", "error"]);
const taskFields = {
  task_id: { ...actionId, fix: "drop", ...required },
  title: shown(3000, required),
  details: part(["rich_text"]),
  output: part(["rich_text"]),
  sources: list(part(["url_source"]), [0, 100]),
  status,
  hide_title: flag,
  icon: part(["slack_icon"]),
} as const;

/** Blocks that hold others or stand for one thing: cards, alerts, containers, tasks. */
export const layouts: readonly Shape[] = [
  {
    name: "alert",
    surfaces: ["modal"],
    surfaceFix: "section",
    fields: {
      block_id: blockId,
      text: text(200, required),
      level: oneOf(["default", "info", "warning", "error", "success"]),
    },
  },
  {
    name: "card",
    surfaces: ["message", "home"],
    fields: {
      block_id: blockId,
      hero_image: icon,
      icon,
      slack_icon: part(["slack_icon"]),
      title: text(150),
      subtitle: text(150),
      body: text(200),
      subtext: text(200),
      actions: list(part(["button"]), [1, 3], {
        unique: "action_id",
      }),
    },
    together: [
      { is: "any", of: ["hero_image", "title", "actions", "body"] },
      { is: "alone", of: ["icon", "slack_icon"] },
    ],
  },
  {
    name: "carousel",
    surfaces: ["message", "home"],
    fields: { block_id: blockId, elements: list(part(["card"]), [1, 10], { ...required, fix: "split" }) },
  },
  {
    name: "container",
    surfaces: ["message", "home"],
    fields: {
      block_id: blockId,
      title: plain(150),
      rich_text_title: part(["rich_text"]),
      subtitle: text(150),
      child_blocks: list(
        part(
          [
            "actions",
            "context",
            "divider",
            "header",
            "image",
            "input",
            "rich_text",
            "section",
            "table",
            "video",
            "file",
          ],
          {},
        ),
        [1, 10],
        { ...required, fix: "split" },
      ),
      width: oneOf(["narrow", "standard", "wide", "full"]),
      icon,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
    together: [
      { is: "any", of: ["title", "rich_text_title"] },
      { is: "needs", field: "default_collapsed", other: "is_collapsible" },
    ],
    carries: ["title", "rich_text_title", "width"],
  },
  {
    name: "task_card",
    surfaces: ["message"],
    fields: { block_id: blockId, ...taskFields },
    carries: ["task_id", "title", "status"],
  },
  {
    name: "plan",
    surfaces: ["message"],
    fields: {
      block_id: blockId,
      title: shown(3000, required),
      tasks: list(part(["task_card"], { untyped: "task_card" }), [0, 50], {
        fix: "split",
        unique: "task_id",
      }),
    },
    carries: ["title"],
  },
];
