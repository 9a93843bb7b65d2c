import { checkTogether } from "./check-together.ts";
import { knownTypes, type Node, type ShapeNode } from "./compile.ts";
import { asRecord, isRecord, type Json } from "./json.ts";
import { count, enter, isFull, leave, type Run, report } from "./run.ts";
import { countCharacters } from "./text/count-characters.ts";

/** Checks one value, to which `run` has come, against its place in the table. */
function check(run: Run, node: Node, value: unknown): void {
  const { is, parts } = node;
  if (is === "string" && typeof value === "string") {
    checkString(run, node, value);
  } else if (parts !== undefined && isRecord(value)) {
    checkPart(run, node, value);
  } else if (is === "flag" && typeof value === "boolean") {
    checkFlag(run, node, value);
  } else if (is === "list" && Array.isArray(value)) {
    checkList(run, node, value);
  } else if (is === "number" && isNumber(value, node)) {
    checkRange(run, node, { actual: value, unit: "" });
  } else if (is !== "open") {
    const wanted = node.integer === true ? "an integer" : (jsonTypes[is] ?? "an object");
    report(run, node, { constraint: "type", wanted: [wanted], textTypes: node.types });
  }
}

const jsonTypes: Partial<Readonly<Record<Node["is"], string>>> = {
  string: "a string",
  list: "an array",
  number: "a number",
  flag: "a boolean",
};

function isNumber(value: unknown, { integer }: Node): value is number {
  return integer === true ? Number.isInteger(value) : Number.isFinite(value);
}

function checkString(run: Run, node: Node, value: string): void {
  const { length } = value;
  const { min, max, advised, values, pattern, form = "" } = node;
  if (length < min || length > max || length > advised) {
    checkRange(run, node, { actual: countCharacters(value), unit: "_length" });
  }
  if (node.shown === true) {
    count(run, run.meter, run.isExact ? countCharacters(value) : length);
  }
  if (values?.includes(value) === false) {
    report(run, node, { constraint: "enum", wanted: values });
  }
  if (pattern?.test(value) === false) {
    report(run, node, { constraint: "format", wanted: [form] });
  }
  if (node.unique === true && isBlock(run) && isRepeated(run, value)) {
    report(run, node, { constraint: "unique" });
  }
}

/** Whether the key under check is that of an item in a list. Rich text in a task or a cell is a value, and repeats its id in Slack's own sample. */
function isBlock({ path, depth }: Run): boolean {
  return typeof path[depth - 2] === "number" && typeof path[depth - 3] === "string";
}

function isRepeated({ seen }: Run, value: unknown): boolean {
  const { size } = seen;
  return seen.add(value).size === size;
}

interface Measured {
  readonly actual: number;
  readonly unit: "_length" | "_items" | "";
}

function checkRange(run: Run, node: Node, { actual, unit }: Measured): void {
  const { min, max, advised, fix, fixMin } = node;
  if (actual < min) {
    report(run, node, { constraint: `min${unit}`, limit: min, actual, fix: fixMin });
  }
  if (actual > max) {
    report(run, node, { constraint: `max${unit}`, limit: max, actual, fix });
  } else if (actual > advised) {
    report(run, node, { constraint: `advised${unit}`, limit: advised, actual });
  }
}

function checkFlag(run: Run, node: Node, value: boolean): void {
  if (node.once === true && value && isRepeated(run, value)) {
    report(run, node, { constraint: "once" });
  }
}

function checkList(run: Run, node: Node, items: readonly unknown[]): void {
  checkRange(run, node, { actual: items.length, unit: "_items" });
  const { items: itemNode, unique } = node;
  if (itemNode === undefined) {
    return;
  }
  for (let index = 0; index < items.length && !isFull(run); index += 1) {
    const item = items[index];
    if (item !== null || node.nullable !== true) {
      enter(run, index);
      check(run, itemNode, item);
      leave(run);
    }
  }
  if (typeof unique === "string" && items.length > 1) {
    checkUnique(run, { rule: `${node.rule}.${unique}`, key: unique }, items);
  }
}

