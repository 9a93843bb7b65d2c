import { expect, test } from "vitest";
import { markdownToMrkdwn } from "./markdown-to-mrkdwn.ts";

test.each([
  ["**bold** words", "*bold* words"],
  ["## A heading", "*A heading*"],
  ["## **A** heading", "*A* heading"],
  ["## Use `a*b`", "Use `a*b`"],
  ["**use `a` now** or `**b**`", "*use `a` now* or `**b**`"],
  ["no # heading", "no # heading"],
  ["[a](https://x.y/z_(1))", "<https://x.y/z_(1)|a>"],
  ['[a](https://x.y "title")', "<https://x.y|a>"],
  ["![alt](https://x.y/i.png)", "<https://x.y/i.png|alt>"],
  ["[1 > 0](https://x.y)", "<https://x.y|1 &gt; 0>"],
  ["[a](relative/path)", "a"],
  ["[ ] to do", "[ ] to do"],
  ["`**code** [a](https://x.y)`", "`**code** [a](https://x.y)`"],
  ["```\n# no heading\n**`b`**\n```\n**b**", "```\n# no heading\n**`b`**\n```\n*b*"],
  ["1 * 2 ** 3", "1 * 2 ** 3"],
  ["- item\n> quote", "- item\n> quote"],
  ["<@U1> and <https://x.y|z>", "<@U1> and <https://x.y|z>"],
])("%j becomes %j", (markdown, mrkdwn) => {
  expect(markdownToMrkdwn(markdown)).toBe(mrkdwn);
});
