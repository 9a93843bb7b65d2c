import type { Node, ShapeNode } from "./compile.ts";
import type { Path } from "./finding.ts";
import { isRecord } from "./json.ts";
import { findTarget } from "./target.ts";
import { compileFor } from "./validate.ts";

/** A field of the table that a path may lead to, and the shapes that may stand there. */
export interface Place {
  readonly node: Node | undefined;
  readonly shapes: readonly ShapeNode[];
}

const views = ["modal", "home", "workflow_step"];

/** Finds where in the table a path leads; one place when the payload shows which parts it goes through, else every one that may be. */
export function findPlaces(path: Path, payload: unknown): readonly Place[] {
  const { shapes } = compileFor(undefined);
  const isView = path[0] === "view";
  const { shape, value: root } = findTarget(payload, isView ? "modal" : "message");
  const names = isView && payload === undefined ? views : [shape];
  let value = root;
  let places: readonly Place[] = [{ node: undefined, shapes: names.flatMap((name) => shapes.get(name) ?? []) }];
  for (const segment of isView ? path.slice(1) : path) {
    value = partOf(value, segment);
    places = places.flatMap((place) => fieldsAt(place, segment)).flatMap((node) => toPlaces(node, value));
  }
  return places;
}

/** What a payload has at a path of Slack's. */
export function valueAt(payload: unknown, path: Path): unknown {
  const isView = path[0] === "view";
  const { value } = findTarget(payload, isView ? "modal" : "message");
  return (isView ? path.slice(1) : path).reduce(partOf, value);
}

function partOf(value: unknown, segment: string | number): unknown {
  if (Array.isArray(value)) {
    return value[Number(segment)];
  }
  return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function fieldsAt({ node, shapes }: Place, segment: string | number): readonly Node[] {
  if (node?.is === "list") {
    return node.inner === undefined ? [] : [node.inner];
  }
  if (node?.is === "text") {
    return segment === "text"
      ? [{ ...node, is: "string" }]
      : [{ ...node, is: "flag", rule: `${node.rule}.${segment}` }];
  }
  return shapes.flatMap((shape) => shape.fields.get(String(segment)) ?? []);
}

function toPlaces(node: Node, value: unknown): readonly Place[] {
  const type = isRecord(value) && typeof value.type === "string" ? value.type : "";
  const known = node.parts?.get(type);
  const place = { node, shapes: known === undefined ? [...(node.parts?.values() ?? [])] : [known] };
  if (node.is !== "part" || node.inner === undefined || known !== undefined) {
    return [place];
  }
  const text = { node: node.inner, shapes: [] };
  return type === "plain_text" || type === "mrkdwn" ? [text] : [place, text];
}
