import { describe, expect, test } from "vitest";
import { measure, medianOf } from "./measure.ts";

/** A clock that only the operations move. */
function createStand() {
  let time = 0;
  const calls: string[] = [];
  return {
    operation: (name: string, costs: (time: number) => number) => () => {
      calls.push(name);
      time += costs(time);
    },
    takeCalls: () => calls.splice(0),
    timing: { now: () => time, rounds: 5, warmUpRounds: 0, roundMs: 20 },
  };
}

describe("measuring", () => {
  test("gives the time of one operation and how many times the peer's it is", () => {
    const { operation, timing } = createStand();

    const measured = measure([{ name: "x", subject: operation("a", () => 2), peer: operation("b", () => 8) }], timing);

    expect(measured).toEqual([{ name: "x", value: 2, peer: 8, ratio: 0.25 }]);
  });

  test("gives no ratio where there is no peer", () => {
    const { operation, timing } = createStand();

    const measured = measure([{ name: "x", subject: operation("a", () => 2) }], timing);

    expect(measured).toEqual([{ name: "x", value: 2, peer: null, ratio: null }]);
  });

  test("repeats an operation in growing batches until the time of a round is up", () => {
    const { operation, takeCalls, timing } = createStand();

    measure([{ name: "x", subject: operation("a", () => 1) }], { ...timing, rounds: 1 });

    expect(takeCalls()).toHaveLength(1 + 2 + 4 + 8 + 16);
  });

  test("runs an operation that takes longer than a round just once a round", () => {
    const { operation, takeCalls, timing } = createStand();

    measure([{ name: "x", subject: operation("a", () => 500) }], { ...timing, rounds: 3 });

    expect(takeCalls()).toHaveLength(3);
  });

  test("takes turns among all contests in each round, and peers go first in every other", () => {
    const { operation, takeCalls, timing } = createStand();
    const slow = (name: string) => operation(name, () => 20);
    const contests = [
      { name: "x", subject: slow("a"), peer: slow("A") },
      { name: "y", subject: slow("b") },
    ];

    measure(contests, { ...timing, rounds: 2 });

    expect(takeCalls().join("")).toBe("aAb" + "Aab");
  });

  test("does not count what happens before the compiler has settled", () => {
    const { operation, timing } = createStand();
    const subject = operation("a", (time) => (time < 1_000 ? 500 : 20));

    const measured = measure([{ name: "x", subject }], { ...timing, warmUpRounds: 2 });

    expect(measured[0]?.value).toBe(20);
  });

  test("is not misled by a slow spell of the machine, which strikes the subject and its peer alike", () => {
    const { operation, timing } = createStand();
    const slowdown = (time: number) => (time > 100 && time < 10_000 ? 10 : 1);
    const subject = operation("a", (time) => 20 * slowdown(time));
    const peer = operation("b", (time) => 40 * slowdown(time));

    const measured = measure([{ name: "x", subject, peer }], { ...timing, rounds: 9 });

    expect(measured[0]?.ratio).toBe(0.5);
  });
});

describe("the median", () => {
  test.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[4, 1, 3, 100], 3.5],
    [[], Number.NaN],
  ])("of %j is %d", (figures, median) => {
    expect(medianOf(figures)).toBe(median);
  });
});
