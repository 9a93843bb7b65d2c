/** Of each payload, in characters of JSON. */
const size = 5_000_000;

export interface HostilePayload {
  readonly title: string;
  readonly payload: object;
  /** Whether `JSON.stringify` survives it; it overflows the stack on depth, which `JSON.parse` does not. */
  readonly hasPeer: boolean;
}

/** What somebody may send to keep a validator busy: all of it is plain JSON. */
export function createHostilePayloads(): readonly HostilePayload[] {
  return [
    { title: "of broken blocks", payload: { blocks: fill(brokenBlock) }, hasPeer: true },
    { title: "of sound blocks", payload: { blocks: fill(soundBlock) }, hasPeer: true },
    { title: "in one text", payload: { text: "", blocks: [endlessSection()] }, hasPeer: true },
    { title: "of unknown keys", payload: { blocks: [keyedSection()] }, hasPeer: true },
    { title: "in one table", payload: { blocks: [{ type: "table", rows: fill(tableRow) }] }, hasPeer: true },
    { title: "nested in itself", payload: nested(), hasPeer: false },
  ];
}

/** Breaks many rules in few characters: the same ids everywhere, nulls, a stray key, half a surrogate pair, a mention that never ends. */
function brokenBlock(): object {
  return {
    type: "actions",
    block_id: "",
    elements: [
      { type: "button", text: { type: "mrkdwn", text: "" }, action_id: "same", url: null, style: "default" },
      { type: "button", text: { type: "plain_text", text: "<@U\ud83d" }, action_id: "same", constructor: 1 },
    ],
  };
}

/** Nothing but the number of them is wrong, so there is no early end to the work. */
function soundBlock(index: number): object {
  return {
    type: "section",
    block_id: `block-${index}`,
    text: { type: "mrkdwn", text: "ok" },
    accessory: { type: "button", text: { type: "plain_text", text: "Go" }, action_id: `go-${index}` },
  };
}

function tableRow(index: number): object {
  return [
    { type: "raw_text", text: "x" },
    { type: "raw_text", text: `${index}` },
  ];
}

function endlessSection(): object {
  const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
  return { type: "section", text: { type: "mrkdwn", text: "<@&```".repeat(size / 12) + family.repeat(size / 16) } };
}

function keyedSection(): object {
  const keys = Array.from({ length: size / 16 }, (_, index) => [`unknown${index}`, null]);
  return JSON.parse(JSON.stringify({ type: "section", ...Object.fromEntries(keys) }));
}

function nested(): object {
  const [open, close] = ['{"type":"container","child_blocks":[', "]}"];
  const depth = Math.floor(size / (open.length + close.length));
  return { blocks: JSON.parse(`[${open.repeat(depth)}${close.repeat(depth)}]`) };
}

/** As many as the size holds, each an object of its own. */
function fill(create: (index: number) => object): readonly object[] {
  const count = Math.ceil(size / JSON.stringify(create(0)).length);
  return Array.from({ length: count }, (_, index) => create(index));
}
