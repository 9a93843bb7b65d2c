import { checkTogether } from "./check-together.ts";
import { knownTypes, type Node, type ShapeNode } from "./compile.ts";
import { isRecord, type Json } from "./json.ts";
import type { Fix } from "./rules/field.ts";
import { enter, isFull, leave, lengthIn, type Reported, type Run, report } from "./run.ts";
import { countCharacters } from "./text/count-characters.ts";

/** Checks one value, to which `run` has come, against its place in the table. */
export function check(run: Run, node: Node, value: unknown): void {
  switch (node.is) {
    case "string":
      checkString(run, node, value);
      break;
    case "text":
      checkText(run, node, value);
      break;
    case "part":
      checkPart(run, node, value);
      break;
    case "list":
      checkList(run, node, value);
      break;
    case "flag":
      checkFlag(run, node, value);
      break;
    case "number":
      checkNumber(run, node, value);
      break;
    case "object":
      checkOwnObject(run, node, value);
      break;
    case "open":
    case "type":
      break;
  }
}

const typeWay = ["type"];

/** Checks the keys of an object that is known to be of this shape. */
export function checkShape(run: Run, shape: ShapeNode, value: Json): void {
  const { meter, sums } = run;
  const before = sums[0] ?? 0;
  const sumsBefore = shape.isApart ? [...sums] : sums;
  if (shape.meter >= 0) {
    run.meter = shape.meter;
  }
  for (const index of shape.counters) {
    sums[index] = (sums[index] ?? 0) + 1;
  }
  checkKeys(run, shape, value);
  if (shape.together !== undefined) {
    checkTogether(run, shape, value);
  }
  if (shape.isApart) {
    sums.splice(0, sums.length, ...sumsBefore);
  }
  if (shape.isRichText && run.meter === 0) {
    run.richText += (sums[0] ?? 0) - before;
  }
  run.meter = meter;
}

function checkKeys(run: Run, shape: ShapeNode, value: Json): void {
  let missing = shape.requiredCount;
  for (const key in value) {
    if (isFull(run)) {
      return;
    }
    const part = value[key];
    if (part === undefined) {
      continue;
    }
    const node = shape.fields.get(key);
    if (node === undefined) {
      if (!shape.isOpen) {
        reportKey(run, ofShape(shape), { value, key });
      }
      continue;
    }
    if (node.required) {
      missing -= 1;
    }
    enter(run, key);
    check(run, node, part);
    leave(run);
  }
  if (missing > 0) {
    reportMissing(run, shape, value);
  }
}

/** Reports a key that Slack does not know, unless it is inherited and so will not be sent. */
function reportKey(run: Run, node: Reported["node"], { value, key }: { value: Json; key: string }): void {
  if (Object.hasOwn(value, key)) {
    report(run, { node, constraint: "unknown_key", fix: "strip" }, { key });
  }
}

function reportMissing(run: Run, shape: ShapeNode, value: Json): void {
  for (const [key, node] of shape.fields) {
    if (node.required && value[key] === undefined) {
      report(run, { node, constraint: "required", fix: "drop" }, { key });
    }
  }
}

function ofShape(shape: ShapeNode): { rule: string; profile: undefined } {
  return { rule: shape.name, profile: undefined };
}

function checkString(run: Run, node: Node, value: unknown): void {
  if (typeof value !== "string") {
    reportType(run, node, "a string");
    return;
  }
  checkLength(run, node, value);
  if (node.shown === true) {
    run.sums[run.meter] = (run.sums[run.meter] ?? 0) + lengthIn(run, value);
  }
  if (node.values !== undefined && !node.values.includes(value)) {
    report(run, { node, constraint: "enum", fix: "drop" }, { wanted: node.values });
  }
  if (node.pattern !== undefined && !node.pattern.test(value)) {
    report(run, { node, constraint: "format", fix: "drop" }, { wanted: [node.form ?? ""] });
  }
  if (node.unique === true && isBlock(run) && isRepeated(run, node, value)) {
    report(run, { node, constraint: "unique", fix: "strip" });
  }
}

