import { createServer, type Server } from "node:http";

export interface Dependency {
  readonly name: string;
  /** Resolves when the dependency works and rejects when it does not. */
  readonly probe: () => Promise<unknown>;
}

export interface Health {
  readonly status: "healthy" | "unhealthy";
  readonly timestamp: string;
  readonly version: string;
  readonly uptime: number;
  readonly memory: NodeJS.MemoryUsage;
  readonly dependencies: Readonly<Record<string, "connected" | "disconnected">>;
}

const probeLimitMs = 3000;

export async function checkHealth(dependencies: readonly Dependency[], version: string): Promise<Health> {
  const states = await Promise.all(dependencies.map(async ({ name, probe }) => [name, await stateOf(probe)] as const));
  const isHealthy = states.every(([, state]) => state === "connected");
  return {
    status: isHealthy ? "healthy" : "unhealthy",
    timestamp: new Date().toISOString(),
    version,
    uptime: process.uptime(),
    memory: process.memoryUsage(),
    dependencies: Object.fromEntries(states),
  };
}

/** A successful probe is remembered for a while, so that a health page asked often does not eat the API's rate limit. */
export function rememberSuccess(probe: () => Promise<unknown>, forMs: number): () => Promise<unknown> {
  let provenAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - provenAt < forMs) return;
    await probe();
    provenAt = performance.now();
  };
}

export function createHealthServer(dependencies: readonly Dependency[], version: string): Server {
  return createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/health") {
      response.writeHead(404).end();
      return;
    }
    void checkHealth(dependencies, version).then((health) => {
      response.writeHead(health.status === "healthy" ? 200 : 503, { "content-type": "application/json" });
      response.end(JSON.stringify(health));
    });
  });
}

async function stateOf(probe: () => Promise<unknown>): Promise<"connected" | "disconnected"> {
  const limit = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("probe timed out")), probeLimitMs).unref();
  });
  return Promise.race([probe(), limit]).then(
    () => "connected",
    () => "disconnected",
  );
}
