// What of the console is its API: the handlers that scripts may rely on, each under its stable address. A handler that is not
// here is for the console's own pages (not-for-scripts.ts says why).
import "server-only";
import { z } from "zod";
import * as alarm from "@/app/api/alarms/[name]/route";
import * as alarms from "@/app/api/alarms/route";
import * as approval from "@/app/api/approvals/[id]/route";
import * as approvals from "@/app/api/approvals/route";
import * as audit from "@/app/api/audit/route";
import * as downloads from "@/app/api/downloads/route";
import * as drills from "@/app/api/drills/route";
import * as overview from "@/app/api/overview/route";
import * as receipt from "@/app/api/receipts/[run]/route";
import * as history from "@/app/api/repositories/history/route";
import * as refHistory from "@/app/api/repositories/refs/route";
import * as restores from "@/app/api/repositories/restores/route";
import * as repositories from "@/app/api/repositories/route";
import * as changes from "@/app/api/restore/changes/route";
import * as plan from "@/app/api/restore/plan/route";
import * as refs from "@/app/api/restore/refs/route";
import * as target from "@/app/api/restore/target/route";
import * as log from "@/app/api/runs/[id]/log/route";
import * as run from "@/app/api/runs/[id]/route";
import * as stop from "@/app/api/runs/[id]/stop/route";
import * as runs from "@/app/api/runs/route";
import * as search from "@/app/api/search/route";
import * as settings from "@/app/api/settings/route";
import * as chains from "@/app/api/snapshots/[id]/chains/route";
import * as entries from "@/app/api/snapshots/[id]/entries/route";
import * as entry from "@/app/api/snapshots/[id]/entry/route";
import * as manifest from "@/app/api/snapshots/[id]/manifest/route";
import * as proofs from "@/app/api/snapshots/[id]/proofs/route";
import * as snapshot from "@/app/api/snapshots/[id]/route";
import * as compareRefs from "@/app/api/snapshots/compare/refs/route";
import * as compare from "@/app/api/snapshots/compare/route";
import * as snapshots from "@/app/api/snapshots/route";
import * as subscriptions from "@/app/api/subscriptions/route";
import * as catalogued from "@/lib/domain/api/catalogue";
import * as covered from "@/lib/domain/api/coverage";
import * as operated from "@/lib/domain/api/operations";
import * as restored from "@/lib/domain/api/restores";
import * as ran from "@/lib/domain/api/runs";
import * as snapped from "@/lib/domain/api/snapshots";
import type { Action } from "@/lib/domain/role";
import type { ApiHandler } from "../route";
import type { Operation } from "./operation";

type Said = Pick<Operation, "summary" | "answer"> & Partial<Pick<Operation, "file" | "actions" | "example">>;

const get = (tag: Operation["tag"], id: string, path: string, { GET }: { GET: ApiHandler }, said: Said): Operation => ({
  ...{ id, method: "GET", path, handler: GET, input: GET.input, tag, actions: actionsOf(GET) },
  ...said,
});
const post = (
  tag: Operation["tag"],
  id: string,
  path: string,
  { POST }: { POST: ApiHandler },
  said: Said,
): Operation => ({
  ...{ id, method: "POST", path, handler: POST, input: POST.input, tag, actions: actionsOf(POST) },
  ...said,
});

const actionsOf = ({ action }: ApiHandler): Action[] => (typeof action === "string" ? [action] : []);

/** As the examples have them. */
const SNAPSHOT = { id: "2026-04-16" };
const TWO = { from: "2026-04-15", to: "2026-04-16" };
const RUN = "20260416T091500Z-k3f9q2";
const FROM = { snapshot: SNAPSHOT.id, source: "primary", repository: "acme/api" };

/** By the kind of run, and by what a restore does. */
const STARTS: Action[] = [
  "start a backup",
  "start a proof",
  "start a drill",
  "hold a snapshot",
  "restore a repository",
  "download a backup",
  "change a restored repository",
  "delete or publish a restored repository",
];

