import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "./run-command-line.ts";
import type { World } from "./world.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const good = { text: "hi", blocks: [section("hello")] };
const bad = { text: "hi", blocks: [section("hello"), section("")] };
/** The change that the empty text of `bad` leads to, and those that follow from it. */
const emptyText: unknown = expect.arrayContaining([expect.objectContaining({ rule: "section.text.min_length" })]);
const advised = { blocks: [section("hello")] };

interface Setting {
  readonly input?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly hasColours?: boolean;
  /** As many writes to standard output are read. */
  readonly reads?: number;
  /** What writing ends with. */
  readonly fault?: Error;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* failing(code: string): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(0);
  throw Object.assign(new Error(code), { code, syscall: "open" });
}

async function run(args: string, setting: Setting = {}) {
  const { input = "", files = {}, isTerminal = false, hasColours = false, reads = Number.POSITIVE_INFINITY } = setting;
  const written = { stdout: [] as string[], stderr: [] as string[] };
  const output = (name: "stdout" | "stderr") => ({
    isTerminal,
    write: async (text: string) => {
      if (setting.fault !== undefined) throw setting.fault;
      return written[name].push(text) <= reads;
    },
  });
  const world: World = {
    args: args === "" ? [] : args.split(" "),
    version: "1.2.3",
    hasColours,
    stdin: { isTerminal: isTerminal && input === "", bytes: bytesOf(input) },
    stdout: output("stdout"),
    stderr: output("stderr"),
    openFile: (path) => (path in files ? bytesOf(files[path] ?? "") : failing(path === "dir" ? "EISDIR" : "ENOENT")),
  };
  const status = await runCommandLine(world);
  return { status, stdout: written.stdout.join(""), stderr: written.stderr.join("") };
}

function jsonLines(text: string): unknown[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("check", () => {
  test("a valid payload ends with 0 and one line", async () => {
    expect(await run("check", { input: JSON.stringify(good) })).toEqual({
      status: 0,
      stdout: "No problems in 1 block (message)\n",
      stderr: "",
    });
  });

  test("a payload that Slack would refuse ends with 1 and says where", async () => {
    const { status, stdout } = await run("check -", { input: JSON.stringify(bad) });

    expect(status).toBe(1);
    expect(stdout).toMatch(/^1 problem in 2 blocks \(message\)\n\n\/blocks\/1\/text\/text\n/);
    expect(stdout).toContain("section.text.min_length");
  });

  test("warnings alone end with 0", async () => {
    const { status, stdout } = await run("check", { input: JSON.stringify(advised) });

    expect(status).toBe(0);
    expect(stdout).toMatch(/^No problems, 1 warning in 1 block/);
  });

  test("a file is read", async () => {
    expect((await run("check a.json", { files: { "a.json": JSON.stringify(bad) } })).status).toBe(1);
  });

  test("JSON holds the verdict and nothing else", async () => {
    const { stdout } = await run("check --format json", { input: JSON.stringify(bad) });

    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      problems: [expect.objectContaining({ rule: "section.text.min_length", path: "/blocks/1/text/text" })],
      warnings: [],
    });
  });

  test("the surface and the profile can be given", async () => {
    const input = JSON.stringify(Array.from({ length: 21 }, () => section("a")));

    expect((await run("check", { input })).status).toBe(0);
    expect((await run("check --profile playbook", { input })).status).toBe(1);
    expect((await run("check --surface modal", { input })).stdout).toBe("No problems in 21 blocks (modal)\n");
  });

  test("a view tells its surface itself, and attachments count with their blocks", async () => {
    const view = { type: "home", blocks: [section("a"), section("b")] };
    const attached = { text: "a", attachments: [{ blocks: [section("a")] }, { text: "b" }] };

    expect((await run("check", { input: JSON.stringify({ user_id: "U1", view }) })).stdout).toContain(
      "2 blocks (home)",
    );
    expect((await run("check", { input: JSON.stringify(attached) })).stdout).toContain("1 block (message)");
  });

  test("a payload in a log is told with its line", async () => {
    const { stdout } = await run("check", { input: `start\nsent ${JSON.stringify(good)}\n` });

    expect(stdout).toBe("No problems in 1 block (message, found on line 2)\n");
  });

  test("how a literal was read is told beside the report", async () => {
    const { status, stderr } = await run("check", { input: "{ text: 'a' }" });

    expect(status).toBe(0);
    expect(stderr).toBe(
      "allclear-blocks: Read as a JavaScript or Python literal: it is not JSON (line 1, column 3).\n",
    );
  });
});

