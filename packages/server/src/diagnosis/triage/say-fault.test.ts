import { describe, expect, test } from "vitest";
import { sayFault } from "./say-fault.ts";

describe("what a failure said", () => {
  test("is the sentence in the answer of a service, after its status and type", () => {
    const message = '401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}';

    const said = sayFault({ chain: [{ message, status: 401, type: "authentication_error" }], template: "<n> {}" });

    expect(said).toBe("401 authentication_error: invalid x-api-key");
  });

  test("is read out of a dictionary of Python too", () => {
    const message = "Error code: 404 - {'error': {'message': 'The model does not exist', 'code': 'model_not_found'}}";

    const said = sayFault({ chain: [{ message, status: 404, code: "model_not_found" }], template: "" });

    expect(said).toBe("404 model_not_found: The model does not exist");
  });

  test("is its masked first line else, with its status", () => {
    expect(sayFault({ chain: [{ message: "503 <html>", status: 503 }], template: "<n> <html>" })).toBe("503 <html>");
    expect(sayFault({ chain: [{ message: "boom 7" }], template: "boom <n>" })).toBe("boom <n>");
  });

  test("keeps the numbers that name the failure, wherever they stand", () => {
    const message = "Request 71 failed with status code 503";

    expect(sayFault({ chain: [{ message, status: 503 }], template: "" })).toBe(
      "Request <n> failed with status code 503",
    );
    expect(sayFault({ chain: [{ message: "DiscordAPIError[50013]: no", code: "50013" }], template: "" })).toContain(
      "50013",
    );
  });

  test("is cut where a pager would cut it", () => {
    expect(sayFault({ chain: [{ message: "" }], template: "x".repeat(500) })).toHaveLength(121);
  });
});
