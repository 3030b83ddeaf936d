// One sound text of every record that is read back from a bucket, with as many of its fields as it can have.
import { sampleEntry, sampleManifest } from "./sample-manifest";

const RUN = "20261101T020000Z-k3f9q2";
const AT = "2026-11-01T02:05:00Z";
const problem = { code: "pack-invalid", message: "the pack is damaged", hint: "Nothing was kept." };
const hash = "a".repeat(64);
const side = "primary";
const snapshot = "2026-11-01";
const repo = "acme/web";
const anomaly = { kind: "wiped", message: "main was moved", refs: ["refs/heads/main"], count: 1, of: 3 };
const link = { key: "github-backup/2026-11-01/acme/web.bundle", kind: "full", sizeBytes: 10, sha256: hash };
const request = { kind: "repository", snapshot, source: side, repository: repo, target: "acme/web-restored" };
const refs = { heads: 1, tags: 1, other: 0 };
const item = {
  repository: repo,
  repositoryId: 7,
  target: "acme/web-restored",
  chain: [link],
  totalBytes: 10,
  objectFormat: "sha1",
  defaultBranch: "main",
  description: "<b>Web</b>",
  topics: ["a"],
  refs,
  archived: false,
};
const person = { id: 4, login: "ines", role: "admin" };
const plan = {
  version: 2,
  request,
  bucket: "backups",
  items: [item],
  refused: [{ repository: "acme/api", problem }],
  steps: [{ step: "read", text: "Read one bundle" }],
  notRestored: [],
  warnings: ["a warning"],
  totalBytes: 10,
  estimate: { seconds: 4, basis: "its size" },
  requests: 9,
};
const proof = {
  side,
  verdict: "proven",
  at: AT,
  run: RUN,
  snapshot,
  last_link: { key: link.key, version_id: "v1", sha256: hash },
  links: 1,
  bytes: 10,
  refs: 2,
  findings: 1,
  finding_texts: ["warning in tree 1: zeroPaddedFilemode"],
  seconds: 2,
};
const common = {
  run: RUN,
  planDigest: "sha256:1",
  requestedBy: "omar",
  startedAt: AT,
  finishedAt: AT,
  refs: [{ name: "refs/heads/main", wanted: "a", found: "a", state: "equal" }],
  counts: { equal: 1, missing: 0, different: 0, skipped: 1 },
  skipped: [{ name: "refs/pull/1/head", why: "GitHub makes its own" }],
  fsck: { passed: true, findings: [] },
  durations: { read: 1, push: 2 },
  target: { repository: repo, id: 3, url: "https://github.com/acme/web", visibility: "private", actionsEnabled: false },
  source: { asked: side, bucket: "backups", objects: [{ ...link, sha256: hash }] },
};
const counts = { chosen: 1, proven: 1, failed: 0, unproven: 0, altered: 0 };
const verify = { scope: "repository", repository: repo, side };
const drill = {
  version: 1,
  run: RUN,
  mode: "github",
  organisation: "acme-drills",
  snapshot,
  side,
  started_at: AT,
  state: "passed",
  items: [{ repository: repo, size_class: "small", bytes: 10, state: "restored", seconds: 3, refs: 2, removed: true }],
};

const manifest = sampleManifest(snapshot, [
  sampleEntry(repo, "captured", { id: 7, description: "<b>", topics: ["a"], anomalies: [anomaly as never] }),
  sampleEntry("acme/api", "failed", { id: 8, reason: problem, last_good_snapshot: snapshot as never }),
]);
const old = {
  timestamp: AT,
  date: snapshot,
  total_repos: 1,
  success_count: 1,
  repos: [{ repo, size_bytes: 9, s3_key: "k" }],
};

