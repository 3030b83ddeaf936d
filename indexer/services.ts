// The indexer's composition root.

import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { CatalogueFile } from "@/lib/adapters/sqlite/catalogue-file";
import type { IndexerEnvironment } from "@/lib/env";
import type { Sides } from "@/lib/operations/both-sides";
import { backupsIn } from "@/lib/operations/read-manifest";

export interface IndexerServices {
  sides: Sides;
  catalogue: CatalogueFile;
  now: () => Date;
}

export function indexerServices(env: IndexerEnvironment): IndexerServices {
  const { ROOT_PREFIX: root, AWS_REGION: region, S3_BUCKET: bucket, REPLICA_BUCKET: replica } = env;
  const primary = backupsIn(new S3ObjectStore({ bucket, region }), root);
  const copy =
    replica &&
    backupsIn(
      new S3ObjectStore({ bucket: replica, region: env.REPLICA_REGION ?? region, endpoint: env.REPLICA_ENDPOINT_URL }),
      root,
    );
  const buckets = JSON.stringify([bucket, replica, env.AWS_ENDPOINT_URL_S3, env.REPLICA_ENDPOINT_URL]);
  return {
    sides: copy ? { primary, replica: copy } : { primary },
    catalogue: new CatalogueFile(env.CATALOGUE_DIR, { buckets, root }),
    now: () => new Date(),
  };
}
