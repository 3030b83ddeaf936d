// What is known over many snapshots: history, comparison, search.
import { z } from "zod";
import type { CatalogueStatus } from "../catalogue/catalogue-status";
import type { RefHistory } from "../catalogue/ref-history";
import type { RepositoryHistory } from "../catalogue/repository-history";
import type { SearchResults } from "../catalogue/search-results";
import { DIFFERENCES } from "../compare/compare-entries";
import type { ComparedRefs } from "../compare/compare-refs";
import type { Comparison } from "../compare/comparison";
import { repositoryName, runId, snapshotId } from "../ids-schema";
import { RUN_KINDS, RUN_STATES } from "../run";
import { side } from "../side-schema";
import { part, problem, rowPage } from "./common";
import { followedRun } from "./runs";
import { named } from "./schema";
import { entryRow } from "./snapshots";

const progress = z.strictObject({ done: z.int(), total: z.int() });
const ofGithub = z.number().optional();
const change = z.enum(["created", "moved", "deleted"]);
const span = z.strictObject({ name: z.string(), oid: z.string(), from: snapshotId, until: snapshotId.optional() });

const catalogue = named<CatalogueStatus>()(
  "Catalogue",
  z.strictObject({
    state: z.enum(["filling", "ready", "unavailable"]),
    snapshots: progress,
    refs: progress,
    lookedAt: z.string().optional(),
    problem: problem.optional(),
  }),
  "How far the console's own index over all snapshots is: while it is filling, answers made of it may lack something.",
);

export const repositoryHistory = named<RepositoryHistory>()(
  "RepositoryHistory",
  z.strictObject({
    catalogue,
    history: z.strictObject({
      id: ofGithub,
      name: repositoryName,
      states: z.array(entryRow),
      points: z.array(
        z.strictObject({
          snapshot: snapshotId,
          finishedAt: z.string(),
          state: z.int(),
          chain: z.array(z.int()),
          sides: z.array(side),
        }),
      ),
      bundles: z.array(
        z.strictObject({
          key: z.string(),
          versionId: z.string().optional(),
          kind: z.enum(["full", "incremental"]),
          sizeBytes: z.number(),
          sha256: z.string().optional(),
          createdAt: z.string().optional(),
          snapshot: snapshotId,
        }),
      ),
      namesakes: z.array(z.strictObject({ id: ofGithub, name: repositoryName, newest: snapshotId })),
    }),
    onlyNewest: z.int().optional(),
    proofs: part(z.array(z.strictObject({ repositoryId: ofGithub, repo: z.string(), provenAt: z.string(), side }))),
    targets: z.strictObject({ freshnessTargetHours: z.number(), proofIntervalDays: z.number() }),
  }),
  "Every restore point, newest first. `state` and `chain` are places in `states` and `bundles`.",
);

export const refHistory = named<RefHistory>()(
  "RefHistory",
  z.strictObject({
    catalogue,
    events: z.array(
      z.strictObject({
        change,
        name: z.string(),
        before: z.string().optional(),
        after: z.string().optional(),
        snapshot: snapshotId,
        repository: repositoryName,
        side,
        last: z.strictObject({ snapshot: snapshotId, repository: repositoryName, side }).optional(),
      }),
    ),
    total: z.int(),
    tips: z.array(z.strictObject({ name: z.string(), oid: z.string(), snapshots: z.array(snapshotId) })),
    first: snapshotId.optional(),
    bundles: progress,
    onlyNewest: z.int().optional(),
    problems: z.array(z.strictObject({ snapshot: snapshotId, problem })),
  }),
  "What happened to branches and tags, newest first: the snapshot is the first that shows it.",
);

export const restoresMade = z.strictObject({
  runs: z.array(followedRun),
  looked: z.int(),
  older: z.boolean(),
  followed: z.boolean(),
});

const compared = z.strictObject({
  snapshot: snapshotId,
  finishedAt: z.string(),
  repositories: z.int(),
  chainBytes: z.number(),
});

export const comparison = named<Comparison>()(
  "Comparison",
  z.strictObject({
    from: compared,
    to: compared,
    ...rowPage(
      z.strictObject({
        repository: repositoryName,
        id: ofGithub,
        differences: z.array(z.enum(DIFFERENCES)),
        before: entryRow.optional(),
        after: entryRow.optional(),
      }),
    ),
    differences: z.partialRecord(z.enum(DIFFERENCES), z.int()),
    same: z.int(),
    source: z.enum(["catalogue", "manifests"]),
  }),
  "A page of the repositories that differ, the weightiest differences first; `same` counts the others.",
);

export const comparedRefs = named<ComparedRefs>()(
  "ComparedRefs",
  z.strictObject({
    refs: z.array(
      z.strictObject({ name: z.string(), change, before: z.string().optional(), after: z.string().optional() }),
    ),
    total: z.int(),
  }),
);

const foundRef = z.strictObject({ repository: repositoryName, id: ofGithub, span });

export const searchResults = named<SearchResults>()(
  "SearchResults",
  z.strictObject({
    text: z.string(),
    catalogue,
    repositories: z.array(
      z.strictObject({ id: ofGithub, name: repositoryName, formerly: z.string().optional(), newest: snapshotId }),
    ),
    snapshots: z.array(
      z.strictObject({
        snapshot: snapshotId,
        state: z.enum(["complete", "partial"]).optional(),
        finishedAt: z.string(),
      }),
    ),
    problem: problem.optional(),
    runs: part(
      z.array(
        z.strictObject({
          run: runId,
          kind: z.enum(RUN_KINDS).optional(),
          state: z.enum(RUN_STATES).optional(),
          requestedAt: z.string(),
        }),
      ),
    ),
    refs: z.array(foundRef),
    tips: z.array(foundRef),
    limit: z.int(),
  }),
  "Of each kind no more than `limit`. tips: commits that a ref pointed to at some time.",
);
