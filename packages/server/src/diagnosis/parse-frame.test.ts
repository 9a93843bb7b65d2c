import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFrame } from "./parse-frame.ts";

describe("stack frames as V8 prints them", () => {
  test.each([
    [
      "    at titleOf (file:///app/src/notes.js:5:20)",
      { path: "/app/src/notes.js", line: 5, column: 20, symbol: "titleOf" },
    ],
    ["    at async file:///app/src/app.js:22:26", { path: "/app/src/app.js", line: 22, column: 26 }],
    [
      "    at async wrapped (file:///app/src/n.js:12:9)",
      { path: "/app/src/n.js", line: 12, column: 9, symbol: "wrapped" },
    ],
    [
      "    at new Store (file:///app/src/notes.js:2:39)",
      { path: "/app/src/notes.js", line: 2, column: 39, symbol: "Store" },
    ],
    ["    at Object.<anonymous> (/app/src/notes.js:2:39)", { path: "/app/src/notes.js", line: 2, column: 39 }],
    [
      "    at Server.setup [as _listen2] (/app/a.js:9:1)",
      { path: "/app/a.js", line: 9, column: 1, symbol: "Server.setup" },
    ],
    ["    at f (C:\\bot\\src\\a.ts:3:4)", { path: "C:\\bot\\src\\a.ts", line: 3, column: 4, symbol: "f" }],
    ["    at f (file:///C:/bot%20one/src/a.ts:3:4)", { path: "C:/bot one/src/a.ts", line: 3, column: 4, symbol: "f" }],
    ["        at async file:///app/src/app.js:40:9 {", { path: "/app/src/app.js", line: 40, column: 9 }],
    ["      at file:///app/src/app.js:46:24,", { path: "/app/src/app.js", line: 46, column: 24 }],
    [
      "    at eval (eval at <anonymous> (file:///app/src/app.js:42:7), <anonymous>:1:14)",
      { path: "/app/src/app.js", line: 42, column: 7, symbol: "eval" },
    ],
  ])("%s is our own", (line, fact) => {
    expect(parseFrame(line)).toEqual({ own: true, fact });
  });

  test.each([
    "    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
    "    at async App.processEvent (/app/node_modules/@slack/bolt/dist/App.js:624:13)",
    "    at Module._compile (internal/modules/cjs/loader.js:999:30)",
    "    at Array.map (<anonymous>)",
    "    at async Promise.allSettled (index 0)",
    "      ... 3 lines matching cause stack trace ...",
  ])("%s is not", (line) => {
    expect(parseFrame(line)?.own).toBe(false);
  });

  test.each(["    at the office (3:4)", "at noon", "    at 10:30:00", "we met at cafe:3:4"])(
    "%s is no frame at all",
    (line) => {
      expect(parseFrame(line)).toBeUndefined();
    },
  );

  test("no text makes it throw", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseFrame(`    at ${text}`)));
  });
});
