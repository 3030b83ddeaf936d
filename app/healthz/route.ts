export const dynamic = "force-dynamic";

/**
 * For the load balancer: this process answers. It asks nobody else, so that an outage of S3 does not kill the console, and
 * tells no version: anybody may ask.
 */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
