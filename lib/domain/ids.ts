import type { z } from "zod";
import { follows, type TextRule } from "./text-rule";

/** `2026-04-16` for a day's first backup, `2026-04-16T103000Z` for further ones. UTC; ids sort as text in time order. */
export type SnapshotId = string & z.$brand<"SnapshotId">;
export const SNAPSHOT_ID: TextRule = {
  form: /^\d{4}-\d{2}-\d{2}(T\d{6}Z)?$/,
  // A folder may be called 2026-99-99, and no clock has ever shown that.
  also: (id) => !Number.isNaN(timeOf(id).getTime()),
  wrong: "must be written like 2026-04-16 or 2026-04-16T103000Z",
};
export const asSnapshotId = (text: unknown): SnapshotId | undefined =>
  follows(SNAPSHOT_ID, text) ? (text as SnapshotId) : undefined;

/** `owner/name` as GitHub spells it. Never a path: no dots alone, no slashes beyond the one. */
export type RepositoryName = string & z.$brand<"RepositoryName">;
export const REPOSITORY_NAME: TextRule = {
  form: /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/,
  also: (name) => !name.split("/").some((part) => part === "." || part === ".."),
  wrong: "must be written like acme/web",
};
export const asRepositoryName = (text: unknown): RepositoryName | undefined =>
  follows(REPOSITORY_NAME, text) ? (text as RepositoryName) : undefined;

/** `20260416T020000Z-k3f9q2`: a time in UTC and six random characters; sorts as text in time order. */
export const STAMPED_ID: TextRule = {
  form: /^\d{8}T\d{6}Z-[a-z0-9]{6}$/,
  also: (id) => !Number.isNaN(Date.parse(startOf(id))),
  wrong: "must be written like 20260416T020000Z-k3f9q2",
};

/** With its start. */
export type RunId = string & z.$brand<"RunId">;
export const asRunId = (text: unknown): RunId | undefined => (follows(STAMPED_ID, text) ? (text as RunId) : undefined);

/** With the time at which it was asked for. */
export type ApprovalId = string & z.$brand<"ApprovalId">;
export const asApprovalId = (text: unknown): ApprovalId | undefined =>
  follows(STAMPED_ID, text) ? (text as ApprovalId) : undefined;

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
  return (dayTaken ? `${day}T${iso.slice(11, 19).replaceAll(":", "")}Z` : day) as SnapshotId;
}

/** A run id for `now`; `random` is six characters of a-z0-9 from the caller's generator. */
export const newRunId = (now: Date, random: string): RunId => stamp(now, random) as RunId;

/** As newRunId. */
export const newApprovalId = (now: Date, random: string): ApprovalId => stamp(now, random) as ApprovalId;

function stamp(now: Date, random: string): string {
  const id = `${now.toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z-${random}`;
  if (!follows(STAMPED_ID, id)) throw new TypeError(`${random} is not six characters of a-z0-9`);
  return id;
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
