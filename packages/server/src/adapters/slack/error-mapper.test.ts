import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import { toPortError } from "./error-mapper.ts";

const { signal } = new AbortController();
const map = (error: unknown) => toPortError(error, "Posting to Slack", signal);
const platform = (error: string, more: object = {}) => map(new WebAPIPlatformError({ ok: false, error, ...more }));

describe("A failure of Slack", () => {
  test.each([
    ["invalid_auth", "unauthorized"],
    ["token_revoked", "unauthorized"],
    ["two_factor_setup_required", "unauthorized"],
    ["internal_error", "unreachable"],
    ["team_added_to_org", "unreachable"],
    ["ratelimited", "rate-limited"],
    ["rate_limited", "rate-limited"],
    ["invalid_blocks", "refused"],
    ["no_text", "refused"],
    ["msg_too_long", "refused"],
    ["not_in_channel", "refused"],
    ["is_archived", "refused"],
    ["restricted_action_read_only_channel", "refused"],
    ["invalid_cursor", "refused"],
    ["unknown_method", "refused"],
    ["an_error_of_tomorrow", "refused"],
    ["channel_not_found", "not-found"],
    ["thread_not_found", "not-found"],
    ["<html>502</html>", "bad-reply"],
  ])("%s is %s", (error, code) => {
    expect(platform(error)).toMatchObject({ port: "chat", code });
  });

  test.each([
    [500, "unreachable"],
    [503, "unreachable"],
    [403, "unauthorized"],
    [404, "not-found"],
    [400, "refused"],
    [302, "refused"],
  ])("HTTP %i is %s", (status, code) => {
    expect(map(new WebAPIHTTPError(status, "words", {}, "body"))).toMatchObject({ code });
  });

  test("a missing scope is named", () => {
    expect(platform("missing_scope", { needed: "channels:history", provided: "chat:write" }).message).toContain(
      "missing_scope: channels:history",
    );
  });

  test("a rate limit keeps its time, in each of the forms that the client gives it", () => {
    const retriedOut = new WebAPIRequestError(
      new Error("A rate limit was exceeded (url: https://slack.com/api/chat.postMessage, retry-after: 30)"),
    );

    expect(map(new WebAPIRateLimitedError(30))).toMatchObject({ code: "rate-limited", retryAfterMs: 30_000 });
    expect(map(retriedOut)).toMatchObject({ code: "rate-limited", retryAfterMs: 30_000 });
    expect(platform("ratelimited", { response_metadata: { retryAfter: 30 } })).toMatchObject({ retryAfterMs: 30_000 });
    expect(map(new Error("Retry header did not contain a valid timeout (url: x)"))).toMatchObject({
      code: "rate-limited",
      retryAfterMs: undefined,
    });
  });

  test("a network failure is unreachable, and a stopped call timed out", () => {
    const failure = new WebAPIRequestError(new TypeError("fetch failed"));

    expect(map(failure)).toMatchObject({ code: "unreachable" });
    expect(toPortError(failure, "Posting", AbortSignal.abort())).toMatchObject({ code: "timed-out" });
  });

  test("nothing that was sent or received is in message, cause or stack", () => {
    const planted = "planted-secret";
    const errors = [
      map(new WebAPIHTTPError(502, planted, { "x-echo": planted }, planted)),
      map(new WebAPIRequestError(new Error(planted))),
      platform(`<p>${planted}</p>`),
      platform("missing_scope", { needed: planted.toUpperCase() }),
    ];

    for (const error of errors)
      expect(
        JSON.stringify([error.message, error.stack, error.cause, String(error.cause)]).toLowerCase(),
      ).not.toContain(planted);
  });
});
