/** Something Slack refuses in `blocks`, in Slack's words, with the JSON pointer to it. */
export interface BlockProblem {
  readonly message: string;
  readonly pointer: string;
  /** The error code when it is not `invalid_blocks`. */
  readonly code?: "invalid_blocks_format" | "msg_blocks_too_long";
}

type Rule =
  | { readonly is: "string"; readonly min: number; readonly max: number }
  | { readonly is: "text"; readonly types: readonly string[]; readonly min: number; readonly max: number }
  | { readonly is: "list"; readonly min: number; readonly max: number; readonly each: Rule }
  | { readonly is: "element"; readonly types: readonly string[] }
  | { readonly is: "object" }
  | { readonly is: "boolean" };

interface Shape {
  readonly required: Readonly<Record<string, Rule>>;
  readonly optional: Readonly<Record<string, Rule>>;
}

const anyText = ["plain_text", "mrkdwn"];
const id: Rule = { is: "string", min: 1, max: 255 };
const url: Rule = { is: "string", min: 1, max: 3000 };
const altText: Rule = { is: "string", min: 1, max: 2000 };
const flag: Rule = { is: "boolean" };
const free: Rule = { is: "object" };

function text(types: readonly string[], max: number): Rule {
  return { is: "text", types, min: 1, max };
}

const actionElements = [
  "button",
  "workflow_button",
  "overflow",
  "static_select",
  "multi_static_select",
  "external_select",
  "multi_external_select",
  "users_select",
  "multi_users_select",
  "conversations_select",
  "multi_conversations_select",
  "channels_select",
  "multi_channels_select",
  "checkboxes",
  "radio_buttons",
  "datepicker",
  "timepicker",
  "datetimepicker",
  "rich_text_input",
];
const accessories = [...actionElements.filter((type) => !/datetimepicker|rich_text_input/.test(type)), "image"];

/** Limits: docs.slack.dev/reference/block-kit, pages of the blocks named, read 2026-09. */
const shapes: Readonly<Record<string, Shape>> = {
  section: {
    required: {},
    optional: {
      block_id: id,
      text: text(anyText, 3000),
      fields: { is: "list", min: 1, max: 10, each: text(anyText, 2000) },
      accessory: { is: "element", types: accessories },
      expand: flag,
    },
  },
  header: { required: { text: text(["plain_text"], 150) }, optional: { block_id: id } },
  divider: { required: {}, optional: { block_id: id } },
  context: {
    required: {
      elements: { is: "list", min: 1, max: 10, each: { is: "element", types: ["image", ...anyText] } },
    },
    optional: { block_id: id },
  },
  actions: {
    required: { elements: { is: "list", min: 1, max: 25, each: { is: "element", types: actionElements } } },
    optional: { block_id: id },
  },
  image: {
    required: { alt_text: altText },
    optional: { block_id: id, image_url: url, slack_file: free, title: text(["plain_text"], 2000) },
  },
};

const elementShapes: Readonly<Record<string, Shape>> = {
  button: {
    required: { text: text(["plain_text"], 75) },
    optional: {
      action_id: id,
      value: { is: "string", min: 0, max: 2000 },
      url,
      style: { is: "string", min: 1, max: 7 },
      accessibility_label: { is: "string", min: 1, max: 75 },
      confirm: free,
    },
  },
  image: { required: { alt_text: altText }, optional: { image_url: url, slack_file: free } },
};

/** Known to Slack, not looked into here. */
const uncheckedBlocks = new Set(
  `input markdown rich_text table data_table data_visualization video task_card plan alert card carousel container
  context_actions`.split(/\s+/),
);

/** `msg_blocks_too_long` falls at about 13,200 characters in all; undocumented, bolt-js issues 2509 and 2867. */
const charactersInAll = 13_200;

/** What Slack refuses in `blocks`; `most` is 50 for a message and 100 for a modal. Empty means accepted. */
export function blockProblems(blocks: unknown, most = 50): BlockProblem[] {
  if (!Array.isArray(blocks)) {
    return [{ message: "must provide an array", pointer: "/blocks", code: "invalid_blocks_format" }];
  }
  if (blocks.length > most) {
    return [{ message: `no more than ${most} items allowed`, pointer: "/blocks" }];
  }
  const problems = blocks.flatMap((block: unknown, index) => problemsOfBlock(block, `/blocks/${index}`));
  problems.push(...duplicateIds(blocks));
  if (problems.length === 0 && textLength(blocks) > charactersInAll) {
    return [{ message: "blocks are too long", pointer: "/blocks", code: "msg_blocks_too_long" }];
  }
  return problems;
}

function problemsOfBlock(block: unknown, pointer: string): BlockProblem[] {
  if (!isRecord(block)) {
    return [{ message: "must provide an object", pointer }];
  }
  const type = block.type;
  if (type === undefined) {
    return [{ message: "missing required field: type", pointer }];
  }
  const shape = typeof type === "string" ? shapes[type] : undefined;
  if (shape === undefined) {
    return uncheckedBlocks.has(String(type)) ? [] : [unsupported(type, pointer)];
  }
  return [...shapeProblems(block, shape, pointer), ...eitherProblems(block, pointer)];
}

