// Ids and names as they come from outside.
import { z } from "zod";
import { AppError } from "./errors";
import { REPOSITORY_NAME, SNAPSHOT_ID, STAMPED_ID } from "./ids";
import { textBy } from "./text-schema";

export const snapshotId = textBy(SNAPSHOT_ID).brand<"SnapshotId">();

export const repositoryName = textBy(REPOSITORY_NAME).brand<"RepositoryName">();

/** As long as CloudWatch lets the name of an alarm be. */
export const alarmName = z.string().min(1).max(255);

export const runId = textBy(STAMPED_ID).brand<"RunId">();

export const approvalId = textBy(STAMPED_ID).brand<"ApprovalId">();

/** An address for a browser; `javascript:` is none. It becomes a link. */
export const webAddress = z
  .string()
  .regex(/^https?:\/\/[^\s/]/i, "must be an address like https://github.com/acme/web");

/** Parses outside input; a wrong one is `input-invalid` naming `field`. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, field: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem =
    value === undefined ? `${field} is missing` : `${field}: ${result.error.issues[0]?.message ?? "wrong"}`;
  throw new AppError("input-invalid", { problem });
}
