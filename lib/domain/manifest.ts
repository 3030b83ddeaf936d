// manifest.json: what a snapshot holds. Written last and once; a folder without it is not a snapshot. Format 2 is ours, a
// superset of format 1 (InfraHouse), which is read as it is. Fields we do not know are kept. See docs/backup-format.md.
import { z } from "zod";
import { anomalyRecord } from "./anomaly-schema";
import { AppError } from "./errors";
import { placedHold } from "./hold";
import type { SnapshotId } from "./ids";
import { repositoryName, snapshotId } from "./ids-schema";
import { parseJson } from "./json";
import { notVisible } from "./not-visible";
import { OUTCOMES, type Outcome } from "./outcome";

const isoTime = z.iso.datetime({ offset: true });

const chainLink = z.looseObject({
  s3_key: z.string(),
  version_id: z.string().optional(),
  kind: z.enum(["full", "incremental"]),
  size_bytes: z.number().int().nonnegative(),
  /** Hex SHA-256 of the whole bundle; format 1 has none. */
  sha256: z.string().optional(),
  created_at: isoTime.optional(),
});
export type ChainLink = z.infer<typeof chainLink>;

const reason = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });

export const manifestEntry = z.looseObject({
  /** GitHub's numeric id: what a repository is matched by over time. Format 1 has none. */
  id: z.number().int().optional(),
  repo: repositoryName,
  previous_names: z.array(z.string()).optional(),
  outcome: z.enum(OUTCOMES),
  reason: reason.optional(),
  /** Of a repository that is not safe in this snapshot: the newest one that holds it. */
  last_good_snapshot: snapshotId.optional(),
  default_branch: z.string().optional(),
  head_sha: z.string().optional(),
  object_format: z.enum(["sha1", "sha256"]).optional(),
  visibility: z.string().optional(),
  archived: z.boolean().optional(),
  fork: z.boolean().optional(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  topics: z.array(z.string()).optional(),
  pushed_at: z.string().nullish(),
  refs: z
    .looseObject({
      count: z.number(),
      heads: z.number(),
      tags: z.number(),
      pulls: z.number(),
      digest: z.string(),
      /** Refs GitHub showed that the ref scope leaves out; absent when there are none. */
      excluded: z.number().optional(),
    })
    .optional(),
  s3_key: z.string().optional(),
  size_bytes: z.number().int().nonnegative().optional(),
  chain: z.array(chainLink).default([]),
  /** What was checked while the pack streamed: never more than that is claimed. */
  checks: z.array(z.string()).optional(),
  /** Checks of the last bundle that were left out, and why; the words are in pack-checks.ts. */
  not_checked: z.array(z.looseObject({ check: z.string(), why: z.string() })).optional(),
  objects: z.number().int().nonnegative().optional(),
  /** Of all objects of the chain, inflated; GitHub refuses files over a limit when they are pushed back. */
  largest_object_bytes: z.number().int().nonnegative().optional(),
  /** Refs since the last bundle before this snapshot. */
  changes: z.looseObject({ created: z.number(), deleted: z.number(), moved: z.number() }).optional(),
  /** What became of it since the snapshot before that ordinary work does not do; absent when there is nothing. */
  anomalies: z.array(anomalyRecord).optional(),
  /** Chains that were kept because of them. */
  holds: z.array(placedHold).optional(),
  duration_ms: z.number().nonnegative().optional(),
  warnings: z.array(z.string()).optional(),
});
export type ManifestEntry = z.infer<typeof manifestEntry>;

const totals = z.looseObject({
  captured: z.number(),
  unchanged: z.number(),
  empty: z.number(),
  unavailable: z.number(),
  failed: z.number(),
  vanished: z.number(),
  /** Those of `vanished` that the snapshot before still had; older manifests do not say. */
  newly_vanished: z.number().optional(),
  /** Bytes written by this snapshot. */
  stored_bytes: z.number(),
  /** Bytes of all chains this snapshot needs. */
  chain_bytes: z.number(),
});
export type ManifestTotals = z.infer<typeof totals>;

const manifest = z.looseObject({
  /** What stands in the bucket; in memory a manifest always has the shape of format 2. */
  format: z.literal([1, 2]),
  snapshot: snapshotId,
  date: z.string(),
  timestamp: isoTime,
  run: z
    .looseObject({
      id: z.string(),
      trigger: z.enum(["schedule", "manual", "retry"]),
      actor: z.string().optional(),
      started_at: isoTime,
      finished_at: isoTime,
      worker: z.string(),
    })
    .optional(),
  source: z
    .looseObject({
      server: z.string(),
      app_id: z.number(),
      /**
       * `problem`: its repositories could not be listed, or not all of them. `permissions`: what its owner has granted, by
       * GitHub's names; older manifests do not say.
       */
      installations: z.array(
        z.looseObject({
          id: z.number(),
          account: z.string(),
          problem: reason.optional(),
          permissions: z.record(z.string(), z.string()).optional(),
        }),
      ),
      /** What of each repository belongs to the backup; see ref-scope.ts. Older manifests do not say. */
      ref_scope: z.looseObject({ exclude: z.array(z.string()) }).optional(),
      /** What the organisations have and the App was not given; see not-visible.ts. Older manifests do not say. */
      not_visible: z.array(notVisible).optional(),
    })
    .optional(),
  total_repos: z.number().int(),
  success_count: z.number().int(),
  totals,
  previous: z.looseObject({ snapshot: snapshotId, manifest_sha256: z.string() }).optional(),
  /** Of the run as a whole; those of one repository stand in its entry. */
  anomalies: z.array(anomalyRecord).optional(),
  repos: z.array(manifestEntry),
});
export type Manifest = z.infer<typeof manifest>;

/** InfraHouse: `{timestamp, date, total_repos, success_count, repos: [{repo, size_bytes, s3_key}]}`. */
const formatOne = z.looseObject({
  timestamp: z.string(),
  date: z.string().optional(),
  total_repos: z.number().int().optional(),
  success_count: z.number().int().optional(),
  repos: z.array(z.looseObject({ repo: repositoryName, size_bytes: z.number().optional(), s3_key: z.string() })),
});

/**
 * Reads a manifest of either format.
 * @throws AppError manifest-invalid, manifest-format-unknown
 */
export function parseManifest(text: string, snapshot: SnapshotId): Manifest {
  const json = jsonOf(text, snapshot);
  if (formatOf(json, snapshot) === 2) return check(manifest, json, snapshot);
  return fromFormatOne(check(formatOne, json, snapshot), snapshot);
}

/** @throws AppError manifest-invalid */
export const checkEntry = (entry: unknown, snapshot: SnapshotId): ManifestEntry =>
  check(manifestEntry, entry, snapshot);

export function serialiseManifest(value: Manifest): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Sums the entries. `stored` is what this run wrote; entries of older bundles count in chain_bytes only. */
export function totalsOf(repos: ManifestEntry[], storedBytes: number): ManifestTotals {
  const count = (outcome: Outcome) => repos.filter((each) => each.outcome === outcome).length;
  return {
    captured: count("captured"),
    unchanged: count("unchanged"),
    empty: count("empty"),
    unavailable: count("unavailable"),
    failed: count("failed"),
    vanished: count("vanished"),
    stored_bytes: storedBytes,
    chain_bytes: repos.reduce((sum, each) => sum + each.chain.reduce((bytes, link) => bytes + link.size_bytes, 0), 0),
  };
}

function jsonOf(text: string, snapshot: SnapshotId): unknown {
  const json = parseJson(text);
  if (json === undefined) throw new AppError("manifest-invalid", { snapshot, detail: "it is not JSON" });
  return json;
}

function formatOf(json: unknown, snapshot: SnapshotId): 1 | 2 {
  const format = typeof json === "object" && json !== null && "format" in json ? json.format : 1;
  if (format === 1 || format === 2) return format;
  throw new AppError("manifest-format-unknown", { snapshot, format: JSON.stringify(format).slice(0, 50) });
}

function check<T>(schema: z.ZodType<T>, json: unknown, snapshot: SnapshotId): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AppError("manifest-invalid", {
    snapshot,
    detail: `${issue?.path.join(".") || "top level"}: ${issue?.message}`,
  });
}

function fromFormatOne(one: z.infer<typeof formatOne>, snapshot: SnapshotId): Manifest {
  const repos = one.repos.map((each): ManifestEntry => {
    const size = Math.max(0, Math.round(each.size_bytes ?? 0));
    return {
      ...each,
      size_bytes: size,
      outcome: "captured",
      chain: [{ s3_key: each.s3_key, kind: "full", size_bytes: size }],
    };
  });
  const stored = repos.reduce((sum, each) => sum + (each.size_bytes ?? 0), 0);
  const time = new Date(/Z$|[+-]\d\d:?\d\d$/.test(one.timestamp) ? one.timestamp : `${one.timestamp}Z`);
  if (Number.isNaN(time.getTime()))
    throw new AppError("manifest-invalid", { snapshot, detail: `timestamp: ${one.timestamp}` });
  return {
    ...one,
    format: 1,
    snapshot,
    date: one.date ?? snapshot.slice(0, 10),
    timestamp: time.toISOString(),
    total_repos: one.total_repos ?? repos.length,
    success_count: one.success_count ?? repos.length,
    totals: totalsOf(repos, stored),
    repos,
  };
}
