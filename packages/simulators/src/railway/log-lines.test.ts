import { expect, test } from "vitest";
import { LogLines, toLogLine } from "./log-lines.ts";
import { createNanosecondClock, parseTimestamp, toTimestamp } from "./nanosecond-clock.ts";

test("plain lines are info from stdout and error from stderr", () => {
  expect(toLogLine("stdout", "fine", 1n).severity).toBe("info");
  expect(toLogLine("stderr", "not fine", 1n).severity).toBe("error");
});

test("a JSON line gives its message and level, and the rest as attributes in JSON", () => {
  const line = toLogLine("stderr", JSON.stringify({ level: "WARNING", msg: "slow", took: 5, by: "ana" }), 1n);

  expect(line).toMatchObject({ message: "slow", severity: "warn" });
  expect(line.attributes).toEqual([
    { key: "level", value: '"warn"' },
    { key: "took", value: "5" },
    { key: "by", value: '"ana"' },
  ]);
});

test("a line that only looks like JSON stays as it is", () => {
  expect(toLogLine("stdout", "{ not json", 1n)).toMatchObject({ message: "{ not json", severity: "info" });
});

test("lines of one millisecond keep their order and are told apart by nanoseconds", () => {
  const lines = new LogLines(createNanosecondClock(() => 1_700_000_000_123));
  for (const text of ["a", "b", "c"]) lines.append("stdout", text);

  const [first, second] = lines.all();

  expect(first?.timestamp).toBe("2023-11-14T22:13:20.123000000Z");
  expect(second?.timestamp).toBe("2023-11-14T22:13:20.123000001Z");
  expect(lines.query({ startDate: second?.timestamp, limit: 1 }).map(({ message }) => message)).toEqual(["c"]);
  expect(lines.query({ endDate: second?.timestamp }).map(({ message }) => message)).toEqual(["a", "b"]);
  expect(lines.query({ limit: 0 })).toEqual([]);
});

test("timestamps of any usual form are read to the nanosecond", () => {
  const instant = 1_700_000_000_123_456_789n;

  expect(parseTimestamp(toTimestamp(instant))).toBe(instant);
  expect(parseTimestamp("2023-11-14T23:13:20.123456789+01:00")).toBe(instant);
  expect(parseTimestamp("2023-11-14T22:13:20Z")).toBe(1_700_000_000_000_000_000n);
  expect(parseTimestamp("2023-11-14")).toBe(1_699_920_000_000_000_000n);
  expect(parseTimestamp("yesterday")).toBeUndefined();
});
