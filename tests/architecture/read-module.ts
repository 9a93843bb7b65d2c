import { parseSync, Visitor, type VisitorObject } from "oxc-parser";

export interface ImportStatement {
  /** The specifier, or `undefined` when it is computed and cannot be read. */
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface ProcessUse {
  readonly property: string;
  readonly line: number;
}

/** What a module asks of its surroundings. */
export interface ModuleFacts {
  readonly imports: readonly ImportStatement[];
  readonly processUses: readonly ProcessUse[];
}

interface Node {
  readonly start: number;
}

/** Reads imports (static, re-exported, dynamic, of types) and uses of `process` from a TypeScript source; a syntax error throws. */
export function readModule(file: string, source: string): ModuleFacts {
  const parsed = parseSync(file, source, { sourceType: "module" });
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`);

  const imports: ImportStatement[] = [];
  const processUses: ProcessUse[] = [];
  const lineOf = (node: Node) => source.slice(0, node.start).split("\n").length;
  const visitors = [
    importVisitor((node, specifier, typeOnly) => imports.push({ specifier, typeOnly, line: lineOf(node) })),
    processVisitor((node, property) => processUses.push({ property, line: lineOf(node) })),
  ];
  for (const visitor of visitors) new Visitor(visitor).visit(parsed.program);
  return { imports, processUses };
}

function importVisitor(add: (node: Node, specifier: string | undefined, typeOnly: boolean) => void): VisitorObject {
  return {
    ImportDeclaration(node) {
      const kinds = node.specifiers.map((each) => (each.type === "ImportSpecifier" ? each.importKind : "value"));
      const typeOnly = node.importKind === "type" || (kinds.length > 0 && kinds.every((kind) => kind === "type"));
      add(node, node.source.value, typeOnly);
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      const allTypes = node.specifiers.length > 0 && node.specifiers.every((each) => each.exportKind === "type");
      add(node, node.source.value, node.exportKind === "type" || allTypes);
    },
    ExportAllDeclaration(node) {
      add(node, node.source.value, node.exportKind === "type");
    },
    ImportExpression(node) {
      add(node, literal(node.source), false);
    },
    TSImportType(node) {
      add(node, literal(node.source), true);
    },
    TSExternalModuleReference(node) {
      add(node, literal(node.expression), false);
    },
    CallExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "require") {
        add(node, literal(node.arguments[0]), false);
      }
    },
  };
}

function processVisitor(add: (node: Node, property: string) => void): VisitorObject {
  return {
    MemberExpression(node) {
      if (isProcess(node.object)) add(node, propertyName(node.property));
    },
    VariableDeclarator(node) {
      if (!isProcess(node.init) || node.id.type !== "ObjectPattern") return;
      for (const property of node.id.properties) {
        add(property, property.type === "Property" ? propertyName(property.key) : "...");
      }
    },
    ImportDeclaration(node) {
      if (!/^(?:node:)?process$/.test(node.source.value)) return;
      for (const specifier of node.specifiers) {
        if (specifier.type === "ImportSpecifier") add(specifier, propertyName(specifier.imported));
      }
    },
  };
}

function isProcess(node: unknown): boolean {
  if (!isRecord(node)) return false;
  if (node.type === "Identifier") return node.name === "process";
  return node.type === "MemberExpression" && isRecord(node.property) && node.property.name === "process";
}

function propertyName(node: unknown): string {
  if (!isRecord(node)) return "";
  const name = node.name ?? node.value;
  return typeof name === "string" ? name : "";
}

function literal(node: unknown): string | undefined {
  if (!isRecord(node)) return undefined;
  if (node.type === "TSLiteralType") return literal(node.literal);
  if (node.type === "TemplateLiteral") return templateText(node);
  return typeof node.value === "string" ? node.value : undefined;
}

function templateText(node: Record<string, unknown>): string | undefined {
  const quasis: unknown = node.quasis;
  if (!Array.isArray(quasis) || quasis.length !== 1) return undefined;
  const [only]: unknown[] = quasis;
  const value = isRecord(only) ? only.value : undefined;
  return isRecord(value) && typeof value.cooked === "string" ? value.cooked : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