function checkUnique(run: Run, { rule, key }: { rule: string; key: string }, items: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    const id = asRecord(item)[key];
    if (id !== undefined && seen.has(id)) {
      const fix = key === "name" ? "drop" : "suffix";
      report(run, { rule }, { constraint: "unique", way: [index, key], fix, key });
    }
    seen.add(id);
  }
}

function checkPart(run: Run, node: Node, value: Json): void {
  const { type = node.untyped } = value;
  const shape = node.parts?.get(node.is === "object" ? null : type);
  if (shape === undefined) {
    checkOddPart(run, node, value);
    return;
  }
  if (node.is === "text") {
    checkKeys(run, shape, value);
    return;
  }
  const { surfaces, surfaceFix } = shape;
  if (surfaces?.includes(run.surface) === false) {
    const key = String(type);
    report(run, shape, { constraint: "surface", way: ["type"], key, wanted: surfaces, fix: surfaceFix });
  }
  checkShape(run, shape, value);
}

/** A part whose type is no shape of its place: nothing, something out of place, or something newer than the table. */
function checkOddPart(run: Run, node: Node, value: Json): void {
  const { type } = value;
  const { rule, types, parts = new Map() } = node;
  const isText = node.is === "text";
  const key = typeof type === "string" ? type : typeof type;
  const told = { way: ["type"], key, wanted: [...parts.keys()].map(String) };
  if (type === undefined) {
    report(run, node, { constraint: "required", key: "type", textTypes: types, fix: isText ? "coerce" : "drop" });
  } else if (isText) {
    report(run, node, { constraint: "text_type", ...told });
  } else if (key !== type) {
    report(run, { rule: `${rule}.type` }, { constraint: "type", way: ["type"], wanted: ["a string"] });
  } else {
    report(run, node, { constraint: knownTypes.has(type) ? "unsupported" : "unknown_type", ...told });
  }
  if (isText) {
    checkKeys(run, parts.get("plain_text"), value);
  }
}

/** Checks the keys of an object that is known to be of this shape. */
export function checkShape(run: Run, shape: ShapeNode, value: Json): void {
  const { meter, sums } = run;
  const before = sums[0] ?? 0;
  if (shape.isApart) {
    run.sums = [...sums];
  }
  if (shape.meter >= 0) {
    run.meter = shape.meter;
  }
  if (shape.counter >= 0) {
    count(run, shape.counter, 1);
  }
  checkKeys(run, shape, value);
  if (shape.together !== undefined) {
    checkTogether(run, shape, value);
  }
  if (shape.rule === "rich_text" && run.meter === 0) {
    run.richText += (sums[0] ?? 0) - before;
  }
  run.sums = sums;
  run.meter = meter;
}

function checkKeys(run: Run, shape: ShapeNode, value: Json): void {
  let missing = shape.requiredCount;
  for (const key in value) {
    const part = value[key];
    if (part === undefined || (key === "type" && shape.isTyped)) {
      continue;
    }
    const node = shape.fields.get(key);
    if (node !== undefined) {
      missing -= node.required ? 1 : 0;
      enter(run, key);
      check(run, node, part);
      leave(run);
    } else if (isFull(run)) {
      return;
    } else if (!shape.isOpen) {
      reportKey(run, shape, { value, key });
    }
  }
  if (missing > 0) {
    reportMissing(run, shape, value);
  }
}

/** Reports a key that Slack does not know, unless it is inherited and so will not be sent. */
function reportKey(run: Run, shape: ShapeNode, { value, key }: { value: Json; key: string }): void {
  if (Object.hasOwn(value, key)) {
    report(run, shape, { constraint: "unknown_key", key });
  }
}

function reportMissing(run: Run, { fields }: ShapeNode, value: Json): void {
  for (const [key, node] of fields) {
    if (node.required && value[key] === undefined) {
      report(run, node, { constraint: "required", key });
    }
  }
}
