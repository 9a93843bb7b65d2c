import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { describeHealthProbe } from "../../ports/health-probe.suite.ts";
import { createHttpHealthProbe } from "./health-probe.ts";

async function listen(listener: RequestListener): Promise<{ server: Server; url: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`, close };
}

describeHealthProbe({
  name: "The HTTP adapter",
  create: async () => {
    let page = { status: 200, body: "" };
    const { url, close } = await listen((_request, response) =>
      response.writeHead(page.status, { location: "http://127.0.0.1:1/" }).end(page.body),
    );
    return {
      probe: createHttpHealthProbe(),
      url,
      answer: async (status, body) => {
        page = { status, body };
      },
      goAway: close,
      close,
    };
  },
});

describe("The HTTP health probe", () => {
  const { signal } = new AbortController();
  let close = async () => undefined as unknown;
  afterEach(() => close());

  test("a page that hangs, or never ends, is left after the limit", async () => {
    const page = await listen((request, response) => {
      if (request.url === "/slow") response.writeHead(200).write("a");
    });
    close = page.close;
    const probe = createHttpHealthProbe({ timeoutMs: 50 });

    await expect(probe.read(page.url, signal)).rejects.toMatchObject({ code: "timed-out" });
    await expect(probe.read(new URL("/slow", page.url).href, signal)).rejects.toMatchObject({ code: "timed-out" });
  });

  test("of a body without end only the start is read", async () => {
    const page = await listen((_request, response) => {
      const write = () => {
        while (response.write("x".repeat(16_384)));
        response.once("drain", write);
      };
      write();
    });
    close = page.close;

    expect((await createHttpHealthProbe().read(page.url, signal)).body).toBe("x".repeat(4_096));
  });

  test.each(["file:///etc/passwd", "ftp://127.0.0.1/", "not an address", "http://ana:planted@127.0.0.1/"])(
    "%s is refused",
    async (url) => {
      const error: unknown = await createHttpHealthProbe()
        .read(url, signal)
        .catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ port: "health-probe", code: "refused" });
      expect(String(error)).not.toContain("planted");
    },
  );
});
