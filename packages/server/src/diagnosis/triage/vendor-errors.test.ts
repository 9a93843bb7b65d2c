import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { triageExample } from "./fixtures/triage-example.ts";

interface Case {
  readonly name: string;
  readonly log: string;
  readonly expected: string;
}

/** A bot's log in which every request fails with this error. */
function logOf(error: string): string {
  const joint = error.startsWith("Traceback") ? "\n" : " ";
  const failed = (request: number) => `2026-11-24T09:00:0${request}Z INFO START answer requestId=${request}
2026-11-24T09:00:0${request + 1}Z ERROR answer failed requestId=${request}${joint}${error}`;
  return `2026-11-24T09:00:00Z INFO bot ready\n${failed(1)}\n${failed(4)}`;
}

/** Each begins with `=== pattern/component/origin`; what is a whole log says so. */
function readCases(): readonly Case[] {
  const file = readFileSync(new URL("./fixtures/vendor-errors.txt", import.meta.url), "utf8");
  return file
    .split(/^=== /m)
    .slice(1)
    .map((part, index) => {
      const [head = "", ...lines] = part.trimEnd().split("\n");
      const [expected = "", isLog] = head.split(" ");
      const text = lines.join("\n");
      const said = lines.find((line) => line.trim() !== "")?.slice(0, 80);
      return { name: `${index + 1}: ${said}`, expected, log: isLog === undefined ? logOf(text) : text };
    });
}

describe("what the libraries of dependencies print is known", () => {
  test.each(readCases())("$name", ({ log, expected }) => {
    const { pattern, component, origin } = triageExample(log);

    expect(`${pattern}/${component}/${origin}`).toBe(expected);
  });
});
