"use client";
import Modal from "@cloudscape-design/components/modal";
import { useQuery } from "@tanstack/react-query";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { RunRecord } from "@/lib/domain/run";
import { AskModal } from "../approvals/ask-modal";
import { Commands } from "../parts/commands";
import { QueryView } from "../parts/query-view";
import { StepList } from "./plan-steps";
import { planQuery } from "./queries";
import { StartModal } from "./start-modal";

interface ChangeModalProps {
  /** What is asked for; nothing is shown without. */
  request: RestoreRequest | undefined;
  onClose: () => void;
  onStarted: (record: RunRecord) => void;
}

/** Shows the plan of a change before it is started: the same steps the worker will do. */
export function ChangeModal({ request, onClose, onStarted }: ChangeModalProps) {
  const plan = useQuery(planQuery(request));
  if (request?.kind !== "rearm") return null;
  const { verb, header } = WORDS[request.change.action];
  if (!plan.data)
    return (
      <Modal visible header={header} closeAriaLabel="Close" onDismiss={onClose}>
        <QueryView query={plan} what="the plan">
          {() => null}
        </QueryView>
      </Modal>
    );
  const list = <StepList plan={plan.data.plan} />;
  if (plan.data.twoPeople)
    return (
      <AskModal proposal={plan.data} onClose={onClose}>
        {list}
      </AskModal>
    );
  return (
    <StartModal visible header={header} verb={verb} proposal={plan.data} onClose={onClose} onStarted={onStarted}>
      {list}
      <Commands lines={[plan.data.commands.worker]} label="The same from a shell" />
    </StartModal>
  );
}

const WORDS = {
  "enable-actions": { header: "Enable GitHub Actions?", verb: "Enable Actions" },
  "set-visibility": { header: "Change the visibility?", verb: "Change the visibility" },
  archive: { header: "Change the archived flag?", verb: "Change the flag" },
  delete: { header: "Delete the restored repository?", verb: "Delete" },
} as const;
