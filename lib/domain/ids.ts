import { z } from "zod";
import { AppError } from "./errors";

const NO_SNAPSHOT = "must be written like 2026-04-16 or 2026-04-16T103000Z";

/** `2026-04-16` for a day's first backup, `2026-04-16T103000Z` for further ones. UTC; ids sort as text in time order. */
export const snapshotId = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{6}Z)?$/, NO_SNAPSHOT)
  // A folder may be called 2026-99-99, and no clock has ever shown that.
  .refine((id) => !Number.isNaN(timeOf(id).getTime()), NO_SNAPSHOT)
  .brand<"SnapshotId">();
export type SnapshotId = z.infer<typeof snapshotId>;

const NO_REPOSITORY = "must be written like acme/web";

/** `owner/name` as GitHub spells it. Never a path: no dots alone, no slashes beyond the one. */
export const repositoryName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, NO_REPOSITORY)
  .refine((name) => !name.split("/").some((part) => part === "." || part === ".."), NO_REPOSITORY)
  .brand<"RepositoryName">();
export type RepositoryName = z.infer<typeof repositoryName>;

/** As long as CloudWatch lets the name of an alarm be. */
export const alarmName = z.string().min(1).max(255);

const NO_STAMP = "must be written like 20260416T020000Z-k3f9q2";

/** `20260416T020000Z-k3f9q2`: a time in UTC and six random characters; sorts as text in time order. */
const stamped = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[a-z0-9]{6}$/, NO_STAMP)
  .refine((id) => !Number.isNaN(Date.parse(startOf(id))), NO_STAMP);

/** With its start. */
export const runId = stamped.brand<"RunId">();
export type RunId = z.infer<typeof runId>;

/** With the time at which it was asked for. */
export const approvalId = stamped.brand<"ApprovalId">();
export type ApprovalId = z.infer<typeof approvalId>;

/** When a run was started, by its id: `2026-04-16T02:00:00.000Z`. */
export const startOfRun = (run: RunId): string => startOf(run);

function startOf(run: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(run) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

/** A snapshot id for a backup that starts at `now`; `dayTaken` says whether the date alone is in use already. */
export function newSnapshotId(now: Date, dayTaken: boolean): SnapshotId {
  const iso = now.toISOString();
  const day = iso.slice(0, 10);
  return snapshotId.parse(dayTaken ? `${day}T${iso.slice(11, 19).replaceAll(":", "")}Z` : day);
}

/** A run id for `now`; `random` is six characters of a-z0-9 from the caller's generator. */
export function newRunId(now: Date, random: string): RunId {
  const compact = now.toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "");
  return runId.parse(`${compact}Z-${random}`);
}

/** When the run, or the approval, was asked for, as its id tells. */
export const runIdTime = (id: RunId | ApprovalId): Date => new Date(startOf(id));

/** When the snapshot began, as far as its id tells: midnight UTC for a plain date. */
export const snapshotTime = (id: SnapshotId): Date => timeOf(id);

function timeOf(id: string): Date {
  const [day = "", time] = id.split("T");
  return new Date(time ? `${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z` : `${day}T00:00:00Z`);
}

export function splitRepositoryName(name: RepositoryName): { organisation: string; repository: string } {
  const [organisation = "", repository = ""] = name.split("/");
  return { organisation, repository };
}

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
