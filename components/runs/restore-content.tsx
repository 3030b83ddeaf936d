"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { isActive, type OpenedRun } from "@/lib/domain/followed-run";
import type { RestoredItem, RestoreRecord } from "@/lib/domain/restore-record";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { ChangesPanel } from "../restore/changes-panel";
import { DownloadButton } from "../restore/download-panel";
import { PreflightList, verdictOf } from "../restore/preflight-list";
import { receiptQuery } from "../restore/queries";
import { ReceiptView } from "./receipt-view";
import { RestoredTable } from "./restored-table";

/** What a restore has of its own on its run's page: the checks, the repositories, the receipt, and what may follow. */
export function RestoreContent({ run }: { run: OpenedRun }) {
  const { record, receipt } = run;
  const { restore } = record;
  if (!restore) return null;
  const { request, restored = [], retry_of: retryOf } = restore;
  const [only] = restored;
  const creates = request.kind === "repository";
  return (
    <SpaceBetween size="l">
      {retryOf && (
        <Alert type="info">
          This goes on with <RouteLink href={`/runs/${retryOf}`}>run {retryOf}</RouteLink>: what that one has restored
          is not restored again.
        </Alert>
      )}
      {request.kind === "batch" && restored.length > 0 && <RestoredTable restore={restore} />}
      <Checks restore={restore} />
      <Artefact run={run} />
      {request.kind === "rearm" && record.state === "succeeded" && (
        <Alert type="success">
          Done. What GitHub said before and after is in the{" "}
          <a href={`/api/receipts/${record.id}?download=1`} download>
            receipt
          </a>
          ; the restore itself is <RouteLink href={`/runs/${request.restoredBy}`}>run {request.restoredBy}</RouteLink>.
        </Alert>
      )}
      {receipt && <ReceiptView run={record.id} />}
      {creates && only && !isActive(run) && !restore.check_only && (
        <Changes run={run} restoredBy={retryOf ?? record.id} item={only} />
      )}
    </SpaceBetween>
  );
}

/** Without a receipt the repository is not complete; what there is of it can be taken away. */
function Changes({ run, restoredBy, item }: { run: OpenedRun; restoredBy: string; item: RestoredItem }) {
  const { data } = useQuery({ ...receiptQuery(run.record.id), enabled: run.receipt });
  const { target, item: plan } = data?.receipt ?? {};
  return <ChangesPanel restoredBy={restoredBy} item={item} made={target} visibilityWas={plan?.visibilityWas} />;
}

/** Of a run that only checked they are the result; else they matter when they are not all fine. */
function Checks({ restore: { preflight = [], check_only: only } }: { restore: RestoreRecord }) {
  if (preflight.length === 0) return null;
  const list = <PreflightList checks={preflight} />;
  const open = preflight.some(({ state }) => state === "refused");
  if (only || open) return <Container header={<Header variant="h2">{verdictOf(preflight)}</Header>}>{list}</Container>;
  return (
    <ExpandableSection variant="container" headerText={`Asked before it began: ${verdictOf(preflight)}`}>
      {list}
    </ExpandableSection>
  );
}

function Artefact({ run: { record } }: { run: OpenedRun }) {
  const { restore, state } = record;
  if (restore?.request.kind !== "export" || !restore.artefact || state !== "succeeded") return null;
  const { size_bytes: size } = restore.artefact;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              One bundle of {restore.request.repository}, <Bytes value={size} />
            </>
          }
        >
          Ready to download
        </Header>
      }
    >
      <DownloadButton input={{ run: record.id }} />
    </Container>
  );
}
