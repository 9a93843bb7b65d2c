import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import type { Caller, Operation } from "../../../operations/define-operation.ts";
import type { ErrorReply } from "../error-reply.ts";
import type { KeyRing } from "../key-ring.ts";
import { type IncidentList, incidentListPage } from "./incident-list-page.ts";
import { type IncidentView, incidentPage } from "./incident-page.ts";
import { type Html, layOut } from "./page-layout.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { signedInPage, signInPage } from "./sign-in-page.ts";

export interface PageParts {
  readonly operations: readonly Operation[];
  readonly run: (request: {
    readonly operation: Operation;
    readonly input: unknown;
    readonly caller: Caller;
  }) => Promise<unknown>;
  readonly keys: KeyRing;
  /** Says in an answer what went wrong, and logs what nobody foresaw. */
  readonly explain: (error: unknown) => ErrorReply;
}

const COOKIE = "allclear_session";
/** One shift. */
const SESSION_SECONDS = 12 * 60 * 60;
const PAGE_LIMIT = 200;
const FORM_LIMIT_BYTES = 4_096;

/** Plain pages of incidents, for reading. They show what the queries of the catalogue answer to a viewer. */
export function addPages(app: OpenAPIHono, parts: PageParts): void {
  const headers = pageHeaders();
  app.get("/style.css", (context) => context.body(PAGE_STYLE, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/", headers, (context) =>
    show(context, parts, async (ask) => {
      // The answers' shapes are promised by the operations of these names.
      const answer = (await ask("list-incidents", { limit: PAGE_LIMIT })) as IncidentList;
      return incidentListPage(answer);
    }),
  );
  app.get("/incidents/:id", headers, (context) =>
    show(context, parts, async (ask) => {
      const input = { incidentId: context.req.param("id"), events: PAGE_LIMIT };
      const answer = (await ask("show-incident", input)) as IncidentView;
      return incidentPage(answer, parts.operations);
    }),
  );
  app.post("/session", headers, bodyLimit({ maxSize: FORM_LIMIT_BYTES }), async (context) => {
    const { key, path } = await context.req.parseBody();
    return signIn(context, parts.keys, { key: typeof key === "string" ? key : "", path: toOwnPath(path) });
  });
}

/** Only to a page of ours, wherever a form says that its reader wanted to go. */
function toOwnPath(path: unknown): string {
  return typeof path === "string" && /^\/(?:incidents\/[\w.~%-]+)?$/.test(path) ? path : "/";
}

type Ask = (name: string, input: unknown) => Promise<unknown>;

async function show(context: Context, parts: PageParts, draw: (ask: Ask) => Promise<Html>): Promise<Response> {
  const { path } = context.req;
  const caller = parts.keys.findSession(getCookie(context, COOKIE) ?? "", Date.now());
  if (caller === undefined) return context.html(signInPage("The incidents are shown to who has a key.", path), 401);
  try {
    return await context.html(await draw((name, input) => runQuery(parts, { name, input, caller })));
  } catch (error) {
    const { status, body, headers } = parts.explain(error);
    return context.html(errorPage(body.error.message), status, headers);
  }
}

interface PageQuestion {
  readonly name: string;
  readonly input: unknown;
  readonly caller: Caller;
}

/** Pages only read, so whoever reads them does it as a viewer. */
function runQuery({ operations, run }: PageParts, { name, input, caller }: PageQuestion): Promise<unknown> {
  const operation = operations.find((known) => known.name === name);
  if (operation === undefined) throw new Error(`the page needs the operation ${name}`);
  return run({ operation, input, caller: { ...caller, role: "viewer" } });
}

function signIn(
  context: Context,
  keys: KeyRing,
  { key, path }: { key: string; path: string },
): Response | Promise<Response> {
  const session = keys.openSession(key, Date.now() + SESSION_SECONDS * 1_000);
  if (session === undefined) return context.html(signInPage("This key is not known.", path), 401);
  setCookie(context, COOKIE, session, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    maxAge: SESSION_SECONDS,
    secure: new URL(context.req.url).protocol === "https:",
  });
  return context.html(signedInPage(path));
}

function errorPage(message: string): Html {
  return layOut({
    title: "Allclear",
    body: html`<h1>Allclear</h1><p>${message}</p><p><a href="/">All incidents</a></p>`,
  });
}

function pageHeaders() {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: "DENY",
    referrerPolicy: "no-referrer",
    strictTransportSecurity: false,
  });
  return async (context: Context, next: () => Promise<void>) => {
    await secure(context, next);
    context.res.headers.set("Cache-Control", "no-store");
  };
}
