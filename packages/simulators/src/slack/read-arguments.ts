import { type Refusal, refuse } from "./api-call.ts";

export interface ReadArguments {
  readonly arguments: Record<string, unknown>;
  /** A token in a form body; Slack takes none from JSON or the query. */
  readonly bodyToken?: string;
}

/** Reads a Web API call's arguments from a JSON or form body, or from the query of a GET. */
export async function readArguments(request: Request): Promise<ReadArguments | Refusal> {
  if (request.method === "GET") {
    return { arguments: Object.fromEntries(new URL(request.url).searchParams) };
  }
  const body = await request.text();
  const contentType = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  switch (contentType) {
    case "application/json":
      return fromJson(body);
    case "application/x-www-form-urlencoded":
      return fromForm(body);
    default:
      if (body === "") {
        return { arguments: {} };
      }
      return refuse(contentType === "" ? "missing_post_type" : "invalid_post_type");
  }
}

function fromForm(body: string): ReadArguments {
  const { token, ...rest } = Object.fromEntries(new URLSearchParams(body));
  return { arguments: rest, ...(token === undefined || token === "" ? {} : { bodyToken: token }) };
}

function fromJson(body: string): ReadArguments | Refusal {
  if (body.trim() === "") {
    return { arguments: {} };
  }
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { arguments: value as Record<string, unknown> }
      : refuse("json_not_object");
  } catch {
    return refuse("invalid_json");
  }
}
