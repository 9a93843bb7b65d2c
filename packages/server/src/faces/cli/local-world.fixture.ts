import { createLineShaping, LINE_NUMBERS } from "../../diagnosis/triage/shape-lines.ts";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import { createRedact } from "../../domain/redact.ts";
import type { LocalContext } from "../../operations/local-operation.ts";
import { OperationError } from "../../operations/operation-error.ts";
import { createProgram } from "./create-program.ts";

/** A world whose files are these texts; `-` is standard input. */
export function localWorld(files: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const readLog: LocalContext["readLog"] = async (source, longestLine, take) => {
    asked.push(source);
    const text = files[source];
    if (text === undefined) return { ok: false, why: `${source} cannot be read: no such file` };
    const lines = text === "" ? [] : text.split("\n");
    for (const line of lines) take(line.slice(0, longestLine));
    const cutLines = lines.filter(({ length }) => length > longestLine).length;
    const lacks = source.startsWith("broken") ? { lacks: `${source} breaks off: unexpected end of file` } : {};
    return { ok: true, bytes: text.length, cutLines, ...lacks };
  };
  const context: LocalContext = {
    readRules: (file) => {
      if (file === "gone.yaml") throw new OperationError("not-found", "gone.yaml: cannot be read");
      if (file === "wrong.yaml") throw new OperationError("invalid-input", "wrong.yaml:1 unknown key");
      if (file !== undefined) asked.push(file);
      return RULES;
    },
    readLog,
    readLogBlocks: (source, options, take) => {
      const shape = createLineShaping(options);
      const lines = new Int32Array(LINE_NUMBERS);
      return readLog(source, options.longestLine, (line) => {
        const bytes = Buffer.from(`${line}\n`);
        const { count } = shape({ bytes, lines }, 0, bytes.length);
        take({ bytes, lines, count });
      });
    },
    readLogInSteps: async ({ source, longestLine, take, pause }) => {
      const end = await readLog(source, longestLine, take);
      await pause();
      return end;
    },
    readCaseFolder: async (folder) => {
      if (folder === "packed") throw new Error("incorrect header check");
      const inside = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
      const texts = inside.map(([path, text]) => [path.slice(folder.length + 1), text] as const);
      if (texts.length === 0) return undefined;
      return { files: new Map(texts.filter(([path]) => path !== "answer.json")), unread: [] };
    },
    readCaseKeyFile: async (folder) => files[`${folder}/answer.json`],
    redact: createRedact([]),
    hash: (text) => text,
  };
  return { context, asked };
}

/** The command line in such a world, and what it wrote. */
export function startLocally(files: Readonly<Record<string, string>>, { colours = false } = {}) {
  const written = { out: "", error: "" };
  const { context, asked } = localWorld(files);
  const program = createProgram({
    operations: [],
    version: "1.2.3",
    connection: {},
    fetch: async () => {
      throw new Error("no command of these asks a server");
    },
    serve: async () => undefined,
    mcp: async () => undefined,
    local: context,
    output: {
      out: (text) => {
        written.out += text;
      },
      error: (text) => {
        written.error += text;
      },
      colours,
    },
  });
  return { program, written, asked };
}
