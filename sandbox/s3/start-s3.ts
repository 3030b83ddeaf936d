import { createServer, type Server } from "node:http";
import path from "node:path";
import type { Refusal } from "@/infra/policies/bucket-policy";
import { Faults } from "@/sandbox/shared/faults";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import type { Principals } from "@/sandbox/shared/principals";
import { type Authorize, authorizeByGrants } from "./authorization";
import { handleRequest } from "./handle-request";
import { WorldStore } from "./store/world-store";

export interface S3Options {
  /** State goes below `<dataDir>/s3/<region>/`. */
  dataDir: string;
  principals: Principals;
  /** Port 0 picks a free one. */
  regions: { name: string; port: number }[];
  /** Told what an operator should know: what was swept or ignored at the start, failures inside. */
  log?: (line: string) => void;
  now?: () => Date;
  /** Who may do what; by default what the principal is granted decides. */
  authorize?: Authorize;
  /** What the buckets' policies refuse, whoever asks. */
  refusals?: readonly Refusal[];
}

export interface S3Region {
  name: string;
  /** Endpoint of the region, for path-style clients. */
  url: string;
  server: Server;
  faults: Faults;
}

export interface S3World {
  regions: ReadonlyMap<string, S3Region>;
  /** The buckets themselves, past the wire: for seeding and for tests that tamper. */
  store: WorldStore;
  /** Stops the servers and the replication under way. What waits for replication goes on at the next start. */
  close(): Promise<void>;
}

/** One S3 with several regions, each on its own loopback port; buckets live in one region; replication crosses regions. */
export async function startS3(options: S3Options): Promise<S3World> {
  const { principals, authorize = authorizeByGrants, refusals = [] } = options;
  const store = await WorldStore.open({
    root: path.join(options.dataDir, "s3"),
    regions: options.regions.map((region) => region.name),
    now: options.now ?? (() => new Date()),
    log: options.log ?? (() => undefined),
  });
  const regions = new Map<string, S3Region>();
  const close = async () => {
    for (const region of regions.values()) await closeServer(region.server);
    await store.replicator.close();
  };
  try {
    for (const { name, port } of options.regions) {
      const faults = new Faults();
      const server = createRegionServer({ world: store, region: name, principals, authorize, refusals, faults });
      const url = await listenOnLoopback(server, port, `S3 in ${name}`);
      regions.set(name, { name, url, server, faults });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { regions, store, close };
}

/** Longer than the SDK keeps an idle connection, so that it is never the server that closes one just being used. */
const KEEP_ALIVE_MS = 120_000;

function createRegionServer(endpoint: Parameters<typeof handleRequest>[0]): Server {
  // No limit on the time a request may take: an upload may be slow, and faults make some stand still on purpose.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS });
  server.on("request", (request, response) => void handleRequest(endpoint, request, response));
  // Having this listener keeps node from answering "100 Continue" before the request has been judged.
  server.on("checkContinue", (request, response) => void handleRequest(endpoint, request, response));
  return server;
}
