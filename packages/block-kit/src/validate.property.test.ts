import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleOf } from "./field-samples.fixture.ts";
import type { Path } from "./finding.ts";
import { fitsField } from "./fits-table.fixture.ts";
import { mutatedPayload } from "./mutated-payload.fixture.ts";
import type { Surface } from "./problem.ts";
import type { Field } from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { pathOf, placeAt, put } from "./shape-examples.fixture.ts";
import { validate } from "./validate.ts";

const surface = fc.constantFrom<Surface>("message", "modal", "home");

/** Any value that JavaScript has, with the keys that are dangerous and those that Slack knows. */
const anything = fc.anything({
  key: fc.oneof(
    fc.constantFrom("type", "text", "blocks", "elements", "view", "__proto__", "constructor", "prototype", "toString"),
    fc.string({ unit: "binary" }),
  ),
  withNullPrototype: true,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

function expectVerdict(payload: unknown, shownIn: Surface): void {
  const { ok, problems, warnings } = validate(payload, { surface: shownIn });

  expect(ok).toBe(problems.length === 0);
  expect(problems.length).toBeLessThanOrEqual(1000);
  expect(warnings.length).toBeLessThanOrEqual(1000);
}

describe("validate gives a verdict", () => {
  test("on any JSON, and on any value", () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), anything), surface, expectVerdict), { numRuns: 500 });
  });

  test("on anything in the place of any part", () => {
    fc.assert(
      fc.property(anyPlace(), fc.oneof(fc.jsonValue(), anything), surface, ({ shape, at }, value, shownIn) =>
        expectVerdict(placeAt(shape, at, value), shownIn),
      ),
      { numRuns: 1000 },
    );
  });

  test.each(["__proto__", "constructor", "prototype", "hasOwnProperty"])(
    "on a key called %s, which is unknown like any other and changes nothing",
    (key) => {
      const section = `{"type":"section","text":{"type":"mrkdwn","text":"a","${key}":{"x":1}},"${key}":{"text":"a"}}`;
      const { problems } = validate(JSON.parse(`{"text":"a","${key}":{"ts":"1"},"blocks":[${section}]}`));

      expect(problems.map(({ rule }) => rule)).toEqual(["section.text.unknown_key", "section.unknown_key"]);
      expect(({} as { x?: number }).x).toBeUndefined();
    },
  );

  test("on half a surrogate pair, which is one character", () => {
    const header = (size: number) => ({ type: "header", text: { type: "plain_text", text: "\ud83d".repeat(size) } });

    expect(validate({ text: "a", blocks: [header(150)] }).ok).toBe(true);
    expect(validate({ text: "a", blocks: [header(151)] }).problems[0]).toMatchObject({ limit: 150, actual: 151 });
  });
});

describe("validate leaves the payload", () => {
  test("as it was, whatever is wrong with it", () => {
    fc.assert(
      fc.property(mutatedPayload, surface, (payload, shownIn) => {
        const before = structuredClone(payload);

        validate(freeze(payload), { surface: shownIn });

        expect(payload).toEqual(before);
      }),
    );
  });

  test("and says the same of it again", () => {
    fc.assert(
      fc.property(mutatedPayload, (payload) => {
        expect(validate(payload)).toEqual(validate(payload));
      }),
    );
  });
});

describe("a change to a valid example", () => {
  test("is refused exactly where the table refuses it", () => {
    const change = anyPlace().chain((place) =>
      fc.record({ place: fc.constant(place), value: changedValue(place.field) }),
    );

    fc.assert(
      fc.property(change, ({ place: { shape, at, field }, value }) => {
        const { problems } = validate(placeAt(shape, at, value));
        const refused = problems.filter(({ rule }) => !isOverSeveral(rule));
        const fits = value === undefined ? field.required !== true : fitsField(field, value, surfaceOf(shape));

        expect(refused.length === 0, JSON.stringify([shape, at, value, refused])).toBe(fits);
      }),
      { numRuns: 5000 },
    );
  });

  test("by an unknown key is refused, except where more than blocks may be", () => {
    const closed = shapes.filter(({ open }) => open !== true);
    const key = fc.string({ minLength: 1 }).filter((name) => closed.every(({ fields }) => !(name in fields)));

    fc.assert(
      fc.property(fc.constantFrom(...closed), key, fc.jsonValue(), ({ name }, unknown, value) => {
        fc.pre(unknown !== "type");
        const rules = validate(placeAt(name, [unknown], value)).problems.map(({ rule }) => rule);

        expect(rules).toContain(`${name}.unknown_key`);
      }),
    );
  });
});

interface Place {
  readonly shape: string;
  readonly at: Path;
  readonly field: Field;
}

/** A field of a shape that can be sent, other than the type by which a view is known. */
function anyPlace(): fc.Arbitrary<Place> {
  const places = shapes
    .filter(({ surfaces }) => surfaces?.length !== 0)
    .flatMap(({ name, fields }) =>
      Object.entries(fields)
        .filter(([key]) => key !== "type")
        .map(([key, field]) => ({ shape: name, at: [key], field })),
    );
  return fc.constantFrom(...places);
}

/** A fitting value, something else, or a fitting value with something else in it. */
function changedValue(field: Field): fc.Arbitrary<unknown> {
  const sample = sampleOf(field);
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, null, "", "a".repeat(3001), -1, 0.5, true, [], {}, { type: "zzz" }, { type: "divider" }),
    fc.constantFrom({ type: "plain_text", text: "a" }, { type: "mrkdwn", text: "a" }, { type: "mrkdwn", text: "" }),
  );
  const within = fc.tuple(fc.constantFrom(...pathsIn(sample)), odd).map(([path, part]) => put(sample, path, part));
  return fc.oneof(fc.constant(sample), odd, within);
}

function pathsIn(value: unknown): readonly Path[] {
  const inner = Object.entries(typeof value === "object" && value !== null ? value : {});
  return [
    [],
    ...inner.flatMap(([key, part]) => pathsIn(part).map((path) => [Array.isArray(value) ? Number(key) : key, ...path])),
  ];
}

function isOverSeveral(rule: string): boolean {
  return /\.(?:content\.required|conflict|not_offered|needs|order|even|plain_header|points|unique|once)$/.test(rule);
}

function surfaceOf(shape: string): Surface {
  const isView = pathOf(shape)[0] === "view";
  if (!isView) {
    return "message";
  }
  return shape === "home" ? "home" : "modal";
}

function freeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.values(value).map(freeze);
    Object.freeze(value);
  }
  return value;
}
