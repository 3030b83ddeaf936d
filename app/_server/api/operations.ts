// What of the console is its API: the handlers that scripts may rely on, each under its stable address. A handler that is not
// here is for the console's own pages (NOT_FOR_SCRIPTS says why).
import "server-only";
import * as alarm from "@/app/api/alarms/[name]/route";
import * as alarms from "@/app/api/alarms/route";
import * as approval from "@/app/api/approvals/[id]/route";
import * as approvals from "@/app/api/approvals/route";
import * as audit from "@/app/api/audit/route";
import * as downloads from "@/app/api/downloads/route";
import * as drills from "@/app/api/drills/route";
import * as overview from "@/app/api/overview/route";
import * as receipt from "@/app/api/receipts/[run]/route";
import * as repositories from "@/app/api/repositories/route";
import * as changes from "@/app/api/restore/changes/route";
import * as plan from "@/app/api/restore/plan/route";
import * as refs from "@/app/api/restore/refs/route";
import * as target from "@/app/api/restore/target/route";
import * as log from "@/app/api/runs/[id]/log/route";
import * as run from "@/app/api/runs/[id]/route";
import * as stop from "@/app/api/runs/[id]/stop/route";
import * as runs from "@/app/api/runs/route";
import * as settings from "@/app/api/settings/route";
import * as entry from "@/app/api/snapshots/[id]/entry/route";
import * as manifest from "@/app/api/snapshots/[id]/manifest/route";
import * as proofs from "@/app/api/snapshots/[id]/proofs/route";
import * as snapshot from "@/app/api/snapshots/[id]/route";
import * as snapshots from "@/app/api/snapshots/route";
import type { ApiHandler } from "../route";
import type { Operation } from "./operation";

type Of = Operation["tag"];

const get = (tag: Of, id: string, path: string, { GET }: { GET: ApiHandler }, summary: string): Operation => ({
  ...{ id, method: "GET", path, handler: GET, tag, summary },
});
const post = (tag: Of, id: string, path: string, { POST }: { POST: ApiHandler }, summary: string): Operation => ({
  ...{ id, method: "POST", path, handler: POST, tag, summary },
});

export const OPERATIONS: readonly Operation[] = [
  get("Operations", "readOverview", "/overview", overview, "Whether everything is safe: what the overview is made of"),
  get(
    "Snapshots",
    "listSnapshots",
    "/snapshots",
    snapshots,
    "Snapshots, newest first, and whether each bucket has them",
  ),
  get("Snapshots", "readSnapshot", "/snapshots/{id}", snapshot, "One snapshot with a row per repository"),
  get(
    "Snapshots",
    "readEntry",
    "/snapshots/{id}/entry",
    entry,
    "One repository of a snapshot: its chain and how to rebuild it",
  ),
  get("Snapshots", "readProofs", "/snapshots/{id}/proofs", proofs, "What is proven of each repository of a snapshot"),
  get(
    "Snapshots",
    "readManifest",
    "/snapshots/{id}/manifest",
    manifest,
    "The manifest byte for byte as it stands in the bucket",
  ),
  get("Repositories", "listRepositories", "/repositories", repositories, "Every repository with its coverage"),
  get("Runs", "listRuns", "/runs", runs, "Runs, newest first"),
  post("Runs", "startRun", "/runs", runs, "Start a backup, a proof, a drill, a restore or a retry"),
  get("Runs", "readRun", "/runs/{id}", run, "One run: how far it is, or what came of it"),
  get("Runs", "readRunLog", "/runs/{id}/log", log, "The output of a run's task"),
  post("Runs", "stopRun", "/runs/{id}/stop", stop, "Stop a run"),
  get("Restore", "proposeTarget", "/restore/target", target, "A free name to restore a repository under"),
  get("Restore", "listRefs", "/restore/refs", refs, "Branches and tags of a repository in a snapshot"),
  post(
    "Restore",
    "planRestore",
    "/restore/plan",
    plan,
    "The plan of a restore, its digest and what has to be typed. Changes nothing",
  ),
  get("Restore", "listChanges", "/restore/changes", changes, "Later changes of a restored repository"),
  get("Restore", "readReceipt", "/receipts/{run}", receipt, "What a restore did, ref by ref"),
  post("Restore", "issueDownload", "/downloads", downloads, "An address to fetch one bundle from, for two minutes"),
  get("Restore", "listApprovals", "/approvals", approvals, "What two people have to agree on"),
  get("Restore", "readApproval", "/approvals/{id}", approval, "One request with its plan"),
  get("Operations", "listAlarms", "/alarms", alarms, "Alarms by urgency"),
  get("Operations", "readAlarm", "/alarms/{name}", alarm, "One alarm with its history"),
  get("Operations", "readDrills", "/drills", drills, "Drills: the last one, the next one, what was reached"),
  get("Operations", "readSettings", "/settings", settings, "The effective configuration and what the doctor finds"),
  get("Operations", "readAudit", "/audit", audit, "The audit trail, in whole days"),
];

/** Every other handler, and why. */
export const NOT_FOR_SCRIPTS: Readonly<Record<string, string>> = {
  "GET [...address]": "It answers for addresses that do not exist.",
  "POST [...address]": "It answers for addresses that do not exist.",
  "GET v1/[...address]": "It is the API.",
  "POST v1/[...address]": "It is the API.",
  "POST approvals": "Whoever asks for a second person's word does so as a person.",
  "POST approvals/[id]/decide": "A word of two people is a person's.",
  "POST approvals/[id]/withdraw": "A word of two people is a person's.",
  "POST sessions/end": "Sessions are people's.",
  "GET tokens": "Tokens are made and ended by people.",
  "POST tokens": "Tokens are made and ended by people.",
  "POST tokens/[id]/approve": "Tokens are made and ended by people.",
  "POST tokens/[id]/revoke": "Tokens are made and ended by people.",
};
