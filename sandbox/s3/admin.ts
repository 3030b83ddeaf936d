import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Faults } from "@/sandbox/shared/faults";
import { applyLifecycle } from "./lifecycle/apply-lifecycle";
import type { WorldStore } from "./store/world-store";

export interface AdminContext {
  world: WorldStore;
  region: string;
  faults: Faults;
}

/**
 * The stand-in's own switches below /_sandbox, unsigned: health, faults, replication (of the whole world) and the
 * lifecycle rules of this region. True when the request was for one of them.
 */
export async function handleAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  context: AdminContext,
): Promise<boolean> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/_sandbox/")) return false;
  if (await context.faults.handleAdmin(request, response)) return true;
  const route = ROUTES[`${request.method} ${url.pathname}`];
  const { status, body } = route
    ? await route(context, url, request)
    : { status: 404, body: { message: `there is no such switch; known are ${Object.keys(ROUTES).join(", ")}` } };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
  return true;
}

interface Answer {
  status: number;
  body: unknown;
}

type Route = (context: AdminContext, url: URL, request: IncomingMessage) => Promise<Answer>;

const ROUTES: Record<string, Route> = {
  "GET /_sandbox/health": async ({ world, region }) => {
    const buckets = world.listBuckets().filter((bucket) => bucket.region === region);
    return { status: 200, body: { status: "ok", region, buckets: buckets.map((bucket) => bucket.name) } };
  },

  "GET /_sandbox/replication": async ({ world }) => ({ status: 200, body: world.replicator.status() }),

  "POST /_sandbox/replication": async ({ world }, _url, request) => {
    const change = replicationSchema.safeParse(await readJson(request));
    if (!change.success) return badRequest(`send {lagMs?, failing?, paused?}: ${z.prettifyError(change.error)}`);
    world.replicator.configure(change.data);
    return { status: 200, body: world.replicator.status() };
  },

  "POST /_sandbox/lifecycle": async ({ world, region }, url) => {
    const now = new Date(url.searchParams.get("now") ?? world.now());
    if (Number.isNaN(now.getTime())) return badRequest("now must be a time in ISO 8601, e.g. 2026-12-24T00:00:00Z");
    const reports = [];
    for (const bucket of world.listBuckets()) {
      if (bucket.region === region) reports.push(await applyLifecycle(bucket, now));
    }
    return { status: 200, body: { now, buckets: reports } };
  },
};

const replicationSchema = z
  .strictObject({ lagMs: z.number().nonnegative(), failing: z.boolean(), paused: z.boolean() })
  .partial();

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = Buffer.concat(await request.toArray()).toString("utf8");
  try {
    return JSON.parse(text || "{}");
  } catch {
    return undefined;
  }
}

function badRequest(message: string): Answer {
  return { status: 400, body: { message } };
}