function shapeProblems(value: Record<string, unknown>, shape: Shape, pointer: string): BlockProblem[] {
  const rules: Record<string, Rule> = { ...shape.required, ...shape.optional };
  const missing = Object.keys(shape.required)
    .filter((key) => value[key] === undefined)
    .map((key) => ({ message: `missing required field: ${key}`, pointer }));
  const present = Object.entries(value)
    .filter(([key]) => key !== "type")
    .flatMap(([key, part]) => {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      return rule === undefined
        ? [{ message: `invalid additional property: ${key}`, pointer }]
        : ruleProblems(part, rule, `${pointer}/${key}`);
    });
  return [...missing, ...present];
}

/** Rules over two properties of one block. */
function eitherProblems(block: Record<string, unknown>, pointer: string): BlockProblem[] {
  if (block.type === "section" && block.text === undefined && block.fields === undefined) {
    return [{ message: "must define either `text` or `fields`", pointer }];
  }
  if (block.type === "image" && (block.image_url === undefined) === (block.slack_file === undefined)) {
    return [{ message: "must define either `image_url` or `slack_file`", pointer }];
  }
  return [];
}

function ruleProblems(value: unknown, rule: Rule, pointer: string): BlockProblem[] {
  switch (rule.is) {
    case "string":
      return typeof value === "string"
        ? lengthProblems(value, rule, pointer)
        : [{ message: "must provide a string", pointer }];
    case "boolean":
      return typeof value === "boolean" ? [] : [{ message: "must provide a boolean", pointer }];
    case "object":
      return isRecord(value) ? [] : [{ message: "must provide an object", pointer }];
    case "list":
      return listProblems(value, rule, pointer);
    case "text":
      return isRecord(value) ? textProblems(value, rule, pointer) : [{ message: "must provide an object", pointer }];
    case "element":
      return isRecord(value)
        ? elementProblems(value, rule.types, pointer)
        : [{ message: "must provide an object", pointer }];
  }
}

function listProblems(value: unknown, rule: Extract<Rule, { is: "list" }>, pointer: string): BlockProblem[] {
  if (!Array.isArray(value)) {
    return [{ message: "must provide an array", pointer }];
  }
  if (value.length > rule.max) {
    return [{ message: `no more than ${rule.max} items allowed`, pointer }];
  }
  if (value.length < rule.min) {
    return [{ message: `must provide at least ${rule.min} items`, pointer }];
  }
  return value.flatMap((item: unknown, index) => ruleProblems(item, rule.each, `${pointer}/${index}`));
}

function textProblems(
  value: Record<string, unknown>,
  rule: Extract<Rule, { is: "text" }>,
  pointer: string,
): BlockProblem[] {
  const type = value.type;
  if (typeof type !== "string" || !rule.types.includes(type)) {
    return [unsupported(type, pointer)];
  }
  const extra = type === "mrkdwn" ? "verbatim" : "emoji";
  const shape: Shape = {
    required: { text: { is: "string", min: rule.min, max: rule.max } },
    optional: { [extra]: flag },
  };
  return shapeProblems(value, shape, pointer);
}

function elementProblems(value: Record<string, unknown>, types: readonly string[], pointer: string): BlockProblem[] {
  const type = value.type;
  if (typeof type !== "string" || !types.includes(type)) {
    return [unsupported(type, pointer)];
  }
  if (anyText.includes(type)) {
    return textProblems(value, { is: "text", types: anyText, min: 1, max: 3000 }, pointer);
  }
  const shape = elementShapes[type];
  if (shape === undefined) {
    return [];
  }
  const style = value.style;
  const badStyle = type === "button" && style !== undefined && style !== "primary" && style !== "danger";
  return [
    ...shapeProblems(value, shape, pointer),
    ...(badStyle ? [{ message: "value must be one of: primary, danger", pointer: `${pointer}/style` }] : []),
  ];
}

function lengthProblems(value: string, rule: { min: number; max: number }, pointer: string): BlockProblem[] {
  if (value.length < rule.min) {
    return [{ message: `must be more than ${rule.min - 1} characters`, pointer }];
  }
  return value.length > rule.max ? [{ message: `must be less than ${rule.max + 1} characters`, pointer }] : [];
}

function duplicateIds(blocks: readonly unknown[]): BlockProblem[] {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    const blockId = isRecord(block) ? block.block_id : undefined;
    const isRepeated = blockId !== undefined && seen.has(blockId);
    seen.add(blockId);
    return isRepeated
      ? [{ message: `\`block_id\` ${String(blockId)} already exists`, pointer: `/blocks/${index}/block_id` }]
      : [];
  });
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + textLength(item), 0);
  }
  if (!isRecord(value)) {
    return 0;
  }
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (key === "text" && typeof part === "string" ? part.length : textLength(part)),
    0,
  );
}

function unsupported(type: unknown, pointer: string): BlockProblem {
  return { message: `unsupported type: ${String(type)}`, pointer: `${pointer}/type` };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
