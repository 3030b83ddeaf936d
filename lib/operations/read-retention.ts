import { problemOf } from "@/lib/domain/errors";
import { partOf } from "@/lib/domain/part-of";
import { bucketRetention } from "@/lib/domain/retention/bucket-retention";
import { measureFleet } from "@/lib/domain/retention/fleet-sizes";
import { type BucketRules, currentSettings, type RetentionView } from "@/lib/domain/retention/retention-view";
import { meanIntervalHours } from "@/lib/domain/schedule-interval";
import type { Side } from "@/lib/domain/snapshot";
import type { Targets } from "@/lib/domain/targets";
import type { ScheduleReader } from "@/lib/ports/schedule";
import { askEither, type Sides } from "./both-sides";
import type { Examine } from "./examine";
import type { ManifestCache } from "./manifest-cache";

export interface ReadRetention {
  sides: Sides;
  cache: ManifestCache;
  doctor: Pick<Examine, "buckets">;
  schedule: ScheduleReader;
  targets: Targets;
}

/**
 * For how long each bucket keeps what, and what the fleet of the newest snapshot weighs. Never throws: each part may be
 * unknown on its own.
 */
export async function readRetention(deps: ReadRetention): Promise<RetentionView> {
  const [buckets, schedule] = await Promise.all([rulesOf(deps), partOf(deps.schedule.read())]);
  const fullIntervalDays = deps.doctor.buckets[0]?.promises.fullIntervalDays ?? 0;
  const intervalHours = schedule.known && schedule.value ? meanIntervalHours(schedule.value) : undefined;
  const { settings, assumed } = currentSettings(buckets, {
    ...{ fullIntervalDays, intervalHours: intervalHours && hundredths(intervalHours) },
    targetHours: deps.targets.backupIntervalHours,
  });
  const fleet = await partOf(readFleet(deps, settings.intervalHours));
  return { buckets, settings, assumed, fullIntervalDays, fleet };
}

/** Of the buckets that hold backups, the primary first. */
function rulesOf({ doctor, sides }: ReadRetention): Promise<BucketRules[]> {
  return Promise.all(
    doctor.buckets.flatMap(({ inspector, promises }) => {
      const side = (["primary", "replica"] as const).find((each): each is Side => each === promises.use);
      const region = side && sides[side]?.store.region;
      if (!side || !region) return [];
      return [
        inspector.inspect().then((posture) => ({
          ...{ side, bucket: promises.bucket, region },
          rules: bucketRetention(posture, promises),
        })),
      ];
    }),
  );
}

async function readFleet({ sides, cache }: ReadRetention, intervalHours: number) {
  const { value, side, instead } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  if (!value) return undefined;
  const { manifest, text } = value;
  return {
    sizes: measureFleet(manifest, text.length, intervalHours),
    snapshot: manifest.snapshot,
    side,
    notice: instead && problemOf(instead),
  };
}

/** Clocks that are put forward make a daily schedule's mean one of 24.003 hours. */
const hundredths = (hours: number): number => Math.round(hours * 100) / 100;
