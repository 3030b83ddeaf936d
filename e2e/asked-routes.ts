// What the access matrix asks: every route once or more, so that whoever is let through does no harm.
import { runId } from "@/lib/domain/ids-schema";
import type { Action } from "@/lib/domain/role";

export interface Asked {
  /** Method and folder below app/api. */
  of: string;
  method: string;
  path: string;
  body?: object;
  /** Whoever may do this is let through. */
  action: Action;
  /** Only with a token: a session opens nothing there. */
  ofTokens?: boolean;
}

const RUN = "20200101T000000Z-aaaaaa";
/** One that somebody else has started, and that has ended. */
export const OTHERS_RUN = runId.parse("20200101T000000Z-bbbbbb");
const DAY = "2020-01-01";
const OID = "0".repeat(40);
const NONE = "repository=acme/none";

const looked = (folder: string, path = `/api/${folder}`): Asked => ({
  of: `GET ${folder}`,
  method: "GET",
  path,
  action: "view",
});
const acted = (folder: string, action: Action, body: object = {}, path = `/api/${folder}`): Asked => ({
  ...{ of: `POST ${folder}`, method: "POST", path, body, action },
});

/** Of a snapshot that is not there. */
const browsed = (folder: string, action: Action): Asked => ({
  ...looked(
    `browse/${folder}`,
    `/api/browse/${folder}?snapshot=${DAY}&${NONE}&ref=refs/heads/main&path=a&kind=tags&before=${OID}&after=${OID}`,
  ),
  action,
});

/** Nothing is started: the run's id is that of a page which was left open for years. */
const started = (action: Action, body: object) => acted("runs", action, { run: RUN, ...body });
const restored = (request: object) => ({ kind: "restore", request, digest: "sha256:0", confirmation: "" });
const decided = (decision: string, action: Action) =>
  acted("approvals/[id]/decide", action, { decision, digest: "sha256:0" }, `/api/approvals/${RUN}/decide`);
const rearmed = (change: object) =>
  restored({ kind: "rearm", target: "acme/none", repositoryId: 1, restoredBy: RUN, change });

export const ASKED: readonly Asked[] = [
  ...[
    "overview",
    "repositories",
    "alarms",
    "subscriptions",
    "settings",
    "drills",
    "snapshots",
    "runs",
    "retention",
    "first-steps",
  ].map((folder) => looked(folder)),
  { ...looked("audit"), action: "read the audit trail" },
  looked("alarms/[name]", "/api/alarms/none"),
  looked("snapshots/[id]", `/api/snapshots/${DAY}`),
  looked("snapshots/compare", "/api/snapshots/compare?from=2020-01-01&to=2020-01-02"),
  looked("snapshots/compare/refs", `/api/snapshots/compare/refs?from=2020-01-01&to=2020-01-02&${NONE}`),
  looked("repositories/history", `/api/repositories/history?${NONE}`),
  looked("repositories/refs", `/api/repositories/refs?${NONE}`),
  looked("repositories/restores", `/api/repositories/restores?${NONE}`),
  looked("search", "/api/search?find=2020-01-01"),
  looked("snapshots/[id]/manifest", `/api/snapshots/${DAY}/manifest`),
  looked("snapshots/[id]/proofs", `/api/snapshots/${DAY}/proofs`),
  looked("snapshots/[id]/entries", `/api/snapshots/${DAY}/entries`),
  looked("snapshots/[id]/chains", `/api/snapshots/${DAY}/chains`),
  looked("snapshots/[id]/entry", `/api/snapshots/${DAY}/entry?${NONE}`),
  // Of an organisation that is not backed up here.
  looked("snapshots/[id]/entry", `/api/snapshots/${DAY}/entry?repository=initech/ledger`),
  looked("receipts/[run]", `/api/receipts/${RUN}`),
  looked("runs/[id]", `/api/runs/${RUN}`),
  looked("runs/[id]/log", `/api/runs/${RUN}/log`),
  looked("restore/target", `/api/restore/target?${NONE}`),
  looked("restore/changes", `/api/restore/changes?run=${RUN}&target=acme/none`),
  looked("restore/refs", `/api/restore/refs?snapshot=${DAY}&source=primary&${NONE}`),
  ...["open", "refs", "commits", "path"].map((folder) => browsed(folder, "browse a backup")),
  browsed("file", "download a file"),
  browsed("move", "browse a backup"),
  looked("[...address]", "/api/none"),
  acted("[...address]", "view", {}, "/api/none"),
  { ...looked("v1/[...address]", "/api/v1/snapshots"), ofTokens: true },
  { ...acted("v1/[...address]", "start a backup", { kind: "backup", run: RUN }, "/api/v1/runs"), ofTokens: true },
  looked("openapi"),
  looked("tokens"),
  acted("tokens", "make an API token", { name: "matrix", scope: "read", days: 1 }),
  acted("tokens", "make an API token of an administrator", { name: "matrix", scope: "admin", days: 1 }),
  acted("tokens/[id]/revoke", "revoke an API token", {}, "/api/tokens/aaaaaaaaaaaa/revoke"),
  acted("tokens/[id]/approve", "approve an API token", {}, "/api/tokens/aaaaaaaaaaaa/approve"),
  acted("restore/plan", "view", { request: {} }),
  started("start a backup", { kind: "backup" }),
  started("start a proof", { kind: "verify", request: { scope: "share" } }),
  started("start a drill", { kind: "drill" }),
  started("hold a snapshot", { kind: "hold", request: { snapshot: DAY, why: "to see" } }),
  started("restore a repository", { kind: "retry", of: RUN }),
  started(
    "restore a repository",
    restored({ kind: "repository", snapshot: DAY, source: "primary", repository: "acme/none", target: "acme/none" }),
  ),
  started("download a backup", restored({ kind: "export", snapshot: DAY, source: "primary", repository: "acme/none" })),
  started("change a restored repository", rearmed({ action: "enable-actions" })),
  started("delete or publish a restored repository", rearmed({ action: "delete" })),
  looked("approvals"),
  looked("approvals/[id]", `/api/approvals/${RUN}`),
  acted("approvals", "ask for approval", {
    ...{ id: RUN, digest: "sha256:0", why: "to see" },
    request: { kind: "repository", snapshot: DAY, source: "primary", repository: "acme/none", target: "acme/none" },
  }),
  decided("approved", "approve a plan"),
  decided("refused", "refuse a plan"),
  acted("approvals/[id]/withdraw", "withdraw a request", {}, `/api/approvals/${RUN}/withdraw`),
  acted("downloads", "download a backup", { snapshot: DAY, source: "primary", repository: "acme/none" }),
  acted("runs/[id]/stop", "stop a run", { confirmation: "stop aaaaaa" }, `/api/runs/${RUN}/stop`),
  acted("runs/[id]/stop", "stop somebody else's run", { confirmation: "stop bbbbbb" }, `/api/runs/${OTHERS_RUN}/stop`),
  // Last: whoever is let through is signed out by it.
  acted("sessions/end", "sign out everywhere"),
];
