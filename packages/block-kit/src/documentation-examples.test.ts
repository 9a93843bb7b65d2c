import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPayload } from "./cli/read-payload.ts";
import { messages } from "./documentation-examples.fixture.ts";
import { views } from "./documentation-views.fixture.ts";
import { isRecord } from "./json.ts";
import { newerMessages } from "./newer-examples.fixture.ts";
import { repair } from "./repair.ts";
import { shapes } from "./rules/shapes.ts";
import { surfaces } from "./rules/surfaces.ts";
import { validate } from "./validate.ts";

const ours = Object.entries({ ...messages, ...newerMessages, ...views });

test.each(ours)("what the documentation shows draws no problem and no warning: %s", (_name, example) => {
  const payload = Array.isArray(example) ? { text: "In short", blocks: example } : example;

  const verdict = validate(payload);
  const repaired = repair(payload);

  expect(verdict).toEqual({ ok: true, problems: [], warnings: [] });
  expect(repaired).toEqual({ messages: [payload], changes: [], remaining: [] });
});

const section = { type: "section", text: { type: "plain_text", text: "Hello" } };

test.each<[string, unknown]>([
  [
    "a message with an attachment of the old kind",
    { attachments: [{ pretext: "Before", text: "Within", fields: [] }] },
  ],
  ["a message with blocks in an attachment", { text: "See", attachments: [{ color: "#f2c744", blocks: [section] }] }],
  ["a message of markdown", { channel: "C1", markdown_text: "**Over**" }],
  ["an event in the metadata", { text: "Made", metadata: { event_type: "task_created", event_payload: { id: "1" } } }],
  ["a work object in the metadata", { text: "Made", metadata: { entities: [{ url: "https://example.com" }] } }],
  ["an answer to a response_url", { text: "Done", response_type: "ephemeral", replace_original: "true" }],
  ["a deletion by a response_url", { delete_original: "true" }],
  ["a piece of a stream", { channel: "C1", ts: "1.2", chunks: [{ type: "markdown_text", text: "Over" }] }],
  ["the arguments of views.open", { trigger_id: "1.2", view: views["modal: choices"] }],
  ["the arguments of views.publish", { user_id: "U1", view: views["home: a board"] }],
  ["an answer to a view_submission", { response_action: "update", view: views["modal: choices"] }],
])("what Slack's pages of methods show draws no problem: %s", (_name, payload) => {
  expect(validate(payload)).toEqual({ ok: true, problems: [], warnings: [] });
});

test("the examples show every block, element and object with a type that can be sent", () => {
  const held = new Set(surfaces.map((shape) => shape.name));
  const sendable = shapes.filter(({ name, type, surfaces: places }) => {
    return type !== null && !held.has(name) && places?.length !== 0;
  });

  const shown = new Set(ours.flatMap(([, example]) => typesIn(example)));

  expect(sendable.map((shape) => shape.type ?? shape.name).filter((type) => !shown.has(type))).toEqual([]);
});

test("no example in the documentation of the installed Slack packages draws a problem", () => {
  const examples = findInstalledPackages().flatMap(findExamples);

  const refused = examples.filter(({ payload }) => !validate(payload).ok);

  expect(refused).toEqual([]);
  expect(examples.map(({ from }) => from)).toEqual(expect.arrayContaining(["types", "web-api"]));
});

function typesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(typesIn);
  }
  if (!isRecord(value)) {
    return [];
  }
  const own = typeof value.type === "string" ? [value.type] : [];
  return [...own, ...Object.values(value).flatMap(typesIn)];
}

/** The packages that stand beside `@slack/types`. */
function findInstalledPackages(): readonly string[] {
  const types = dirname(dirname(fileURLToPath(import.meta.resolve("@slack/types"))));
  const scope = dirname(types);
  return readdirSync(scope).map((name) => join(scope, name));
}

/** Every payload, bare or in a link to Block Kit Builder, in the pages and the doc comments of a package. */
function findExamples(directory: string) {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /^(?!.*node_modules).*\.(?:md|d\.ts)$/.test(file))
    .flatMap((file) => toPieces(readFileSync(join(directory, file), "utf8"), file.endsWith(".md")))
    .filter((piece) => /\btype"?:|%22type/.test(piece))
    .map(readPayload)
    .flatMap((read) => (read.ok ? [{ from: basename(directory), payload: read.payload }] : []));
}

/** The code blocks of a page, or the tags and links of the comments of a declaration. */
function toPieces(text: string, isPage: boolean): readonly string[] {
  if (isPage) {
    return text.match(/```.*?```/gs) ?? [];
  }
  const comments = text.match(/\/\*\*.*?\*\//gs) ?? [];
  return comments.flatMap((comment) => comment.replace(/^\s*\* ?/gm, "").split(/(?=^@\w|\{@link)/m));
}
