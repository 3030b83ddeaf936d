import { type AppError, hasCode } from "@/lib/domain/errors";
import type { Side } from "@/lib/domain/snapshot";
import type { Sides } from "@/lib/operations/both-sides";
import type { ObjectStore } from "@/lib/ports/object-store";

export interface Copy {
  store: ObjectStore;
  /** It is not the bucket that was asked for: why that one is passed over. Undefined before it has been tried. */
  instead?: AppError;
}

/**
 * Where the bundles of a run come from: the bucket that was asked for, else the other one. A bucket that is away is asked
 * last from then on: to wait for it at every bundle of every repository would take hours.
 */
export class BundleSource {
  private readonly sides: Partial<Sides>;
  private readonly asked: Side;
  private away?: AppError;

  constructor(sides: Partial<Sides>, asked: Side) {
    this.sides = sides;
    this.asked = asked;
  }

  /** Whether this is the bucket that was asked for. */
  isAsked(store: ObjectStore): boolean {
    return store === this.sides[this.asked]?.store;
  }

  /** In the order in which they are to be tried. */
  copies(): Copy[] {
    const other = this.asked === "primary" ? "replica" : "primary";
    const [first, second] = [this.sides[this.asked], this.sides[other]].map((backups) => backups?.store);
    const asked = first ? [{ store: first }] : [];
    if (!second) return asked;
    return this.away ? [{ store: second, instead: this.away }, ...asked] : [...asked, { store: second }];
  }

  /** Takes note of what a bucket answered. */
  failed(store: ObjectStore, error: AppError): void {
    const whole = hasCode(error, "storage-unreachable", "storage-credentials", "storage-bucket-missing");
    if (whole && this.isAsked(store)) this.away ??= error;
  }

  /** It answers after all. */
  answered(store: ObjectStore): void {
    if (this.isAsked(store)) this.away = undefined;
  }
}
