/** What a line of a log or a span says of its request: tenant, host, version, flag, model, size. */

import { type Fields, isFields } from "./read-fields.ts";

/** `tenant` and `acme`; the key in small letters, its words joined by underscores. */
export type Attribute = readonly [key: string, value: string];

const MOST = 24;
const LONGEST = 2_000;
const PAIR =
  /(?<![\w.$-])([A-Za-z][\w.-]{1,40})(?:=|: ?)(?:"([^"\s]{1,60})"|'([^'\s]{1,60})'|([\w@/+-](?:[\w.@/+:-]{0,58}[\w@/+-])?))(?![\w{[(])/g;
/** They tell how it ended, what was said, or which one it was: of failures they differ by themselves. */
const OF_THE_END =
  /^(?:err|error|exception|otel|telemetry)_|(?:^|_)(?:level|severity|status|code|errno|err|error|errors|exception|cause|reason|msg|message|text|prompt|body|content|title|stack|trace|span|parent|attempts?|retr(?:y|ies)|duration|latency|elapsed|took|time|timestamp|ts|date|at|ms|sec|seconds|pid|tid|thread|line|syscall|address|port|request_id|req_id|reqid|requestid|correlation_id|result|outcome|ok|success|failed|signal|exit|caller|logger|class|func|function|file|stream|remaining|sampled|flags)$/;

/** Keys of nested objects stand behind those of their parents. */
export function attributesOf(text: string, fields: Fields | undefined): readonly Attribute[] {
  const found = new Map<string, string>();
  const keep = (name: string, value: string): void => {
    const key = spellKey(name);
    if (found.size < MOST && value !== "" && !OF_THE_END.test(key) && !found.has(key)) found.set(key, value);
  };
  for (const match of text.slice(0, LONGEST).matchAll(PAIR)) {
    keep(match[1] ?? "", match[2] ?? match[3] ?? match[4] ?? "");
  }
  if (fields !== undefined) keepFields(fields, keep, 0);
  return [...found];
}

const LISTS = ["attributes", "tags", "labels"];

/** Of a span what its reader has no use for: its tags, as an object or as a list of keys and values. */
export function attributesOfSpan(row: Fields, used: ReadonlySet<string>): readonly Attribute[] {
  const rest = Object.entries(row).filter(([key]) => !used.has(key));
  const listed = rest.flatMap(([key, value]) => (LISTS.includes(key) && Array.isArray(value) ? value : []));
  const pairs = listed.filter(isFields).flatMap(({ key, value }) => {
    return typeof key === "string" ? [[key, isFields(value) ? Object.values(value)[0] : value] as const] : [];
  });
  return rest.length === 0 ? [] : attributesOf("", { ...Object.fromEntries(rest), ...Object.fromEntries(pairs) });
}

function keepFields(fields: Fields, keep: (name: string, value: string) => void, depth: number): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "number" || typeof value === "boolean") keep(name, String(value));
    else if (typeof value === "string" && value.length <= 60 && !/\s/.test(value)) keep(name, value);
    else if (depth < 2 && isFields(value) && !/^(?:err|error|exception)$/.test(name))
      keepFields(value, keep, depth + 1);
  }
}

/** `teamId`, `team.id` and `team-id` are `team_id`. */
export function spellKey(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}
