import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("./allclear-blocks.ts", import.meta.url));
const bad = JSON.stringify({ text: "hi", blocks: [{ type: "divider" }, { type: "header", text: null }] });

function run(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", input });
  return { status, stdout, stderr };
}

test("the program checks what it gets on standard input", () => {
  const { status, stdout, stderr } = run(["check"], bad);

  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toContain("/blocks/1");
});

test("the program repairs a file so that its output can be checked", () => {
  const folder = mkdtempSync(join(tmpdir(), "allclear-blocks-"));
  const file = join(folder, "message.json");
  writeFileSync(file, bad);

  const repaired = run(["repair", file]);
  const checked = run(["check"], repaired.stdout);
  rmSync(folder, { recursive: true });

  expect(JSON.parse(repaired.stdout)).toEqual({ text: "hi", blocks: [{ type: "divider" }] });
  expect(checked).toMatchObject({ status: 0, stdout: "No problems in 1 block (message)\n" });
});

test("the program tells its version, and wrong use with status 2", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

  expect(run(["--version"])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
  expect(run(["check", "no-such-file.json"])).toEqual({
    status: 2,
    stdout: "",
    stderr: "allclear-blocks: no-such-file.json cannot be read: there is no such file.\n",
  });
});

test("the program answers each line when it comes, and ends quietly when its reader does", async () => {
  const child = spawn(process.execPath, [bin, "check", "--jsonl"], { stdio: "pipe" });
  const exited = once(child, "exit");
  const request = `{"id":1,"payload":{"text":"hi"}}\n`;
  let complaints = "";
  child.stderr.on("data", (data) => {
    complaints += String(data);
  });
  // The program may be gone before it has taken all.
  child.stdin.on("error", () => undefined);

  child.stdin.write(request);
  const [line] = await once(createInterface(child.stdout), "line");
  child.stdout.destroy();
  child.stdin.write(request.repeat(100_000));

  expect(JSON.parse(line)).toEqual({ id: 1, ok: true, problems: [] });
  expect(await exited).toEqual([0, null]);
  expect(complaints).toBe("");
});
