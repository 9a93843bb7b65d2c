import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { ResponseUrls } from "./response-urls.ts";
import { type SlackVerbs, slackVerbNames } from "./slack-control.ts";
import type { ApiOutcome, WebApi } from "./web-api.ts";
import { UnknownThingError } from "./workspace-setup.ts";

export interface RouteParts {
  readonly webApi: WebApi;
  readonly responseUrls: ResponseUrls;
  readonly verbs: SlackVerbs;
}

/** The HTTP face of the simulator: Web API, response URLs and the control API. */
export function createSlackRoutes(parts: RouteParts) {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.on(["GET", "POST"], "/api/:method", async (context) => {
    const outcome = await parts.webApi.answer(context.req.param("method"), context.req.raw);
    return toResponse(outcome, context.env);
  });
  routes.post("/response/:id", async (context) => {
    const { status, body } = parts.responseUrls.use(context.req.param("id"), await context.req.text());
    return context.text(body, status);
  });
  routes.post("/_control/:verb", async (context) => {
    const name = slackVerbNames.find((known) => known === context.req.param("verb"));
    if (name === undefined) {
      return context.json({ error: `There is no verb ${context.req.param("verb")}` }, 404);
    }
    return await runVerb(parts.verbs, name, context.req.raw);
  });
  return routes;
}

async function runVerb(verbs: SlackVerbs, name: keyof SlackVerbs, request: Request): Promise<Response> {
  // The body is what the verb's type says when the client is ours; a wrong one ends as an error below.
  const verb = verbs[name] as (input: unknown) => Promise<unknown>;
  try {
    const body = await request.text();
    return Response.json({ value: await verb(body === "" ? {} : JSON.parse(body)) });
  } catch (error) {
    const isKnown = error instanceof UnknownThingError;
    const message = error instanceof Error ? error.message : String(error);
    return Response.json({ error: message }, { status: isKnown ? 404 : 400 });
  }
}

function toResponse(outcome: ApiOutcome, bindings: HttpBindings): Response {
  switch (outcome.kind) {
    case "answer":
      return new Response(outcome.body, { status: outcome.status, headers: outcome.headers });
    case "hang":
      return RESPONSE_ALREADY_SENT;
    case "reset":
      bindings.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
  }
}
