import { GraphQLError } from "graphql";

/**
 * A refusal as Railway words it: HTTP 200, `errors[0].message`, and always the code `INTERNAL_SERVER_ERROR`, also for a
 * wrong token (seen at backboard.railway.com and reported publicly, read 2026-11-23).
 */
export function apiError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "INTERNAL_SERVER_ERROR" } });
}

export function notAuthorized(): GraphQLError {
  return apiError("Not Authorized");
}
