import { AppError, hasCode } from "@/lib/domain/errors";
import type { PlanLink } from "@/lib/domain/restore-plan";
import type { SomeVersion } from "@/lib/operations/read-some-version";
import type { ObjectBody, ObjectStore } from "@/lib/ports/object-store";
import type { BundleSource, Copy } from "./bundle-source";
import { type ResumeOptions, readResumed } from "./resumed-read";

/**
 * For a proof, which takes one bucket at its word: only that one, and of each object only what lies on top, as anybody
 * would get it. What is missing, deleted or another than was written is what the proof is there to find.
 */
export class OneSide implements BundleSource {
  private readonly store: ObjectStore;

  constructor(store: ObjectStore) {
    this.store = store;
  }

  isAsked(store: ObjectStore): boolean {
    return store === this.store;
  }

  copies(): Copy[] {
    return [{ store: this.store }];
  }

  async open(
    store: ObjectStore,
    { key, versionId: written }: PlanLink,
    options: Omit<ResumeOptions, "versionId">,
  ): Promise<SomeVersion<ObjectBody>> {
    try {
      return { value: await readResumed(store, key, options) };
    } catch (error) {
      if (!hasCode(error, "object-missing")) throw error;
      // For a role that may not list versions there is just no such object.
      const version = await store.newestVersion(key).catch(() => undefined);
      if (version === undefined) throw error;
      const same = written === undefined || version === written ? "as it was written" : "another than was written";
      throw new AppError("bundle-deleted", { key, bucket: store.bucket, version, same }, { cause: error });
    }
  }

  failed(): void {}

  answered(): void {}
}
