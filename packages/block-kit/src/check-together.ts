import type { ShapeNode } from "./compile.ts";
import type { Constraint, Finding, Path } from "./finding.ts";
import { isRecord, type Json } from "./json.ts";
import type { Fix, Together } from "./rules/field.ts";
import { isFull, type Run, report } from "./run.ts";

/** An object whose fields are checked against each other. */
interface Place {
  readonly run: Run;
  readonly shape: ShapeNode;
  readonly value: Json;
}

interface Broken {
  readonly field: string;
  readonly constraint: Constraint;
  readonly fix: Fix;
  /** From the object to the part at fault. */
  readonly way?: Path;
  readonly details?: Partial<Pick<Finding, "key" | "wanted" | "isWarning" | "limit" | "actual">>;
}

/** Checks the rules over several fields of one object. */
export function checkTogether(run: Run, shape: ShapeNode, value: Json): void {
  const place = { run, shape, value };
  for (const rule of shape.together ?? []) {
    if (isFull(run)) {
      return;
    }
    checkRule(place, rule);
  }
}

function checkRule(place: Place, rule: Together): void {
  switch (rule.is) {
    case "any":
      checkAny(place, rule.of);
      break;
    case "one":
      checkAny(place, rule.of);
      checkAlone(place, rule.of);
      break;
    case "alone":
      checkAlone(place, rule.of);
      break;
    case "advised":
      checkAdvised(place, rule.of);
      break;
    case "chosen":
      checkChosen(place, rule.field);
      break;
    case "needs":
      checkNeeds(place, rule.field, rule.other);
      break;
    case "ordered":
      checkOrder(place, rule.low, rule.high);
      break;
    case "even":
      checkEven(place, rule.list);
      break;
    case "plain-header":
      checkHeader(place, rule.list);
      break;
    case "points":
      checkPoints(place);
      break;
    case "submit":
      checkSubmit(place);
      break;
    case "not-with":
      checkNotWith(place, rule);
      break;
  }
}

function tell({ run, shape }: Place, { field, details, ...broken }: Broken): void {
  report(run, { node: { rule: `${shape.name}.${field}`, profile: undefined }, ...broken }, details);
}

function checkAny(place: Place, keys: readonly string[]): void {
  if (keys.every((key) => place.value[key] === undefined)) {
    tell(place, { field: "content", constraint: "required", fix: "drop", details: { wanted: keys } });
  }
}

function checkAlone(place: Place, keys: readonly [string, string]): void {
  if (keys.every((key) => place.value[key] !== undefined)) {
    tell(place, { field: keys[1], constraint: "conflict", fix: "strip", details: { key: keys[1], wanted: keys } });
  }
}

function checkAdvised(place: Place, keys: readonly string[]): void {
  const missing = keys.filter((key) => place.value[key] === undefined);
  for (const key of missing) {
    tell(place, { field: key, constraint: "advised", fix: "none", details: { key, isWarning: true } });
  }
}

function checkNeeds(place: Place, field: string, other: string): void {
  if (isGiven(place.value[field]) && !isGiven(place.value[other])) {
    tell(place, { field, constraint: "needs", fix: "strip", way: [field], details: { key: other } });
  }
}

/** A flag that is off is as good as none. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function checkOrder(place: Place, low: string, high: string): void {
  const [least, most] = [toNumber(place.value[low]), toNumber(place.value[high])];
  if (least !== undefined && most !== undefined && least > most) {
    tell(place, { field: low, constraint: "order", fix: "strip", way: [low], details: { key: high } });
  }
}

/** Limits of a number input are written as strings. */
function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function checkChosen(place: Place, field: string): void {
  const chosen = place.value[field];
  if (chosen === undefined) {
    return;
  }
  const groups = listOf(place.value.option_groups).filter(isRecord);
  const offered = [...listOf(place.value.options), ...groups.flatMap((group) => listOf(group.options))];
  const known = new Set(offered.map(toIdentity));
  const isList = Array.isArray(chosen);
  for (const [index, option] of (isList ? chosen : [chosen]).entries()) {
    if (!known.has(toIdentity(option))) {
      tell(place, { field, constraint: "not_offered", fix: "drop", way: isList ? [field, index] : [field] });
    }
  }
}

/** What makes two options the same: Slack compares what they say and what they send. */
function toIdentity(option: unknown): string {
  if (!isRecord(option)) {
    return "";
  }
  const text = textOr(isRecord(option.text) ? option.text.text : option.text);
  return `${text.length} ${text} ${textOr(option.value)}`;
}

function textOr(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function checkEven(place: Place, list: string): void {
  const rows = listOf(place.value[list]);
  const columns = listOf(rows[0]).length;
  for (const [index, row] of rows.entries()) {
    const actual = listOf(row).length;
    if (actual !== columns) {
      tell(place, {
        field: list,
        constraint: "even",
        fix: "drop",
        way: [list, index],
        details: { limit: columns, actual },
      });
    }
  }
}

function checkHeader(place: Place, list: string): void {
  for (const [index, cell] of listOf(listOf(place.value[list])[0]).entries()) {
    if (isRecord(cell) && cell.type === "rich_text") {
      tell(place, { field: list, constraint: "plain_header", fix: "drop", way: [list, 0, index] });
    }
  }
}

/** Every series of a chart has exactly one point for each category. */
function checkPoints(place: Place): void {
  const { axis_config: axis } = place.value;
  const categories = new Set(isRecord(axis) ? listOf(axis.categories) : []);
  for (const [index, series] of listOf(place.value.series).entries()) {
    const labels = listOf(isRecord(series) ? series.data : undefined).map((point) =>
      isRecord(point) ? point.label : undefined,
    );
    const covers = labels.length === categories.size && new Set(labels).size === labels.length;
    if (!covers || !labels.every((label) => categories.has(label))) {
      tell(place, { field: "series", constraint: "points", fix: "drop", way: ["series", index] });
    }
  }
}

function checkSubmit(place: Place): void {
  if (place.value.submit !== undefined) {
    return;
  }
  for (const [index, block] of listOf(place.value.blocks).entries()) {
    if (isRecord(block) && block.type === "input") {
      const way = ["blocks", index];
      tell(place, { field: "submit", constraint: "needs", fix: "drop", way, details: { key: "submit" } });
    }
  }
}

/** A flag that one type of part cannot do. */
function checkNotWith(place: Place, { field, part, type }: Extract<Together, { is: "not-with" }>): void {
  const other = place.value[part];
  if (place.value[field] === true && isRecord(other) && other.type === type) {
    tell(place, { field, constraint: "conflict", fix: "strip", details: { key: field, wanted: [field, type] } });
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
