import type { InstalledApp } from "@/lib/domain/doctor/judge-app";
import type { Backups } from "./read-manifest";
import { newestManifest } from "./read-manifest";

/**
 * What the backup App was granted, as its newest backup was told by GitHub: for whoever must not read the App's key. Undefined
 * where no backup tells.
 * @throws AppError storage-*
 */
export async function appsAsOfBackup(backups: Backups): Promise<InstalledApp[] | undefined> {
  const newest = (await newestManifest(backups))?.manifest;
  const installations = newest?.source?.installations;
  if (!installations?.some(({ permissions }) => permissions)) return undefined;
  return installations.map(({ account, permissions = {}, problem }) => ({
    ...{ account, permissions, asOf: newest?.snapshot },
    suspended: problem?.code === "installation-suspended",
  }));
}
