import { EXPORTS_PREFIX } from "@/lib/domain/bucket-keys";
import { allow, objects, type Statement } from "./statement";

export interface DownloadPolicyResources {
  backupsBucketArn: string;
  replicaBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
}

/** What addresses of downloads are signed with: bundles of either copy, and those that were made for a download. */
export const downloadPolicy = (resources: DownloadPolicyResources): Statement[] => [
  allow(
    "ReadForDownload",
    ["s3:GetObject", "s3:GetObjectVersion"],
    [
      ...objects(resources.backupsBucketArn, `${resources.rootPrefix}/`),
      ...objects(resources.replicaBucketArn, `${resources.rootPrefix}/`),
      ...objects(resources.recordsBucketArn, EXPORTS_PREFIX),
    ],
  ),
];
