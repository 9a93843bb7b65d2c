import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineOperation } from "./define-operation.ts";
import { inputFields, readFieldTexts, refuseUnknownFields } from "./input-fields.ts";

const operation = defineOperation({
  kind: "command",
  name: "try-things",
  summary: "Try things",
  authority: "view",
  agents: { none: "only a test" },
  input: z.object({
    name: z.string().describe("Who"),
    count: z.coerce.number().int().default(1),
    sure: z.boolean().optional(),
    level: z.enum(["low", "high"]).optional(),
    marks: z.array(z.number()).default([]),
    action: z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]),
  }),
  decide: () => ({ ok: true, events: [] }),
});
const fields = new Map(inputFields(operation).map((field) => [field.name, field]));

function read(name: string, ...texts: readonly string[]): unknown {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return readFieldTexts(field, texts);
}

describe("the fields of an input", () => {
  test("say their kind, their choices and whether they must be given", () => {
    expect(inputFields(operation)).toEqual([
      { name: "name", kind: "text", required: true, description: "Who" },
      { name: "count", kind: "number", required: false },
      { name: "sure", kind: "boolean", required: false },
      { name: "level", kind: "text", required: false, choices: ["low", "high"] },
      { name: "marks", kind: "list", items: "number", required: false },
      { name: "action", kind: "json", required: true },
    ]);
  });

  test("become values of their kind", () => {
    expect(read("name", "12")).toBe("12");
    expect(read("count", "12")).toBe(12);
    expect(read("sure", "true")).toBe(true);
    expect(read("sure", "false")).toBe(false);
    expect(read("marks", "1", "2")).toEqual([1, 2]);
    expect(read("action", '{"kind":"a"}')).toEqual({ kind: "a" });
  });

  test("stay texts where they are no such value, for the schema to refuse", () => {
    expect(read("count", "many")).toBe("many");
    expect(read("count", "")).toBe("");
    expect(read("sure", "yes")).toBe("yes");
  });

  test("are refused when they are broken JSON or given twice", () => {
    expect(() => read("action", "{")).toThrow("action must be JSON");
    expect(() => read("name", "a", "b")).toThrow("name is given more than once");
  });

  test("that do not exist are named, with those that do", () => {
    expect(() => refuseUnknownFields(operation, ["name", "nmae"])).toThrow(
      "try-things does not know nmae; it takes name, count, sure, level, marks, action",
    );
  });
});
