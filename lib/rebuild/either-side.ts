import { type AppError, hasCode } from "@/lib/domain/errors";
import type { PlanLink } from "@/lib/domain/restore-plan";
import type { Side } from "@/lib/domain/snapshot";
import type { Sides } from "@/lib/operations/both-sides";
import { readSomeVersion, type SomeVersion } from "@/lib/operations/read-some-version";
import type { ObjectBody, ObjectStore } from "@/lib/ports/object-store";
import type { BundleSource, Copy } from "./bundle-source";
import { type ResumeOptions, readResumed } from "./resumed-read";

/**
 * For a restore, which takes what it can get: the bucket that was asked for, else the other one; the version that was
 * written, else what stands there, else what lies under a delete marker. A bucket that is away is asked
 * last from then on: to wait for it at every bundle of every repository would take hours.
 */
export class EitherSide implements BundleSource {
  private readonly sides: Partial<Sides>;
  private readonly asked: Side;
  private away?: AppError;

  constructor(sides: Partial<Sides>, asked: Side) {
    this.sides = sides;
    this.asked = asked;
  }

  isAsked(store: ObjectStore): boolean {
    return store === this.sides[this.asked]?.store;
  }

  copies(): Copy[] {
    const other = this.asked === "primary" ? "replica" : "primary";
    const [first, second] = [this.sides[this.asked], this.sides[other]].map((backups) => backups?.store);
    const asked = first ? [{ store: first }] : [];
    if (!second) return asked;
    return this.away ? [{ store: second, instead: this.away }, ...asked] : [...asked, { store: second }];
  }

  failed(store: ObjectStore, error: AppError): void {
    const whole = hasCode(error, "storage-unreachable", "storage-credentials", "storage-bucket-missing");
    if (whole && this.isAsked(store)) this.away ??= error;
  }

  open(
    store: ObjectStore,
    link: PlanLink,
    options: Omit<ResumeOptions, "versionId">,
  ): Promise<SomeVersion<ObjectBody>> {
    return readSomeVersion(store, link, (versionId) => readResumed(store, link.key, { ...options, versionId }));
  }

  answered(store: ObjectStore): void {
    if (this.isAsked(store)) this.away = undefined;
  }
}
