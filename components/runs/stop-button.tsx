"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { actToStop } from "@/lib/domain/act-to-stop";
import { confirmationToStop } from "@/lib/domain/confirmation";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { RUN_KIND_LABEL } from "@/lib/domain/run";
import { stopCommand } from "@/lib/domain/stop-command";
import { ActionModal } from "../parts/action-modal";
import { Commands } from "../parts/commands";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { TypedConfirmation } from "../parts/typed-confirmation";
import { useNotices } from "../shell/notices";
import { useShellFacts } from "../shell/session-context";
import { runQuery, stopRun } from "./queries";

export function StopButton({ run: { record } }: { run: FollowedRun }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const queries = useQueryClient();
  const { add } = useNotices();
  const { id: person } = useShellFacts();
  const stop = useMutation({
    mutationFn: () => stopRun(record.id, typed),
    onSuccess: () => {
      setAsking(false);
      add({
        type: "info",
        header: "The run was asked to stop",
        content: "It ends within half a minute and says so here.",
      });
      return queries.invalidateQueries({ queryKey: runQuery(record.id).queryKey });
    },
  });
  const ask = () => {
    stop.reset();
    setTyped("");
    setAsking(true);
  };
  const confirmation = confirmationToStop(record.id);
  const exact = typed === confirmation;
  const go = () => exact && !stop.isPending && stop.mutate();
  const kind = RUN_KIND_LABEL[record.kind].toLowerCase();
  return (
    <>
      <RoleButton action={actToStop(record, person)} onClick={ask} disabled={stop.isSuccess}>
        Stop
      </RoleButton>
      <ActionModal
        visible={asking}
        onClose={() => setAsking(false)}
        onSubmit={go}
        header={`Stop this ${kind}?`}
        cancel="Let it go on"
        button={
          <Button variant="primary" disabled={!exact} loading={stop.isPending} onClick={go}>
            Stop the {kind}
          </Button>
        }
      >
        <Alert type="warning">{WHAT_HAPPENS[record.kind]}</Alert>
        <TypedConfirmation confirmation={confirmation} typed={typed} onChange={setTyped} />
        {record.task && <Commands lines={[stopCommand(record.task.arn)]} label="The same from a shell" />}
        {stop.error && <ProblemView error={stop.error} />}
      </ActionModal>
    </>
  );
}

const WHAT_HAPPENS: Record<FollowedRun["record"]["kind"], string> = {
  backup:
    "No snapshot comes of it: without a manifest the bundles written so far cannot be restored from. Earlier snapshots are not touched.",
  restore:
    "What has been created on GitHub so far stays there and says in its description that it is not complete. Retry goes on with it, or it can be deleted from its page. The backup is not touched.",
  drill: "What it has made on GitHub so far stays there until the next drill takes it away. The backup is not touched.",
  hold: "What is held so far stays held, and the rest stays as long as its snapshot; hold it again to go on. A hold cannot be lifted by Holdfast.",
  verify: "Nothing is changed by it; what was not read yet stays unverified.",
};
