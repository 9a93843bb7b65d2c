import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Health, HealthCheck } from "./check-health.ts";

/** `/health` for what a bot may serve with. Mount it at the path you like; it answers any request that reaches it. */
export interface HealthPage {
  /** For Node's `http` and for Express. */
  node(request: IncomingMessage, response: ServerResponse): void;
  /** For Hono (`(c) => page.fetch(c.req.raw)`) and all that speaks `Request` and `Response`. */
  fetch(request: Request): Promise<Response>;
}

/** Everybody sees the status alone, which is all that a platform needs; details need the key. */
export function createHealthPage({ check }: HealthCheck, key: string | undefined): HealthPage {
  async function answer(
    authorization: string | undefined,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const health = await check();
    const shown = isAllowed(authorization, key) ? health : publicPart(health);
    return { status: health.status === "down" ? 503 : 200, body: JSON.stringify(shown) };
  }

  return {
    node: (request, response) => {
      void answer(request.headers.authorization).then(({ status, body }) => {
        response.writeHead(status, headers);
        response.end(body);
      });
    },
    fetch: async (request) => {
      const { status, body } = await answer(request.headers.get("authorization") ?? undefined);
      return new Response(body, { status, headers });
    },
  };
}

const headers = { "content-type": "application/json", "cache-control": "no-store" };

function publicPart({ status, timestamp }: Health): Pick<Health, "status" | "timestamp"> {
  return { status, timestamp };
}

/** In constant time, whatever is brought. */
function isAllowed(authorization: string | undefined, key: string | undefined): boolean {
  if (key === undefined || authorization === undefined) return false;
  return timingSafeEqual(digest(authorization), digest(`Bearer ${key}`));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