describe("check on a terminal", () => {
  const linked = (stdout: string): unknown =>
    JSON.parse(decodeURIComponent(/block-kit-builder\/#(\S+)/.exec(stdout)?.[1] ?? "null"));

  test("ends with a link to Block Kit Builder, which check reads again", async () => {
    const { stdout } = await run("check", { input: JSON.stringify(bad), isTerminal: true });
    const link = stdout.trimEnd().split("\n").at(-1) ?? "";

    expect(linked(stdout)).toEqual({ blocks: bad.blocks });
    expect((await run("check", { input: link })).stdout).toContain("/blocks/1/text/text");
  });

  test("links to a view whole, to bare blocks, and not at all where there are none", async () => {
    const view = { type: "home", blocks: [section("a")] };
    const linkOf = async (payload: unknown) =>
      linked((await run("check", { input: JSON.stringify(payload), isTerminal: true })).stdout);

    expect(await linkOf(view)).toEqual(view);
    expect(await linkOf({ trigger_id: "1.2", view })).toEqual(view);
    expect(await linkOf([section("a")])).toEqual({ blocks: [section("a")] });
    expect(await linkOf({ text: "a" })).toBeNull();
  });

  test("leaves out a link that is too long to be of use, and says so", async () => {
    const { stdout } = await run("check", { input: JSON.stringify([section("é".repeat(2000))]), isTerminal: true });

    expect(stdout).toMatch(/Block Kit Builder: the link is left out, it would have 12,\d{3} characters\n$/);
  });

  test("has colours only where they are wanted", async () => {
    const input = JSON.stringify(good);

    expect((await run("check", { input, isTerminal: true, hasColours: true })).stdout).toContain("\u001b[");
    expect((await run("check", { input, isTerminal: true })).stdout).not.toContain("\u001b[");
    expect((await run("check", { input, hasColours: true })).stdout).not.toContain("\u001b[");
  });
});

describe("repair", () => {
  test("prints the payload as Slack takes it, and the changes beside it", async () => {
    const { status, stdout, stderr } = await run("repair", { input: JSON.stringify(bad) });

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(good);
    expect(stderr).toMatch(/^\d changes?\n {2}\/blocks\/1\/text\/text: /);
  });

  test("prints several messages as a list, unless splitting is turned off", async () => {
    const input = JSON.stringify({ text: "hi", blocks: Array.from({ length: 60 }, (_, at) => section(`s${at}`)) });

    expect(JSON.parse((await run("repair", { input })).stdout)).toHaveLength(2);
    expect(JSON.parse((await run("repair --no-split", { input })).stdout).blocks).toHaveLength(50);
  });

  test("prints no payload when nothing is left, and ends with 1", async () => {
    const { status, stdout, stderr } = await run("repair", { input: JSON.stringify({ blocks: [section("")] }) });

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("message.content.required");
  });

  test("JSON holds messages, changes and what remains", async () => {
    const { stdout, stderr } = await run("repair --format json", { input: JSON.stringify(bad) });

    expect(JSON.parse(stdout)).toEqual({ messages: [good], changes: emptyText, remaining: [] });
    expect(stderr).toBe("");
  });
});

describe("a line for each payload", () => {
  const lines = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;

  test("is answered by a line with the problems", async () => {
    const view = { type: "home", blocks: [section("a")] };
    const input = lines(
      { id: "a", surface: "message", payload: good },
      { id: 2, surface: "home", payload: view },
      { id: "c", surface: null, payload: bad },
      { payload: [section("a")] },
    );

    const { status, stdout } = await run("check --jsonl", { input });

    expect(status).toBe(1);
    expect(jsonLines(stdout)).toEqual([
      { id: "a", ok: true, problems: [] },
      { id: 2, ok: true, problems: [] },
      { id: "c", ok: false, problems: [expect.objectContaining({ rule: "section.text.min_length" })] },
      { id: null, ok: true, problems: [] },
    ]);
  });

  test("is answered by a line with the repaired messages", async () => {
    const long = { text: "hi", blocks: Array.from({ length: 60 }, (_, at) => section(`s${at}`)) };
    const input = lines(
      { id: "a", payload: good },
      { id: "b", payload: bad },
      { id: "c", payload: long },
      { id: "d", payload: { blocks: [section("")] } },
    );

    const { status, stdout } = await run("repair --jsonl", { input });
    const [a, b, c, d] = jsonLines(stdout);

    expect(status).toBe(1);
    expect(a).toEqual({ id: "a", payload: good, more: [], changes: [], remaining: [] });
    expect(b).toEqual({ id: "b", payload: good, more: [], changes: emptyText, remaining: [] });
    expect(c).toMatchObject({ id: "c", payload: { blocks: { length: 50 } }, more: [{ blocks: { length: 10 } }] });
    expect(d).toMatchObject({ id: "d", payload: null, more: [], remaining: [{ rule: "message.content.required" }] });
  });

  test("uses the surface and the options given for all, where the line says nothing", async () => {
    const payload = [{ type: "section", text: { type: "mrkdwn", text: "a".repeat(2990) } }];
    const input = lines({ id: 1, payload }, { id: 2, surface: "message", payload });

    expect((await run("check --jsonl", { input })).status).toBe(0);
    expect((await run("check --jsonl --profile playbook --surface home", { input })).status).toBe(1);
  });

  test("that cannot be read is answered by an error, the others go on, and the status is 2", async () => {
    const input = `{"id":1,"payload"}\r\n\r\n[1]\nnope\n${lines({ id: 2 }, { id: {}, payload: good, surface: "wall" }, { id: 3, payload: good })}{"id":4,"payload":{},}`;

    const { status, stdout } = await run("check --jsonl", { input });

    expect(status).toBe(2);
    expect(jsonLines(stdout)).toEqual([
      { id: null, error: { line: 1, message: "not JSON at column 18: a colon is missing" } },
      { id: null, error: { line: 3, message: 'not an object: wanted {"id","surface","payload"}' } },
      { id: null, error: { line: 4, message: "not JSON: wanted an object" } },
      { id: 2, error: { line: 5, message: "`payload` is missing" } },
      { id: null, error: { line: 6, message: "`surface` must be message, modal or home" } },
      { id: 3, ok: true, problems: [] },
      { id: null, error: { line: 8, message: "not JSON at column 21" } },
    ]);
  });

  test("that is nested deeper than can be printed is answered by an error", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const input = `{"id":1,"payload":{"text":"a","event_metadata":${deep}}}\n${lines({ id: 2, payload: good })}`;

    const { status, stdout } = await run("repair --jsonl", { input });

    expect(status).toBe(2);
    expect(jsonLines(stdout)).toMatchObject([
      { id: 1, error: { line: 1, message: "nested too deeply to be printed" } },
      { id: 2, payload: good },
    ]);
  });

  test("is not asked for any more when nobody reads the answers", async () => {
    const input = lines({ id: 1, payload: good }, { id: 2, payload: bad }, { id: 3, payload: good });

    const { status, stdout } = await run("check --jsonl", { input, reads: 0 });

    expect(status).toBe(0);
    expect(jsonLines(stdout)).toHaveLength(1);
  });
});

describe("wrong use", () => {
  test.each([
    ["", "Say check or repair."],
    ["chek", "There is no chek."],
    ["check a b", "Give one FILE."],
    ["check --surface wall", "--surface is message, modal or home."],
    ["check --surface toString", "--surface is message, modal or home."],
    ["check --profile strict", "--profile is playbook."],
    ["check --format yaml", "--format is text or json."],
    ["check --no-split", "--no-split is for repair."],
    ["check --colour", "Unknown option '--colour'"],
  ])("%s ends with 2 and says why", async (args, why) => {
    const { status, stdout, stderr } = await run(args, { input: "{}" });

    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`allclear-blocks: ${why}`);
    expect(stderr).toMatch(/See allclear-blocks --help\.\n$/);
  });

  test("a terminal with nothing to read gets the usage", async () => {
    const { status, stderr } = await run("check", { isTerminal: true });

    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage: allclear-blocks check/);
  });

  test.each([
    ["check none.json", "none.json cannot be read: there is no such file."],
    ["check dir", "dir cannot be read: it is a directory."],
    ["repair --jsonl none.json", "none.json cannot be read: there is no such file."],
  ])("%s ends with 2 and says that the file cannot be read", async (args, why) => {
    expect(await run(args)).toEqual({ status: 2, stdout: "", stderr: `allclear-blocks: ${why}\n` });
  });

  test("an input without a payload ends with 2 and says what would be read", async () => {
    expect(await run("repair", { input: "" })).toEqual({
      status: 2,
      stdout: "",
      stderr: "allclear-blocks: The input is empty. Give a message, a view or blocks as JSON.\n",
    });
  });

  test("an input that is too long ends with 2", async () => {
    const { status, stderr } = await run("check", { input: " ".repeat(33 * 1024 * 1024) });

    expect(status).toBe(2);
    expect(stderr).toContain("more than 33,554,432 characters");
  });
});

test("a report that cannot be written is not blamed on the input", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });

  await expect(run("check", { input: JSON.stringify(good), fault: full })).rejects.toBe(full);
});

test("help and version are told on standard output", async () => {
  expect(await run("--version")).toEqual({ status: 0, stdout: "1.2.3\n", stderr: "" });
  expect((await run("check --help")).stdout).toMatch(/^Usage: allclear-blocks check \[FILE\|-\]/);
});
