import { describe, expect, test } from "vitest";
import { shapes } from "./rules/shapes.ts";
import { examples, place } from "./shape-examples.fixture.ts";
import { validate } from "./validate.ts";

const sendable = shapes.filter(({ surfaces }) => surfaces?.length !== 0);

describe("an example of every shape", () => {
  test("is there, and of nothing else", () => {
    const names = shapes.map(({ name }) => name);

    expect(Object.keys(examples).sort()).toEqual(names.sort());
  });

  test.each(sendable.map(({ name }) => name))("of %s is valid where it stands", (name) => {
    const verdict = validate(place(name));

    expect(verdict).toEqual({ ok: true, problems: [], warnings: [] });
  });

  test.each(shapes.filter((shape) => !sendable.includes(shape)).map(({ name }) => name))(
    "of %s is refused for nothing but that it cannot be sent",
    (name) => {
      const { problems } = validate(place(name));

      expect(problems.map(({ rule }) => rule)).toEqual([`${name}.surface`]);
    },
  );
});
