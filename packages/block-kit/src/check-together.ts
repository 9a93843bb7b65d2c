import type { ShapeNode } from "./compile.ts";
import type { Constraint } from "./finding.ts";
import { asList, asRecord, asString, type Json } from "./json.ts";
import type { Together } from "./rules/field.ts";
import { type Found, type Run, report } from "./run.ts";

interface Broken extends Omit<Found, "constraint"> {
  /** If other than the kind of the rule. */
  readonly constraint?: Constraint;
  /** The key whose rule it is, if not the first. */
  readonly field?: string;
}

type Check = (value: Json, keys: readonly string[]) => readonly Broken[];

/** Checks the rules over several fields of one object. */
export function checkTogether(run: Run, { rule, together = {} }: ShapeNode, value: Json): void {
  for (const kind of Object.keys(together) as (keyof Together)[]) {
    const keys = together[kind] ?? [];
    for (const { field = keys[0], ...found } of checks[kind](value, keys)) {
      report(run, { rule: `${rule}.${field}` }, { constraint: kind as Constraint, ...found });
    }
  }
}

const checks: Readonly<Record<keyof Together, Check>> = {
  required: (value, keys) => (keys.some((key) => value[key] !== undefined) ? [] : [{ field: "content", wanted: keys }]),
  conflict: (value, keys) => {
    const [, key = ""] = keys;
    return keys.every((each) => value[each] !== undefined) ? [{ field: key, key, wanted: keys }] : [];
  },
  advised: (value, keys) => keys.filter((key) => value[key] === undefined).map((key) => ({ field: key, key })),
  needs: (value, [field = "", key = ""]) =>
    isGiven(value[field]) && !isGiven(value[key]) ? [{ way: [field], key }] : [],
  needed_by: (value, [key = "", list = "", type]) =>
    value[key] === undefined
      ? findItems(value[list], (item) => typeOf(item) === type).map((index) => ({
          constraint: "needs",
          way: [list, index],
          key,
          fix: "drop",
        }))
      : [],
  not_with: (value, [key = "", part = "", type = ""]) =>
    value[key] === true && typeOf(value[part]) === type ? [{ constraint: "conflict", key, wanted: [key, type] }] : [],
  order: (value, [field = "", key = ""]) =>
    toNumber(value[field]) > toNumber(value[key]) ? [{ way: [field], key }] : [],
  not_offered: (value, [field = ""]) => findForeign(value, field).map((way) => ({ way })),
  even: (value, [field = ""]) => {
    const [limit = 0, ...lengths] = asList(value[field]).map((row) => asList(row).length);
    return lengths.flatMap((actual, index) => (actual === limit ? [] : [{ way: [field, index + 1], limit, actual }]));
  },
  plain_header: (value, [field = ""]) =>
    findItems(asList(value[field])[0], (cell) => typeOf(cell) === "rich_text").map((index) => ({
      way: [field, 0, index],
    })),
  points: (value, [field = ""]) => {
    const categories = new Set(asList(asRecord(value.axis_config).categories));
    const isWrong = (series: unknown) => !covers(asList(asRecord(series).data), categories);
    return findItems(value[field], isWrong).map((index) => ({ way: [field, index] }));
  },
};

/** Where in a list the items are that something is true of. */
function findItems(list: unknown, isMeant: (item: unknown) => boolean): readonly number[] {
  return asList(list).flatMap((item, index) => (isMeant(item) ? [index] : []));
}

/** A flag that is off is as good as none. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** Limits of a number input are written as strings. */
function toNumber(value: unknown): number {
  return typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
}

/** Where the options are that are chosen and not offered. */
function findForeign(value: Json, field: string): readonly (readonly (string | number)[])[] {
  const chosen = value[field];
  const groups = asList(value.option_groups).flatMap((group) => asList(asRecord(group).options));
  const offered = new Set([...asList(value.options), ...groups].map(toIdentity));
  const isForeign = (option: unknown) => !offered.has(toIdentity(option));
  if (Array.isArray(chosen)) {
    return findItems(chosen, isForeign).map((index) => [field, index]);
  }
  return chosen !== undefined && isForeign(chosen) ? [[field]] : [];
}

/** What makes two options the same: Slack compares what they say and what they send. */
function toIdentity(option: unknown): string {
  const { text, value } = asRecord(option);
  const words = asString(asRecord(text).text);
  return `${words.length} ${words} ${asString(value)}`;
}

/** Whether there is exactly one point for each category. */
function covers(points: readonly unknown[], categories: ReadonlySet<unknown>): boolean {
  const labels = new Set(points.map((point) => asRecord(point).label));
  return (
    points.length === categories.size &&
    categories.size === labels.size &&
    [...labels].every((label) => categories.has(label))
  );
}

function typeOf(part: unknown): unknown {
  return asRecord(part).type;
}
