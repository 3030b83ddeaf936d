// The variables of an installation's targets, and what they come to.
import { z } from "zod";
import { DEFAULT_TARGETS, type Targets } from "@/lib/domain/targets";
import { wholeNumber } from "./env-kinds";

export const targetVariables = {
  BACKUP_INTERVAL_HOURS: z.coerce
    .number()
    .positive()
    .describe("the longest time between two backups that the schedule asks for")
    .default(DEFAULT_TARGETS.backupIntervalHours),
  FRESHNESS_TARGET_HOURS: wholeNumber("no repository's newest backup should be older than this (RPO)").default(
    DEFAULT_TARGETS.freshnessTargetHours,
  ),
  PROOF_INTERVAL_DAYS: wholeNumber("every chain should be proven at least this often").default(
    DEFAULT_TARGETS.proofIntervalDays,
  ),
  DRILL_INTERVAL_DAYS: wholeNumber("a drill should end well at least this often; no drills when missing").optional(),
  REPLICA_TARGET_MINUTES: z.coerce
    .number()
    .nonnegative()
    .describe("an object should be in the replica after this time")
    .default(DEFAULT_TARGETS.replicaTargetMinutes),
};

export const targetsOf = (env: z.infer<z.ZodObject<typeof targetVariables>>): Targets => ({
  backupIntervalHours: env.BACKUP_INTERVAL_HOURS,
  freshnessTargetHours: env.FRESHNESS_TARGET_HOURS,
  proofIntervalDays: env.PROOF_INTERVAL_DAYS,
  drillIntervalDays: env.DRILL_INTERVAL_DAYS,
  replicaTargetMinutes: env.REPLICA_TARGET_MINUTES,
});
