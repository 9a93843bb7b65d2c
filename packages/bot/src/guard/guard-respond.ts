import { type GuardOptions, sendGuarded } from "./guard-message.ts";

/** What Bolt sends answers to response URLs with: `fetch` in Bolt 5, an axios instance in Bolt 4. */
type Post = (url: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** An answer of a response URL that was not taken, with Slack's word for it. */
class RespondRefusedError extends Error {
  override readonly name = "RespondRefusedError";
  readonly code: string;
  readonly response: Response;

  constructor(code: string, response: Response) {
    super("a response URL refused the answer");
    this.code = code;
    this.response = response;
  }
}

/** Guards `respond()`, in place. An app that sends in some other way is left as it is. */
export function guardRespond(app: object, options: GuardOptions): void {
  const fetchFn: unknown = Reflect.get(app, "fetchFn");
  if (typeof fetchFn === "function") {
    Reflect.set(
      app,
      "fetchFn",
      guardFetch((...args) => fetchFn(...args), options),
    );
    return;
  }
  const axios: unknown = Reflect.get(app, "axios");
  const post: unknown = axios === null || typeof axios !== "function" ? undefined : Reflect.get(axios, "post");
  if (typeof axios === "function" && typeof post === "function") {
    Reflect.set(
      axios,
      "post",
      guardPost((url, body) => post.call(axios, url, body), options),
    );
  }
}

type Fetch = (url: string, init: { readonly body?: unknown }) => Promise<Response>;

function guardFetch(fetchFn: Fetch, options: GuardOptions): Fetch {
  return async (url, init) => {
    const payload = readJson(init.body);
    if (payload === undefined) return fetchFn(url, init);
    try {
      return await sendGuarded(
        payload,
        { method: "response_url", send: (body) => postJson(fetchFn, { url, init, body }) },
        options,
      );
    } catch (error) {
      // Bolt reads the status of the response itself.
      if (error instanceof RespondRefusedError) return error.response;
      throw error;
    }
  };
}

interface Posting {
  readonly url: string;
  readonly init: { readonly body?: unknown };
  readonly body: Readonly<Record<string, unknown>>;
}

async function postJson(fetchFn: Fetch, { url, init, body }: Posting): Promise<Response> {
  const response = await fetchFn(url, { ...init, body: JSON.stringify(body) });
  if (response.ok) return response;
  const said = await response.clone().text();
  throw new RespondRefusedError(codeIn(said), response);
}

function guardPost(post: Post, options: GuardOptions): Post {
  const send = async (url: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    try {
      return await post(url, body);
    } catch (error) {
      const said: unknown = Reflect.get(Object(Reflect.get(Object(error), "response")), "data");
      if (typeof said === "string") Object.assign(Object(error), { code: codeIn(said) });
      throw error;
    }
  };
  return (url, body) => sendGuarded(body, { method: "response_url", send: (payload) => send(url, payload) }, options);
}

/** Response URLs answer with a bare word, or with JSON that holds it in `error`. */
function codeIn(said: string): string {
  return /[a-z]+(?:_[a-z]+)+/.exec(said.slice(0, 500))?.[0] ?? "";
}

function readJson(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof body !== "string") return undefined;
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === "object" && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : undefined;
}
