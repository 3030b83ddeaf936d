import { holdsPrefix } from "@/lib/domain/bucket-keys";
import { keepRecords, type PrimaryWorkerResources, readBackups } from "./primary-worker";
import { allow, objects, type Statement } from "./statement";

/** What the hold task may do: read the primary, and add to what is held there. It writes no backup and holds no App's key. */
export const holdPolicy = (resources: PrimaryWorkerResources): Statement[] => [
  ...readBackups(resources),
  allow(
    "PlaceHolds",
    ["s3:PutObject", "s3:AbortMultipartUpload"],
    objects(resources.backupsBucketArn, holdsPrefix(resources.rootPrefix)),
  ),
  ...keepRecords(resources),
];
