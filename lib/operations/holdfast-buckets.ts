import type { BucketPromises, BucketUse } from "@/lib/domain/doctor/judge-bucket";

export interface BucketSettings {
  AWS_REGION: string;
  S3_BUCKET: string;
  ROOT_PREFIX: string;
  RECORDS_BUCKET?: string;
  REPLICA_BUCKET?: string;
  REPLICA_REGION?: string;
  REPLICA_ENDPOINT_URL?: string;
  FULL_INTERVAL_DAYS: number;
}

export interface BucketPlace {
  promises: BucketPromises;
  region: string;
  endpoint?: string;
}

/** Every bucket of an installation, with where it is and what is promised of it. */
export function holdfastBuckets(env: BucketSettings): BucketPlace[] {
  const {
    AWS_REGION: region,
    ROOT_PREFIX: rootPrefix,
    FULL_INTERVAL_DAYS: fullIntervalDays,
    REPLICA_BUCKET: replica,
  } = env;
  const place = (use: BucketUse, bucket: string, where: { region: string; endpoint?: string } = { region }) => ({
    promises: { use, bucket, rootPrefix, fullIntervalDays, replica },
    ...where,
  });
  return [
    place("primary", env.S3_BUCKET),
    ...(replica
      ? [place("replica", replica, { region: env.REPLICA_REGION ?? region, endpoint: env.REPLICA_ENDPOINT_URL })]
      : []),
    ...(env.RECORDS_BUCKET ? [place("records", env.RECORDS_BUCKET)] : []),
  ];
}
