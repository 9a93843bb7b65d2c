import { knownTypes, type Node, type ShapeNode } from "./compile.ts";
import { either } from "./describe.ts";
import { findPlaces, type Place } from "./find-places.ts";
import type { Constraint, Finding, Path } from "./finding.ts";
import type { Fix } from "./rules/field.ts";
import type { Said } from "./sentences.ts";

/** A rule that a sentence may be about, and whether its row of the table agrees with all that the sentence says. */
interface Candidate extends Pick<Finding, "rule" | "constraint"> {
  readonly wanted?: readonly string[] | undefined;
  readonly fix?: Fix | undefined;
  readonly fits: boolean;
}

const usualFixes: Partial<Readonly<Record<Constraint, Fix>>> = {
  unknown_key: "strip",
  type: "coerce",
  text_type: "coerce",
  max_length: "truncate",
  max_items: "cut",
  min: "clamp",
  max: "clamp",
};

const wordOnly = /^[^`]+$/s;

/** Names the rule that a sentence is about, when only one of the table fits it and the path. */
export function findRule(said: Said, path: Path, payload: unknown): Finding | undefined {
  const { about = "", limit, constraints } = said;
  const isOfType = constraints.includes("unknown_type");
  const places = findPlaces(isOfType ? path.slice(0, -1) : path, payload);
  const candidates = places.flatMap((place) => (isOfType ? rulesOfType(place, about) : rulesOf(place, said)));
  const found = theOnly(candidates.filter(({ fits }) => fits)) ?? theOnly(candidates);
  if (found === undefined) {
    return undefined;
  }
  const { rule, constraint, fix = usualFixes[constraint] ?? "drop", wanted } = found;
  return {
    ...{ rule, constraint, path, fix },
    ...(limit !== undefined && { limit }),
    ...(wanted !== undefined && { wanted }),
    ...(wordOnly.test(about) && { key: about }),
  };
}

function theOnly(candidates: readonly Candidate[]): Candidate | undefined {
  return new Set(candidates.map(({ rule }) => rule)).size === 1 ? candidates[0] : undefined;
}

function rulesOf({ node, shapes }: Place, said: Said): readonly Candidate[] {
  const { about = "" } = said;
  const [constraint] = said.constraints;
  switch (constraint) {
    case "required":
      return [...shapes.flatMap((shape) => rulesOfMissing(shape, about)), ...rulesOfOwn(node, constraint, about)];
    case "unknown_key":
      return [
        ...shapes.map(({ name, fields }) => ({ rule: `${name}.unknown_key`, constraint, fits: !fields.has(about) })),
        ...rulesOfOwn(node, constraint, about),
      ];
    default:
      return node === undefined || constraint === undefined ? [] : rulesOfField(node, constraint, said);
  }
}

/** A key that is missing, or all of several. */
function rulesOfMissing({ name, fields, together = [] }: ShapeNode, about: string): readonly Candidate[] {
  const constraint = "required";
  const field = fields.get(about);
  if (field !== undefined) {
    return [{ rule: `${name}.${about}.required`, constraint, fits: field.required === true }];
  }
  return together.flatMap((each) =>
    "of" in each && either(each.of) === about
      ? [{ rule: `${name}.content.required`, constraint, wanted: each.of, fits: true }]
      : [],
  );
}

/** The keys of a text object, and the `type` of what may be one of several, stand in no shape. */
function rulesOfOwn(node: Node | undefined, constraint: Constraint, key: string): readonly Candidate[] {
  const isOwn = key === "type" || (key === "text" && node?.is === "text");
  const isAsked = node?.is === "text" || (node?.is === "part" && isOwn);
  return isAsked && isOwn === (constraint === "required")
    ? [{ rule: `${node.rule}.${constraint}`, constraint, fits: true }]
    : [];
}

/** A `type` that this place, this surface or the whole table does not know. */
function rulesOfType({ node }: Place, type: string): readonly Candidate[] {
  if (node?.is === "text") {
    return [
      {
        rule: `${node.rule}.text_type`,
        constraint: "text_type",
        wanted: node.types,
        fits: !node.types?.includes(type),
      },
    ];
  }
  const shape = node?.parts?.get(type);
  if (shape !== undefined) {
    const { name, surfaceNames: wanted, surfaceFix: fix } = shape;
    return [{ rule: `${name}.surface`, constraint: "surface", wanted, fix, fits: true }];
  }
  const constraint = knownTypes.has(type) ? "unsupported" : "unknown_type";
  return node?.is === "part"
    ? [{ rule: `${node.rule}.${constraint}`, constraint, wanted: [...(node.parts?.keys() ?? [])], fits: true }]
    : [];
}

const kinds: Partial<Readonly<Record<Constraint, readonly Node["is"][]>>> = {
  max_length: ["string"],
  min_length: ["string"],
  max_items: ["list"],
  min_items: ["list"],
  max: ["number"],
  min: ["number"],
};

const kindsByJsonType: Readonly<Record<string, readonly Node["is"][]>> = {
  "a string": ["string"],
  "an array": ["list"],
  "a boolean": ["flag"],
  "an object": ["text", "part", "object"],
  "a number": ["number"],
  "an integer": ["number"],
};

function rulesOfField(node: Node, constraint: Constraint, { limit, about = "" }: Said): readonly Candidate[] {
  const { is, max, min, values, pattern, form = "", fix } = node;
  const wanted = { type: [about], enum: values, format: [form] }[String(constraint)];
  const allowed = constraint === "type" ? kindsByJsonType[about] : kinds[constraint];
  const isGiven = { enum: values, format: pattern }[String(constraint)] !== undefined;
  const fits =
    limit === undefined ? allowed !== undefined || isGiven : limit === (constraint.startsWith("max") ? max : min);
  return allowed?.includes(is) === false ? [] : [{ rule: `${node.rule}.${constraint}`, constraint, wanted, fix, fits }];
}
