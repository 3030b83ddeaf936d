// The variables of looking into backups, and what they come to.
import { z } from "zod";
import { text, wholeNumber } from "./env-kinds";

const MIB = 1024 * 1024;

export const browseVariables = {
  BROWSE_DIR: text(
    "directory for repositories that are looked into; the system's temporary directory when missing",
  ).optional(),
  BROWSE_BUDGET_MIB: wholeNumber(
    "disk that all of them together may take, in MiB; the one not looked into for longest goes first",
  ).default(4096),
  BROWSE_REPOSITORY_MIB: wholeNumber(
    "a repository with more than this in its bundles is not looked into, in MiB; half of the budget at most",
  ).default(1024),
  BROWSE_IDLE_MINUTES: z.coerce
    .number()
    .positive()
    .describe("a repository that nobody looked into for so long is removed from the disk")
    .default(30),
  BROWSE_REBUILDS: wholeNumber("repositories that are unpacked at the same time; the others wait").max(16).default(2),
};

/** `temporary`: where there is no directory of its own. */
export const browseLimitsOf = (env: z.infer<z.ZodObject<typeof browseVariables>>, temporary: string) => ({
  parent: env.BROWSE_DIR ?? temporary,
  totalBytes: env.BROWSE_BUDGET_MIB * MIB,
  repositoryBytes: env.BROWSE_REPOSITORY_MIB * MIB,
  idleMs: env.BROWSE_IDLE_MINUTES * 60_000,
  rebuilds: env.BROWSE_REBUILDS,
});
