// What pages and routes show every viewer alike: read once for all who look at about the same time.
import "server-only";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import { listProvenSnapshots } from "@/lib/operations/list-proven-snapshots";
import { readAlarms } from "@/lib/operations/read-alarms";
import { readDrillsNow } from "@/lib/operations/read-drills";
import { readFirstSteps } from "@/lib/operations/read-first-steps";
import { readOverview } from "@/lib/operations/read-overview";
import { readSnapshot } from "@/lib/operations/read-snapshot";
import { readHearings } from "@/lib/operations/who-hears";
import type { ConsoleServices } from "./services";

export const sharedOverview = (services: ConsoleServices) =>
  services.shared.get("the overview", () => readOverview(services, new Date()));

export const sharedAlarms = (services: ConsoleServices) =>
  services.shared.get("the alarms", () => readAlarms(services, new Date()));

export const sharedHearings = (services: ConsoleServices) =>
  services.shared.get("who hears", () => readHearings(services.doctor));

export const sharedFirstSteps = (services: ConsoleServices) =>
  services.shared.get("the first steps", () => readFirstSteps(services, new Date()));

export const sharedDrills = (services: ConsoleServices) =>
  services.shared.get("the drills", () => readDrillsNow(services, new Date()));

export const sharedSnapshots = (services: ConsoleServices, page: { limit: number; before?: SnapshotId }) =>
  services.shared.get(`snapshots ${page.limit} before ${page.before}`, () =>
    listProvenSnapshots(services, page, new Date()),
  );

export const sharedSnapshot = (services: ConsoleServices, id: SnapshotId, side: Side) =>
  services.shared.get(`snapshot ${id} ${side}`, () => readSnapshot(services, id, side, new Date()));
