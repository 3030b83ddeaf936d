import { VERSION } from "@/lib/domain/version";

export const dynamic = "force-dynamic";

/** For the load balancer: this process answers. It asks nobody else, so that an outage of S3 does not kill the console. */
export function GET(): Response {
  const body = { status: "ok", version: VERSION, node: process.version };
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}