export const OPERATIONS: readonly Operation[] = [
  get("Snapshots", "listSnapshots", "/snapshots", snapshots, {
    summary: "Snapshots, newest first, whether each bucket has them and how much of each is proven",
    answer: snapped.snapshotPage,
    example: { limit: "5" },
  }),
  get("Snapshots", "readSnapshot", "/snapshots/{id}", snapshot, {
    summary: "One snapshot: what there is to say of the whole",
    answer: snapped.snapshotDetail,
    example: SNAPSHOT,
  }),
  get("Snapshots", "listEntries", "/snapshots/{id}/entries", entries, {
    summary: "The repositories of a snapshot, page by page, with what is proven of them",
    answer: snapped.entriesPage,
    example: { ...SNAPSHOT, filter: "outcome=failed", sort: "-size", limit: "500" },
  }),
  get("Snapshots", "listChains", "/snapshots/{id}/chains", chains, {
    summary: "What each repository of a snapshot costs to read",
    answer: snapped.chainRows,
    example: SNAPSHOT,
  }),
  get("Snapshots", "readEntry", "/snapshots/{id}/entry", entry, {
    summary: "One repository of a snapshot: its chain, and how to rebuild it by hand",
    answer: snapped.entryDetail,
    example: { ...SNAPSHOT, repository: "acme/api" },
  }),
  get("Snapshots", "readProofs", "/snapshots/{id}/proofs", proofs, {
    summary: "What is proven of each repository of a snapshot, or of one of them",
    answer: snapped.snapshotProofs,
    example: { ...SNAPSHOT, repository: "acme/api" },
  }),
  get("Snapshots", "readManifest", "/snapshots/{id}/manifest", manifest, {
    summary: "The manifest byte for byte as it stands in the bucket (docs/backup-format.md)",
    answer: z.looseObject({}),
    example: SNAPSHOT,
  }),
  get("Snapshots", "compareSnapshots", "/snapshots/compare", compare, {
    summary: "What became of each repository between two snapshots, page by page",
    answer: catalogued.comparison,
    example: TWO,
  }),
  get("Snapshots", "compareRefs", "/snapshots/compare/refs", compareRefs, {
    summary: "What became of one repository's branches and tags between two snapshots",
    answer: catalogued.comparedRefs,
    example: { ...TWO, repository: "acme/api" },
  }),
  get("Repositories", "listRepositories", "/repositories", repositories, {
    summary: "The repositories with their coverage, page by page, worst first",
    answer: covered.repositoriesNow,
    example: { filter: "state=failing", limit: "500" },
  }),
  get("Repositories", "readHistory", "/repositories/history", history, {
    summary: "Every restore point of a repository, renames followed, and the bundles they are rebuilt from",
    answer: catalogued.repositoryHistory,
    example: { repository: "acme/api" },
  }),
  get("Repositories", "readRefHistory", "/repositories/refs", refHistory, {
    summary: "When branches and tags of a repository were created, moved and deleted; find names one, or a commit",
    answer: catalogued.refHistory,
    example: { repository: "acme/api", find: "main" },
  }),
  get("Repositories", "listRestores", "/repositories/restores", restores, {
    summary:
      "Restores made from a repository, renames followed, among the newest runs; `older` where there are more runs",
    answer: catalogued.restoresMade,
    example: { repository: "acme/api" },
  }),
  get("Repositories", "search", "/search", search, {
    summary: "Repositories, snapshots, runs, refs and commits that fit a text",
    answer: catalogued.searchResults,
    example: { find: "api" },
  }),
  get("Runs", "listRuns", "/runs", runs, { summary: "Runs, newest first", answer: ran.runPage }),
  post("Runs", "startRun", "/runs", runs, {
    summary: "Start a backup, a proof, a drill, a hold, a restore or a retry; the same id sent twice is one run",
    answer: ran.apiRunRecord,
    example: { kind: "backup", run: RUN },
    actions: STARTS,
  }),
  get("Runs", "readRun", "/runs/{id}", run, {
    summary: "One run: how far it is, or what came of it",
    answer: ran.openedRun,
    example: { id: RUN },
  }),
  get("Runs", "readRunLog", "/runs/{id}/log", log, {
    summary: "The output of a run's task",
    answer: ran.runLogPage,
    example: { id: RUN },
  }),
  post("Runs", "stopRun", "/runs/{id}/stop", stop, {
    summary:
      "Stop a run: it ends within half a minute; one that somebody else started takes the scope admin. The confirmation is `stop` and the last six characters of its id",
    answer: z.null(),
    example: { id: RUN, confirmation: `stop ${RUN.slice(-6)}` },
  }),
  get("Restore", "proposeTarget", "/restore/target", target, {
    summary: "A free name to restore a repository under",
    answer: restored.targetSuggestion,
    example: { repository: "acme/api" },
  }),
  get("Restore", "listRefs", "/restore/refs", refs, {
    summary: "Branches and tags of a repository in a snapshot",
    answer: restored.knownRefs,
    example: FROM,
  }),
  post("Restore", "planRestore", "/restore/plan", plan, {
    summary: "The plan of a restore, its digest, and what has to be confirmed; changes nothing",
    answer: restored.restoreProposal,
    example: { request: { kind: "repository", ...FROM, target: "acme/api-restored" } },
  }),
  get("Restore", "listChanges", "/restore/changes", changes, {
    summary: "What was changed later of a repository that a run restored",
    answer: restored.laterChanges,
    example: { run: RUN, target: "acme/api-restored" },
  }),
  get("Restore", "readReceipt", "/receipts/{run}", receipt, {
    summary: "What a restore did, ref by ref",
    answer: restored.openedReceipt,
    example: { run: RUN },
    file: "application/json",
  }),
  post("Restore", "issueDownload", "/downloads", downloads, {
    summary: "An address to fetch one bundle from, for two minutes",
    answer: restored.issuedDownload,
    example: FROM,
  }),
  get("Restore", "listApprovals", "/approvals", approvals, {
    summary: "What two people have been asked to agree on, newest first",
    answer: restored.approvalPage,
  }),
  get("Restore", "readApproval", "/approvals/{id}", approval, {
    summary: "One such request with its plan",
    answer: restored.openedApproval,
    example: { id: RUN },
  }),
  get("Operations", "readOverview", "/overview", overview, {
    summary: "Whether everything is safe: what the overview is made of",
    answer: covered.overview,
  }),
  get("Operations", "listAlarms", "/alarms", alarms, {
    summary: "Alarms by urgency",
    answer: z.array(operated.alarmReport),
  }),
  get("Operations", "readAlarm", "/alarms/{name}", alarm, {
    summary: "One alarm with its history and its metric",
    answer: operated.alarmDetail,
    example: { name: "holdfast-backup-failure" },
  }),
  get("Operations", "listSubscriptions", "/subscriptions", subscriptions, {
    summary: "Who is told when an alarm rings, and who has not confirmed that yet",
    answer: z.array(operated.hearing),
  }),
  get("Operations", "readDrills", "/drills", drills, {
    summary: "Drills: the last one, the next one, what was reached",
    answer: operated.drillsNow,
  }),
  get("Operations", "readSettings", "/settings", settings, {
    summary: "What is configured, and what the doctor finds of it, live",
    answer: operated.settingsView,
  }),
  get("Operations", "readAudit", "/audit", audit, {
    summary: "The audit trail in whole days; with download=1 every entry as JSON, one a line",
    answer: operated.auditDays,
    file: "application/x-ndjson",
  }),
];
