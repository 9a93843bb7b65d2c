import { describe, expect, test } from "vitest";
import { createRedact } from "../../domain/redact.ts";
import { createEntryReader } from "../triage/read-entries.ts";
import { fillIn, PROGRAMS, type Program } from "./fixtures/programs.ts";
import { SHIPPED_MASKS } from "./masks.ts";
import { createSignatureReader } from "./read-signatures.ts";

const OF_EACH = 20;

function group(lines: readonly string[]): readonly string[] {
  const reader = createSignatureReader({
    masks: SHIPPED_MASKS,
    redact: createRedact([]),
    hash: (text) => text,
    readEntries: () => createEntryReader(),
    hasBaseline: false,
  });
  for (const line of lines) reader.take(line);
  reader.finish();
  return [...reader.settled()].map(({ id }) => id);
}

/** For each template the ids that its lines got, in order of the templates. */
function idsByTemplate({ templates }: Program, toLine: (template: string, number: number) => string) {
  const numbers = Array.from({ length: OF_EACH }, (_, index) => index);
  const ids = group(numbers.flatMap((number) => templates.map((template) => toLine(template, number))));
  return templates.map((_, at) => [...new Set(ids.filter((__, index) => index % templates.length === at))]);
}

describe.each(PROGRAMS)("$name", (program) => {
  test("has a signature for each of its templates, and no other", () => {
    const ids = idsByTemplate(program, fillIn);

    expect(ids.filter(({ length }) => length !== 1)).toEqual([]);
    expect(new Set(ids.flat()).size).toBe(program.templates.length);
  });

  test("has the same with what it writes before its messages", () => {
    const ids = idsByTemplate(program, (template, number) => fillIn(program.header + template, number));

    expect(ids.filter(({ length }) => length !== 1)).toEqual([]);
    expect(new Set(ids.flat()).size).toBe(program.templates.length);
  });
});
