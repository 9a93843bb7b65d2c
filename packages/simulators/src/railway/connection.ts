import { apiError } from "./api-error.ts";

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A page in the Relay manner (docs.railway.com/integrations/api/graphql-overview, "Pagination"); cursors stand on edges. */
export function toConnection<Node extends { readonly id: string }>(nodes: readonly Node[], page: ConnectionArguments) {
  const start = page.after === null || page.after === undefined ? 0 : positionOf(nodes, page.after) + 1;
  const end = page.before === null || page.before === undefined ? nodes.length : positionOf(nodes, page.before);
  const window = nodes.slice(start, end);
  const headed = window.slice(0, page.first ?? window.length);
  const chosen = page.last === null || page.last === undefined ? headed : headed.slice(-page.last);
  const edges = chosen.map((node) => ({ cursor: toCursor(node.id), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: headed.length < window.length || end < nodes.length,
      hasPreviousPage: start > 0 || chosen.length < headed.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function toCursor(id: string): string {
  return Buffer.from(id).toString("base64");
}

function positionOf(nodes: readonly { readonly id: string }[], cursor: string): number {
  const position = nodes.findIndex(({ id }) => toCursor(id) === cursor);
  if (position < 0) throw apiError("Invalid cursor");
  return position;
}
