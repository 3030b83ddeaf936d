import type { AppError } from "@/lib/domain/errors";
import type { PlanLink } from "@/lib/domain/restore-plan";
import type { SomeVersion } from "@/lib/operations/read-some-version";
import type { ObjectBody, ObjectStore } from "@/lib/ports/object-store";
import type { ResumeOptions } from "./resumed-read";

export interface Copy {
  store: ObjectStore;
  /** It is not the bucket that was asked for: why that one is passed over. Undefined before it has been tried. */
  instead?: AppError;
}

/** Where the bundles of a run come from: of which buckets, and which version of an object. */
export interface BundleSource {
  /** Whether this is the bucket that was asked for. */
  isAsked(store: ObjectStore): boolean;
  /** In the order in which they are to be tried. */
  copies(): Copy[];
  /** Begins to read a bundle from one of them. @throws AppError object-missing, bundle-deleted, storage-* */
  open(store: ObjectStore, link: PlanLink, options: Omit<ResumeOptions, "versionId">): Promise<SomeVersion<ObjectBody>>;
  /** Takes note of what a bucket answered. */
  failed(store: ObjectStore, error: AppError): void;
  /** It answers after all. */
  answered(store: ObjectStore): void;
}
