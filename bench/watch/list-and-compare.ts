// What a script would do: list both buckets from beginning to end with the SDK, and compare keys and sizes.
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";

const { S3_BUCKET = "", REPLICA_BUCKET = "", REPLICA_REGION, REPLICA_ENDPOINT_URL } = process.env;

async function sizes(client: S3Client, Bucket: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
    for (const { Key = "", Size = 0 } of Contents) found.set(Key, Size);
  return found;
}

const [here, there] = await Promise.all([
  sizes(new S3Client({}), S3_BUCKET),
  sizes(new S3Client({ region: REPLICA_REGION, endpoint: REPLICA_ENDPOINT_URL }), REPLICA_BUCKET),
]);
const lacking = [...here].filter(([key, size]) => there.get(key) !== size);
process.stdout.write(`${here.size} objects, ${lacking.length} not in the replica\n`);
