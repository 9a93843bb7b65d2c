import { asRecord, asString, isRecord, type Json } from "./json.ts";
import type { Surface } from "./problem.ts";

/** What a payload turns out to be. */
export interface Target {
  readonly surface: Surface;
  /** The shape of the table; of bare blocks it is that of the surface, without what a whole view needs. */
  readonly shape: string;
  readonly value: unknown;
  /** Where Slack's pointers begin. */
  readonly prefix: readonly string[];
  readonly isBare: boolean;
}

const viewShapes = new Set(["modal", "home", "workflow_step"]);

/** Finds out whether a payload is a message, a view, the arguments of `views.open`, or blocks alone. */
export function findTarget(payload: unknown, surface: Surface = "message"): Target {
  if (Array.isArray(payload)) {
    const prefix = surface === "message" ? [] : ["view"];
    return { surface, shape: surface, value: { blocks: payload }, prefix, isBare: true };
  }
  if (isRecord(payload) && isRecord(payload.view) && payload.blocks === undefined) {
    return toView(payload.view, surface === "message" ? "modal" : surface);
  }
  return toView(payload, surface);
}

function toView(value: unknown, surface: Surface): Target {
  const type = asString(asRecord(value).type);
  const shape = viewShapes.has(type) ? type : surface;
  if (shape === "message") {
    return { surface, shape, value: readLists(value), prefix: [], isBare: false };
  }
  return { surface: shape === "home" ? "home" : "modal", shape, value, prefix: ["view"], isBare: false };
}

/** Callers of the HTTP API send lists as JSON text, which Slack reads (docs.slack.dev, chat.postMessage, blocks). */
function readLists(message: unknown): unknown {
  if (!isRecord(message)) {
    return message;
  }
  const keys = ["blocks", "attachments"].filter((key) => typeof message[key] === "string");
  const lists = keys.map((key) => [key, readList(message[key])]);
  return keys.length > 0 ? { ...message, ...Object.fromEntries(lists) } : message;
}

/** The list that is written in a text, or what was given where there is none. */
function readList(text: unknown): unknown {
  try {
    const list: unknown = JSON.parse(String(text));
    return Array.isArray(list) ? list : text;
  } catch {
    return text;
  }
}

/** Whether a payload replaces a message that stands: `chat.update` names it by `ts`, a response URL by `replace_original`. */
export function isUpdate(payload: Json): boolean {
  return payload.ts !== undefined || isTrue(payload.replace_original);
}

/** Slack's pages write some flags as strings. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
