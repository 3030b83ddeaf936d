"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { useQuery } from "@tanstack/react-query";
import { APPROVAL_STATE_VIEW, approvalState } from "@/lib/domain/approval/approval";
import { ACT_VIEW } from "@/lib/domain/approval/two-people";
import { AgeNote } from "../parts/age-note";
import { ApprovalMark } from "../parts/mark";
import { QueryView } from "../parts/query-view";
import { useLiveTitle } from "../parts/use-live-title";
import { useNow } from "../shell/clock";
import { ApprovalActions } from "./approval-actions";
import { ApprovalContent } from "./approval-content";
import { approvalInterval, approvalQuery } from "./queries";

/** One address from the request to its end: sent to a colleague it is all they need. */
export function ApprovalScreen({ id }: { id: string }) {
  const query = useQuery(approvalQuery(id));
  const now = useNow();
  const { data } = query;
  const state = data && approvalState(data, now);
  useLiveTitle(state && `${APPROVAL_STATE_VIEW[state].label}: ${id}`);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <>
              {id} <AgeNote query={query} intervalMs={approvalInterval(data)} />
            </>
          }
          info={
            state && (
              <span role="status" aria-live="polite" data-testid="approval-state">
                <ApprovalMark state={state} />
              </span>
            )
          }
          actions={data && <ApprovalActions approval={data} />}
        >
          {data ? `${ACT_VIEW[data.request.act].label}: approval` : "Approval"}
        </Header>
      }
    >
      <QueryView query={query} what={`request ${id}`}>
        {(approval) => <ApprovalContent approval={approval} />}
      </QueryView>
    </ContentLayout>
  );
}