/** Whether the key under check is that of an item in a list. Rich text in a task or a cell is a value, and repeats its id in Slack's own sample. */
function isBlock({ path, depth }: Run): boolean {
  return typeof path[depth - 2] === "number" && typeof path[depth - 3] === "string";
}

function isRepeated(run: Run, node: Node, value: unknown): boolean {
  const key = node.rule.slice(node.rule.lastIndexOf(".") + 1);
  const seen = run.seen.get(key) ?? new Set();
  const wasSeen = seen.has(value);
  run.seen.set(key, seen.add(value));
  return wasSeen;
}

function checkLength(run: Run, node: Node, value: string): void {
  const { length } = value;
  if (length < node.min) {
    report(run, { node, constraint: "min_length", fix: node.fixEmpty ?? "drop" }, { limit: node.min, actual: length });
  }
  if (length > node.max || length > node.advised) {
    checkLong(run, node, countCharacters(value));
  }
}

function checkLong(run: Run, node: Node, actual: number): void {
  const fix = node.fix ?? "truncate";
  if (actual > node.max) {
    report(run, { node, constraint: "max_length", fix }, { limit: node.max, actual });
  } else if (actual > node.advised) {
    report(run, { node, constraint: "advised_length", fix }, { limit: node.advised, actual, isWarning: true });
  }
}

/** Text objects are most of what messages are made of, so they are checked here and not as shapes. */
function checkText(run: Run, node: Node, value: unknown): void {
  if (!isRecord(value)) {
    reportType(run, node, "an object");
    return;
  }
  const type = value.type;
  const flag = type === "mrkdwn" ? "verbatim" : "emoji";
  checkTextType(run, node, type);
  for (const key in value) {
    if (isFull(run)) {
      return;
    }
    const part = value[key];
    if (key === "type" || part === undefined) {
      continue;
    }
    if (key === "text") {
      enter(run, key);
      checkTextString(run, node, part);
      leave(run);
    } else if (key !== flag) {
      reportKey(run, node, { value, key });
    } else if (typeof part !== "boolean") {
      enter(run, key);
      reportType(run, { ...node, rule: `${node.rule}.${key}` }, "a boolean");
      leave(run);
    }
  }
  if (value.text === undefined) {
    report(run, { node, constraint: "required", fix: "drop" }, { key: "text" });
  }
}

function checkTextType(run: Run, node: Node, type: unknown): void {
  if (type === undefined) {
    report(run, { node, constraint: "required", fix: "coerce" }, { key: "type", textTypes: node.types ?? [] });
    return;
  }
  if (typeof type !== "string" || node.types?.includes(type) !== true) {
    const wanted = node.types ?? [];
    const key = typeof type === "string" ? type : typeof type;
    report(run, { node, constraint: "text_type", way: typeWay, fix: "coerce" }, { key, wanted });
  }
}

function checkTextString(run: Run, node: Node, value: unknown): void {
  if (typeof value !== "string") {
    reportType(run, node, "a string");
    return;
  }
  if (value.length > node.max || value.length < node.min || value.length > node.advised) {
    checkLength(run, node, value);
  }
  run.sums[run.meter] = (run.sums[run.meter] ?? 0) + lengthIn(run, value);
}

function checkPart(run: Run, node: Node, value: unknown): void {
  if (!isRecord(value)) {
    reportType(run, node, "an object");
    return;
  }
  const type = value.type === undefined ? "" : value.type;
  const shape = typeof type === "string" ? node.parts?.get(type) : undefined;
  if (shape === undefined) {
    checkOddPart(run, node, value);
    return;
  }
  if ((shape.surfaces & run.surface) === 0) {
    const reported = { node: ofShape(shape), constraint: "surface", way: typeWay, fix: shape.surfaceFix } as const;
    report(run, reported, { key: String(type), wanted: shape.surfaceNames });
  }
  checkShape(run, shape, value);
}

