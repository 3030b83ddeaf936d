import type { BucketPosture } from "@/lib/domain/doctor/judge-bucket";

/** A bucket's configuration, read. What the caller may not see is said to be unknown, part by part; it never throws. */
export interface BucketInspector {
  readonly bucket: string;
  inspect(): Promise<BucketPosture>;
}
