import { actionId, blockId, flag, list, oneOf, part, plain, required, type Shape, shown, text } from "./field.ts";

const icon = part(["image_element"]);
const cardText = { choice: "T allows only mrkdwn, P and X any text object: any passes." } as const;
const status = oneOf(["pending", "in_progress", "complete", "error"], {
  choice: "T and P require it, X and Slack's own samples do not: not required.",
});
const taskFields = {
  task_id: { ...actionId, fix: "drop", ...required },
  title: shown(3000, { ...required, choice: "The length is not documented: the 3,000 of every text." }),
  details: part(["rich_text"]),
  output: part(["rich_text"]),
  sources: list(part(["url_source"]), [0, 100]),
  status,
  hide_title: { ...flag, sources: "K" },
  icon: part(["slack_icon"], { choice: "Not in D; `blocks.validate` and cards that were sent take it (2026-10)." }),
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
    sources: "D J K",
    choice:
      "D, J and their samples: modals only; K shows one in a message. A refused message costs more than a missing colour: a section in its place.",
  },
  {
    name: "card",
    surfaces: ["message", "home"],
    fields: {
      block_id: blockId,
      hero_image: icon,
      icon,
      slack_icon: part(["slack_icon"]),
      title: text(150, cardText),
      subtitle: text(150, cardText),
      body: text(200, cardText),
      subtext: text(200),
      actions: list(part(["button"]), [1, 3], {
        unique: "action_id",
        choice: "X says 2, J and slackblocks 3: 3 pass.",
      }),
    },
    together: [
      { is: "any", of: ["hero_image", "title", "actions", "body"] },
      { is: "alone", of: ["icon", "slack_icon"] },
    ],
    sources: "T P J D",
    choice: "Modals are listed and fail in practice (X): refused there.",
  },
  {
    name: "carousel",
    surfaces: ["message", "home"],
    fields: { block_id: blockId, elements: list(part(["card"]), [1, 10], { ...required, fix: "split" }) },
    sources: "T P D",
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
          { choice: "M saw the live validator list other children: those of T." },
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
    sources: "T D",
  },
  {
    name: "task_card",
    surfaces: ["message"],
    fields: { block_id: blockId, ...taskFields },
    carries: ["task_id", "title", "status"],
    sources: "T P",
  },
  {
    name: "plan",
    surfaces: ["message"],
    fields: {
      block_id: blockId,
      title: shown(3000, { ...required, choice: "The length is not documented: the 3,000 of every text." }),
      tasks: list(part(["task_card"], { untyped: "task_card" }), [0, 50], {
        fix: "split",
        unique: "task_id",
        choice: "D's sample leaves out `type` in tasks, T wants it: both pass.",
      }),
    },
    carries: ["title"],
    sources: "T D",
    choice: "X allows one plan a message; nobody else does, so several pass.",
  },
];