/** A part whose type is no shape of its place: a text, nothing, something out of place, or something newer than the table. */
function checkOddPart(run: Run, node: Node, value: Json): void {
  const { type } = value;
  if (node.inner !== undefined && (type === "mrkdwn" || type === "plain_text")) {
    checkText(run, node.inner, value);
    return;
  }
  if (type === undefined) {
    report(run, { node, constraint: "required", fix: "drop" }, { key: "type" });
    return;
  }
  if (typeof type !== "string") {
    enter(run, "type");
    reportType(run, { ...node, rule: `${node.rule}.type` }, "a string");
    leave(run);
    return;
  }
  const details = { key: type, wanted: [...(node.parts?.keys() ?? [])] };
  if (knownTypes.has(type)) {
    report(run, { node, constraint: "unsupported", way: typeWay, fix: "drop" }, details);
  } else {
    report(run, { node, constraint: "unknown_type", way: typeWay, fix: "none" }, { ...details, isWarning: true });
  }
}

function checkOwnObject(run: Run, node: Node, value: unknown): void {
  const shape = node.parts?.get("");
  if (!isRecord(value) || shape === undefined) {
    reportType(run, node, "an object");
    return;
  }
  checkShape(run, shape, value);
}

function checkList(run: Run, node: Node, value: unknown): void {
  if (!Array.isArray(value)) {
    reportType(run, node, "an array");
    return;
  }
  checkCount(run, node, value.length);
  const { inner } = node;
  if (inner === undefined) {
    return;
  }
  for (let index = 0; index < value.length && !isFull(run); index += 1) {
    const item: unknown = value[index];
    if (item !== null || node.nullable !== true) {
      enter(run, index);
      check(run, inner, item);
      leave(run);
    }
  }
  if (typeof node.unique === "string" && value.length > 1) {
    checkUnique(run, node, value);
  }
}

function checkCount(run: Run, node: Node, actual: number): void {
  const { min, max, advised } = node;
  if (actual < min) {
    report(run, { node, constraint: "min_items", fix: "drop" }, { limit: min, actual });
  }
  if (actual > max) {
    report(run, { node, constraint: "max_items", fix: node.fix ?? "cut" }, { limit: max, actual });
  } else if (actual > advised) {
    report(run, { node, constraint: "advised_items", fix: "none" }, { limit: advised, actual, isWarning: true });
  }
}

function checkUnique(run: Run, node: Node, items: readonly unknown[]): void {
  const key = String(node.unique);
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    if (isFull(run)) {
      return;
    }
    const id = isRecord(item) ? item[key] : undefined;
    if (id !== undefined && seen.has(id)) {
      const fix: Fix = key === "name" ? "drop" : "suffix";
      report(
        run,
        { node: { ...node, rule: `${node.rule}.${key}` }, constraint: "unique", way: [index, key], fix },
        { key },
      );
    }
    seen.add(id);
  }
}

function checkFlag(run: Run, node: Node, value: unknown): void {
  if (typeof value !== "boolean") {
    reportType(run, node, "a boolean");
    return;
  }
  if (node.once === true && value && isRepeated(run, node, value)) {
    report(run, { node, constraint: "once", fix: "strip" });
  }
}

function checkNumber(run: Run, node: Node, value: unknown): void {
  if (!Number.isFinite(value) || typeof value !== "number" || (node.integer === true && !Number.isInteger(value))) {
    reportType(run, node, node.integer === true ? "an integer" : "a number");
    return;
  }
  if (value < node.min) {
    report(run, { node, constraint: "min", fix: node.fix ?? "clamp" }, { limit: node.min, actual: value });
  }
  if (value > node.max) {
    report(run, { node, constraint: "max", fix: node.fix ?? "clamp" }, { limit: node.max, actual: value });
  }
}

function reportType(run: Run, node: Node, wanted: string): void {
  const textTypes = node.types ?? node.inner?.types;
  report(run, { node, constraint: "type", fix: "coerce" }, { wanted: [wanted], ...(textTypes && { textTypes }) });
}
