// The console's catalogue: the process that fills it, and who reads it here.
import "server-only";
import { existsSync } from "node:fs";
import path from "node:path";
import { catalogueDirectory } from "@/lib/adapters/sqlite/catalogue-directory";
import { IndexerProcess } from "@/lib/adapters/sqlite/indexer-process";
import { SCHEMA_VERSION } from "@/lib/adapters/sqlite/schema";
import { SqliteCatalogue } from "@/lib/adapters/sqlite/sqlite-catalogue";
import { hasCode } from "@/lib/domain/errors";
import type { ConsoleEnvironment } from "@/lib/env";
import type { Sides } from "@/lib/operations/both-sides";
import type { KnownSummary } from "@/lib/operations/manifest-cache";
import type { Catalogue } from "@/lib/ports/catalogue";

/** Of its tables. */
export const CATALOGUE_VERSION = SCHEMA_VERSION;

/** Beside the server in the image; below dist where the console runs from its sources. */
const PLACES = ["indexer/indexer.mjs", "dist/indexer/indexer.mjs"];

export function catalogueOf(environment: ConsoleEnvironment): Catalogue {
  const indexer = new IndexerProcess({
    entry: PLACES.map((place) => path.join(/* turbopackIgnore: true */ process.cwd(), place)).find(existsSync),
    variables: () => variablesOf(environment),
  });
  indexer.start();
  return new SqliteCatalogue(indexer);
}

/** What lists show of snapshots is in the catalogue: without it each manifest has to be read, in both buckets. */
export const summariesOf =
  (catalogue: Catalogue, sides: Sides): KnownSummary =>
  (backups, snapshot) => {
    try {
      return catalogue.summaryIn(backups.store === sides.primary.store ? "primary" : "replica", snapshot);
    } catch (error) {
      if (hasCode(error, "catalogue-unavailable")) return undefined;
      throw error;
    }
  };

/** AWS's own, by which it gets its role; and which buckets there are. No secret of the console is among them. */
const PASSED_ON = /^(AWS_|PATH$|HOME$|TMPDIR$|NODE_NO_WARNINGS$|NODE_EXTRA_CA_CERTS$|HTTPS?_PROXY$|NO_PROXY$)/i;

function variablesOf(environment: ConsoleEnvironment): Record<string, string | undefined> {
  const { S3_BUCKET, ROOT_PREFIX, REPLICA_BUCKET, REPLICA_REGION, REPLICA_ENDPOINT_URL } = environment;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
    ...{ S3_BUCKET, ROOT_PREFIX, REPLICA_BUCKET, REPLICA_REGION, REPLICA_ENDPOINT_URL },
    CATALOGUE_DIR: catalogueDirectory(environment.CATALOGUE_DIR),
  };
}
