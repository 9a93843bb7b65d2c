import { expect, test } from "vitest";
import type { RequestFact } from "./request-fact.ts";
import { splitRequests } from "./split-requests.ts";

const ONSET = 1_000_000;

test("what all failures share and nothing that goes well has is told first", () => {
  const facts = requests(60, (index) => ({
    failed: index % 4 === 0,
    team: index % 4 === 0 ? "blue" : `t${index % 5}`,
  }));

  const [split] = splitRequests(facts, { services: ["desk"], onset: ONSET });

  expect(split).toMatchObject({ kind: "record", key: "team", value: "blue", failed: 15, wellWith: 0, wentWell: false });
});

test("a host that went well before is told as a machine, and that it did", () => {
  const facts = [
    ...requests(20, (index) => ({ failed: false, host: `node-${index % 3}` }), -ONSET),
    ...requests(60, (index) => ({ failed: index % 3 === 1, host: `node-${index % 3}` })),
  ];

  const [split] = splitRequests(facts, { services: ["desk"], onset: ONSET });

  expect(split).toMatchObject({ kind: "machine", value: "node-1", wentWell: true });
});

test("failures only above a size are told with their bound", () => {
  const facts = requests(80, (index) => ({ failed: (index * 37) % 100 > 60, rows: String((index * 37) % 100) }));

  const [split] = splitRequests(facts, { services: ["desk"], onset: ONSET });

  expect(split).toMatchObject({ kind: "size", key: "rows", value: "from 61 up" });
});

test("what every second request has is no split, and neither is a word that only failures are told with", () => {
  const facts = requests(80, (index) => ({
    failed: index % 5 === 0,
    zone: `z${index % 2}`,
    event: index % 5 === 0 ? "lost" : "kept",
  }));

  expect(splitRequests(facts, { services: ["desk"], onset: ONSET })).toEqual([]);
});

test("the lines of one request are read together, and another service's words count by its name", () => {
  const facts = requests(60, (index) => ({ failed: index % 4 === 0 })).flatMap((fact): readonly RequestFact[] => {
    const attributes = [["plan", fact.failed ? "gold" : `p${fact.at % 3}`] as const];
    return [fact, { ...fact, service: "gate", failed: false, attributes }];
  });

  const [split] = splitRequests(facts, { services: ["desk"], onset: ONSET });

  expect(split).toMatchObject({ kind: "record", key: "gate: plan", value: "gold" });
});

test("where everything fails, nothing can be told apart", () => {
  const facts = requests(40, () => ({ failed: true, team: "blue" }));

  expect(splitRequests(facts, { services: ["desk"], onset: ONSET })).toEqual([]);
});

function requests(
  count: number,
  tell: (index: number) => Readonly<Record<string, string | boolean>>,
  shift = 0,
): readonly RequestFact[] {
  return Array.from({ length: count }, (_, index) => {
    const { failed = false, ...rest } = tell(index);
    const attributes = Object.entries(rest).map(([key, value]) => [key, String(value)] as const);
    return {
      at: ONSET + shift + index,
      service: "desk",
      failed: failed === true,
      request: `r${shift}-${index}`,
      attributes,
    };
  });
}