const records = {
  manifest,
  "old manifest": old,
  run: {
    version: 1,
    id: RUN,
    kind: "restore",
    state: "partial",
    trigger: "manual",
    actor: "omar",
    requested_at: AT,
    updated_at: AT,
    task: { arn: "arn:aws:ecs:::task/1", log_stream: "a" },
    progress: { done: 1, total: 2, bytes: 3, current: [repo] },
    waiting: { until: AT, accounts: ["acme"] },
    outcomes: { captured: 1 },
    failures: [{ repo, outcome: "failed", side, ...problem }],
    anomalies: [{ kind: "wiped", message: "moved", repo }],
    restore: {
      request,
      plan_digest: "sha256:1",
      restored: [{ repository: repo, state: "done", receipt: "receipts/x" }],
    },
    verify: { request: verify, counts, altered: [{ snapshot, side, problem }], unproven: [{ repo, side, problem }] },
    drill,
    hold: {
      request: { snapshot, repositories: [repo], why: "<b>case 4711</b>" },
      counts: { held: 1, renewed: 0, already: 0, nothing: 0, failed: 1 },
      items: [
        { repo, state: "held", bytes: 10, prefix: "github-backup/holds/7-2026-11-01/", placed_at: AT, copied_at: AT },
        { repo: "acme/api", state: "failed", problem, last_good_snapshot: snapshot },
      ],
    },
    error: problem,
    warnings: ["a warning"],
  },
  plan: { run: RUN, digest: "sha256:1", plan, approvedBy: "omar", approvedAt: AT, retryOf: RUN },
  "old plan": {
    run: RUN,
    digest: "sha256:1",
    plan: { ...item, ...plan, version: 1, request: { ...request, kind: undefined }, items: undefined },
    approvedBy: "omar",
    approvedAt: AT,
  },
  receipt: { version: 2, kind: "repository", snapshot, item, warnings: [], pushes: 1, hash: "sha256:1", ...common },
  "old receipt": { version: 1, plan, ...common },
  journal: {
    version: 1,
    run: RUN,
    by: RUN,
    target: "acme/web-restored",
    repository: repo,
    plan_digest: "sha256:1",
    state: "failed",
    failed_in: "pushing",
    repository_id: 3,
    problem,
    at: AT,
  },
  ledger: {
    version: 1,
    updated_at: AT,
    rows: [{ id: 7, repo, proofs: [proof] }],
    manifests: [{ snapshot, sha256: hash, seen_at: AT }],
  },
  "proof run": {
    version: 1,
    run: RUN,
    worker: "1",
    request: verify,
    requested_by: "omar",
    started_at: AT,
    finished_at: AT,
    buckets: { primary: "a", replica: "b" },
    counts,
    manifests: [{ snapshot, side, sha256: hash }],
    altered: [],
    proofs: [{ ...proof, id: 7, repo }],
    unproven: [{ repo, side, problem }],
  },
  drill,
  watch: {
    version: 1,
    at: AT,
    snapshot: { snapshot, at: AT },
    counts: { never: 1 },
    replica: { state: "known", lag_minutes: 1, complete: { snapshot, at: AT }, objects: [], snapshots: [] },
    rows: [{ id: 7, repo, state: "never", since: AT, safe: { snapshot, at: AT }, proven: { at: AT, side } }],
  },
  replication: { version: 1, complete: { [snapshot]: AT, "holds/7-2026-11-01": AT } },
  audit: {
    version: 1,
    number: 2,
    previous: hash,
    at: AT,
    request: "ab12",
    phase: "outcome",
    action: "carry out a run",
    actor: { kind: "person", id: 4, login: "omar", role: "operator" },
    run: RUN,
    secrets: ["a"],
    result: "failed",
    code: "pack-invalid",
  },
  approval: {
    ...{ version: 1, id: RUN, act: "bulk-restore", plan_digest: "sha256:1", about: "2 repositories" },
    ...{ by: person, at: AT, until: "2026-11-02T02:05:00Z", why: "<b>INC-204</b>" },
  },
  decision: { version: 1, decision: "approved", plan_digest: "sha256:1", by: person, at: AT, note: "<i>yes</i>" },
  "end of an approval": { version: 1, end: "used", run: RUN, by: person, at: AT },
  "active backup": { run: RUN, since: AT },
  evidence: { hash: "sha256:1", created_at: AT },
  hold: {
    ...{ version: 1, repo, id: 7, snapshot, placed_at: AT, renewed_at: AT, run: RUN },
    why: [anomaly, { kind: "asked", message: "<b>case 4711</b>", by: "ines", at: AT, run: RUN }],
    restore: ["git clone"],
    chain: [link],
  },
};

export type RecordName = keyof typeof records;

export const SAMPLE_RECORDS = Object.fromEntries(
  Object.entries(records).map(([name, value]) => [name, JSON.stringify(value)]),
) as Record<RecordName, string>;
