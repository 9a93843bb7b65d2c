import { describe, expect, test } from "vitest";
import { readShippedPlaybook } from "../config/shipped-playbook.ts";
import { SHIPPED_MASKS } from "../domain/mask.ts";
import { readPlaybook } from "./read-playbook.ts";

const base = readShippedPlaybook().value;

function read(masks: unknown) {
  return readPlaybook({ base, own: { masks }, version: "v1" });
}

function masksOf(masks: unknown) {
  const reading = read(masks);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.rules.masks;
}

function problemsOf(masks: unknown) {
  const reading = read(masks);
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("masks of a playbook", () => {
  test("are all on as shipped", () => {
    expect(masksOf({})).toEqual({ off: [], own: [] });
    expect(base).toHaveProperty(
      "masks",
      expect.toSatisfy((masks: object) => {
        return Object.keys(masks).join() === SHIPPED_MASKS.join();
      }),
    );
  });

  test.each([[false], ["off"], ["no"], [{ on: false }], [{ value: false, section: "our handbook" }]])(
    "can be switched off by %j",
    (given) => {
      expect(masksOf({ hex: given }).off).toEqual(["hex"]);
    },
  );

  test("can be added, by a pattern alone or with what stands for it", () => {
    expect(masksOf({ order: String.raw`ORD-\d+`, tenant: { pattern: "acme|globex", as: "<customer>" } }).own).toEqual([
      { name: "order", pattern: String.raw`ORD-\d+`, as: "<order>" },
      { name: "tenant", pattern: "acme|globex", as: "<customer>" },
    ]);
  });

  test("of a shipped name take its place", () => {
    expect(masksOf({ id: "[a-z]+_[0-9]+" })).toEqual({
      off: ["id"],
      own: [{ name: "id", pattern: "[a-z]+_[0-9]+", as: "<id>" }],
    });
  });

  test.each([
    ["lookaround", { order: "(?=ORD)" }, "masks.order.pattern: cannot be used as a pattern: "],
    ["a back reference", { order: String.raw`(a)\1` }, "masks.order.pattern: cannot be used as a pattern: "],
    ["no closing bracket", { order: "(a" }, "masks.order.pattern: cannot be used as a pattern: "],
    ["what matches nothing", { order: "a*" }, "it also matches where there is nothing"],
    [
      "repetitions of repetitions",
      { order: "(((a{30}){30}){30})b" },
      "masks.order.pattern: cannot be used as a pattern: ",
    ],
    ["another key", { order: { patern: "a" } }, "masks.order.patern: unknown key patern; allowed are on, pattern, as"],
    [
      "a switch for what is not shipped",
      { order: true },
      "masks.order: there is no shipped mask order: give it a pattern; shipped are quoted, ",
    ],
    [
      "a replacement that is no name",
      { order: { pattern: "a", as: "order" } },
      "masks.order.as: must be a name between < and >",
    ],
    ["a name with capitals", { Order: "a" }, "masks.Order: must be a name of small letters and hyphens"],
    ["a number", { order: 5 }, "masks.order: must be a map with the keys on, pattern, as"],
  ])("with %s are refused with the place and what to do", (_, given, message) => {
    expect(problemsOf(given).join("\n")).toContain(message);
  });
});
