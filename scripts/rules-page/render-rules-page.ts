import { toDigits } from "../../packages/block-kit/src/describe.ts";
import { listRules, type RuleRow } from "../../packages/block-kit/src/list-rules.ts";
import { blocks } from "../../packages/block-kit/src/rules/blocks.ts";
import { elements } from "../../packages/block-kit/src/rules/elements.ts";
import type { Fix, Shape } from "../../packages/block-kit/src/rules/field.ts";
import { layouts } from "../../packages/block-kit/src/rules/layouts.ts";
import { objects } from "../../packages/block-kit/src/rules/objects.ts";
import { choiceFor, sourcesOf } from "../../packages/block-kit/src/rules/reasons.ts";
import { richText } from "../../packages/block-kit/src/rules/rich-text.ts";
import { sources } from "../../packages/block-kit/src/rules/sources.ts";
import { surfaces } from "../../packages/block-kit/src/rules/surfaces.ts";
import { tables } from "../../packages/block-kit/src/rules/tables.ts";

const groups: readonly (readonly [title: string, shapes: readonly Shape[]])[] = [
  ["Messages and views", surfaces],
  ["Blocks", [...blocks, ...layouts]],
  ["Tables and charts", tables],
  ["Rich text", richText],
  ["Elements", elements],
  ["Objects", objects],
];

const repairs: Readonly<Record<Fix, string>> = {
  strip: "the key goes",
  drop: "the part goes, and what needs it",
  truncate: "shortened, with an ellipsis",
  cut: "what is over goes",
  split: "continued in a further block",
  "split-message": "continued in a further message; cut in a view and in an update",
  coerce: "written in the form that Slack takes, or the part goes",
  clamp: "the nearest number that is allowed",
  blank: "one space",
  suffix: "a number at its end",
  section: "a `section` in its place",
  none: "nothing",
};

const introduction = `# Rules

Every rule that \`validate\` of \`@allclear/block-kit\` may report. This page is written by \`npm run rules\` from the table that validator and repairer
read, [\`src/rules\`](src/rules); a test holds that it is up to date.

A rule is named by what has it, the field and the constraint. Lengths are in characters (code points). A limit is the last size that passes.
What is marked *advice* draws a warning, because Slack takes it, cuts it or leaves the judgement open; everything else is refused.`;

/** The page of all rules, in Markdown. */
export function renderRulesPage(): string {
  const byShape = Map.groupBy(listRules(), ({ shape }) => shape);
  const sections = groups.map(([title, shapes]) =>
    [`## ${title}`, ...shapes.map((shape) => renderShape(shape, byShape.get(shape.name) ?? []))].join("\n\n"),
  );
  return `${[introduction, renderSources(), ...sections].join("\n\n")}\n`;
}

function renderSources(): string {
  const rows = Object.entries(sources).map(([letter, { name, date }]) => [letter, name, date]);
  const issues = "A number with `#` is an issue, of the repository named before it.";
  return ["## Sources", renderTable(["source", "what", "as of"], rows), issues].join("\n\n");
}

function renderShape(shape: Shape, rows: readonly RuleRow[]): string {
  const { name, type, fields, surfaces: places = ["message", "modal", "home"] } = shape;
  const choice = choiceFor(name);
  const named = typeof type === "string" && type !== name ? ` (\`"type": "${type}"\`)` : "";
  const isPlaced = "block_id" in fields || elements.includes(shape);
  const shownIn = isPlaced ? `Shown in: ${places.join(", ") || "nothing that can be sent"}. ` : "";
  return [
    `### ${name}${named}`,
    `${shownIn}Sources: ${sourcesOf(name)}.${choice === undefined ? "" : ` ${choice}`}`,
    renderTable(["rule", "what", "limit", "repair", "sources", "choice"], rows.map(toCells)),
  ].join("\n\n");
}

function toCells({ rule, what, limit, fix, isWarning, sources: origin, choice = "" }: RuleRow): readonly string[] {
  return [
    `\`${rule}\``,
    isWarning === true ? `*Advice.* ${what}` : what,
    limit === undefined || limit === Number.MIN_VALUE ? "" : toDigits(limit),
    isWarning === true ? repairs.none : fix.map((each) => repairs[each]).join("; "),
    origin,
    choice,
  ];
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
