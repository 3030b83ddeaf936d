import { ListObjectVersionsCommand, type ObjectVersion, type S3Client } from "@aws-sdk/client-s3";

/** Every version of a bucket, page after page: the SDK has no paginator for them. */
export async function allVersions(client: S3Client, Bucket: string): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, ...markers }));
    versions.push(...(page.Versions ?? []));
    if (!page.IsTruncated) return versions;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}
