import { describe, expect, test } from "vitest";
import { messageOf, modalOf, plain, problemsIn, warningsIn } from "./findings.fixture.ts";

const empty = { type: "header", text: plain("") };

describe("a payload", () => {
  test.each([undefined, null, "words", 1, true, Symbol("a"), () => empty])(
    "that is no object is refused",
    (payload) => {
      expect(problemsIn(payload)).toEqual(["message.type at "]);
      expect(problemsIn(payload, { surface: "modal" })).toEqual(["modal.type at /view"]);
      expect(problemsIn(payload, { surface: "home" })).toEqual(["home.type at /view"]);
    },
  );

  test("that does not say what it is is a message", () => {
    expect(problemsIn(messageOf(empty))).toEqual(["header.text.min_length at /blocks/0/text/text"]);
  });

  test.each(["modal", "home", "workflow_step"])("that says in its type that it is a view is one: %s", (type) => {
    const payload = { ...(type === "modal" ? modalOf() : {}), type, blocks: [empty] };

    expect(problemsIn(payload)).toEqual(["header.text.min_length at /view/blocks/0/text/text"]);
  });

  test("that says in its type that it is a view is one, wherever it is meant to be shown", () => {
    expect(problemsIn({ type: "home", blocks: [] }, { surface: "modal" })).toEqual([]);
  });

  test("may have its lists as JSON text, as callers of the HTTP API send them", () => {
    const blocks = JSON.stringify([empty]);
    const attachments = JSON.stringify([{ blocks: [empty] }]);

    expect(problemsIn({ text: "a", blocks, attachments })).toEqual([
      "header.text.min_length at /blocks/0/text/text",
      "header.text.min_length at /attachments/0/blocks/0/text/text",
    ]);
    expect(problemsIn({ text: "a", blocks: "[{" })).toEqual(["message.blocks.type at /blocks"]);
  });

  test("with a view in it is the arguments of views.open", () => {
    const call = { trigger_id: "1.2", view: modalOf(empty) };

    expect(problemsIn(call)).toEqual(["header.text.min_length at /view/blocks/0/text/text"]);
  });

  test("with a view that does not say what it is is held against a modal", () => {
    expect(problemsIn({ trigger_id: "1.2", view: { title: plain("a"), blocks: [] } })).toEqual([
      "modal.type.required at /view",
    ]);
  });

  test("that is to be a view says so", () => {
    expect(problemsIn({ blocks: [] }, { surface: "home" })).toEqual(["home.type.required at /view"]);
    expect(problemsIn({ type: "message", blocks: [] }, { surface: "home" })).toEqual(["home.type.enum at /view/type"]);
  });
});

describe("blocks alone", () => {
  test("are checked as those of a message, which is told nothing about its text", () => {
    expect(problemsIn([empty])).toEqual(["header.text.min_length at /blocks/0/text/text"]);
    expect(warningsIn([{ type: "divider" }])).toEqual([]);
  });

  test("are checked as those of a view, which is told nothing about its title", () => {
    expect(problemsIn([empty], { surface: "modal" })).toEqual(["header.text.min_length at /view/blocks/0/text/text"]);
  });

  test("are as many as their surface takes", () => {
    const blocks = Array.from({ length: 51 }, () => ({ type: "divider" }));

    expect(problemsIn(blocks)).toEqual(["message.blocks.max_items at /blocks"]);
    expect(problemsIn(blocks, { surface: "home" })).toEqual([]);
  });

  test("may be none", () => {
    expect(problemsIn([])).toEqual([]);
  });
});
