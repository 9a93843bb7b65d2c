import { explain } from "@allclear/block-kit";
import { type ApiReply, jsonArgument, type Refusal, refuse, refuseArguments } from "../api-call.ts";
import { refuseContent } from "../refuse-content.ts";

/** An error as `blocks.validate` tells it (docs.slack.dev, and the client's own type). */
interface BlocksError {
  readonly code: "missing_field" | "invalid_type" | "failed_constraint";
  readonly message: string;
  /** Begins inside what was sent, so `/0/text` for blocks. */
  readonly pointer: string;
  readonly constraint?: { readonly type: string; readonly expected?: readonly string[] };
  readonly field?: string;
}

const kinds = ["blocks", "view", "message"] as const;
const messageKeys = ["blocks", "attachments"];

/** Answers `blocks.validate`, which needs no token. */
export function answerValidate(given: Readonly<Record<string, unknown>>): ApiReply {
  const [kind, ...others] = kinds.filter((name) => jsonArgument({ arguments: given }, name) !== "absent");
  if (kind === undefined || others.length > 0) {
    return refuseArguments("must define either `blocks`, `view` or `message`");
  }
  const read = jsonArgument({ arguments: given }, kind);
  if (typeof read === "string") {
    return refuseArguments(`must provide ${kind === "blocks" ? "an array" : "an object"} [json-pointer:/${kind}]`);
  }
  const payload = kind === "blocks" ? { blocks: read.value } : read.value;
  const extra = kind === "message" ? extraKeys(payload) : [];
  const refusal = refuseContent(payload, kind === "view" ? "modal" : "message");
  if (refusal === undefined && extra.length === 0) {
    return { ok: true };
  }
  const errors = [...extra, ...toErrors(refusal, payload, { blocks: "/blocks", view: "/view", message: "" }[kind])];
  return errors.length === 0 && refusal !== undefined ? refusal : refuse("invalid_blocks", { errors });
}

/** Unlike chat.postMessage it takes nothing of a message but what holds blocks. */
function extraKeys(message: unknown): readonly BlocksError[] {
  const keys = typeof message === "object" && message !== null ? Object.keys(message) : [];
  return keys
    .filter((key) => !messageKeys.includes(key))
    .map((key) => ({
      code: "failed_constraint",
      message: `invalid additional property: ${key}`,
      pointer: "",
      constraint: { type: "additional_properties" },
    }));
}

function toErrors(refusal: Refusal | undefined, payload: unknown, prefix: string): readonly BlocksError[] {
  const { messages = [] } = (refusal?.response_metadata ?? {}) as { readonly messages?: readonly string[] };
  return messages.flatMap((line) => {
    const [, message = "", pointer = ""] = /^\[ERROR\] (.*) \[json-pointer:(.*)\]$/s.exec(line) ?? [];
    return message === ""
      ? []
      : [{ message, pointer: pointer.slice(prefix.length), ...kindOf(line, message, payload) }];
  });
}

/** Slack's names of constraints that are not the last word of the rule. */
const constraintNames: Readonly<Record<string, string>> = {
  max: "maximum",
  min: "minimum",
  format: "pattern",
  unknown_key: "additional_properties",
};

function kindOf(line: string, message: string, payload: unknown): Pick<BlocksError, "code" | "constraint" | "field"> {
  const field = /^missing required field: (.*)$/s.exec(message)?.[1];
  if (field !== undefined) {
    return { code: "missing_field", field };
  }
  const [problem] = explain(line, payload);
  const type = problem?.rule.split(".").at(-1) ?? "";
  if (type === "type") {
    return { code: "invalid_type" };
  }
  const expected = problem?.limit === undefined ? {} : { expected: [String(problem.limit)] };
  return { code: "failed_constraint", constraint: { type: constraintNames[type] ?? type, ...expected } };
}
