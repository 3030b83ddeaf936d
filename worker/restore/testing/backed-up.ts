import type { Manifest } from "@/lib/domain/manifest";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

/** What is tried again is tried again at once, and GitHub's pace is not kept: both have tests of their own. */
export const IMPATIENT = { RETRY_PAUSE_MS: "20", GITHUB_PACING: "off" };

/** Restores run as the restore task's role, not as an administrator. */
export const RESTORE_TASK = ROLE_PRINCIPALS.find(({ name }) => name === "holdfast-restore-task");

export interface BackedUp {
  box: TestSandbox;
  manifest: Manifest;
}

/** A sandbox with one snapshot. `before` changes the sources before they are backed up. */
export async function startBackedUp(
  fleet: readonly DemoRepository[],
  before?: (box: TestSandbox) => Promise<void>,
): Promise<BackedUp> {
  const box = await TestSandbox.start(fleet);
  await before?.(box);
  const run = await box.worker(["backup"]);
  if (run.exitCode !== 0) throw new Error(`the backup failed\n${run.output}`);
  return { box, manifest: await box.newestManifest() };
}
