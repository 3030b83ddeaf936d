"use client";
import Wizard from "@cloudscape-design/components/wizard";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { snapshotQuery, snapshotsQuery } from "../snapshots/queries";
import { ConfirmModal } from "./confirm-modal";
import { type CompleteChoices, planQuery, targetQuery } from "./queries";
import { ReviewStep } from "./review-step";
import { type Choices, STEPS, useChoices } from "./use-choices";
import { WhatStep } from "./what-step";
import { WhereStep } from "./where-step";

/** What -> where -> review -> typed confirmation. Nothing happens before the last. */
export function RestoreScreen() {
  const router = useRouter();
  const [chosen, choose] = useChoices();
  const [confirming, setConfirming] = useState(false);
  const [asked, setAsked] = useState(false);
  const snapshots = useInfiniteQuery(snapshotsQuery());
  const rows = snapshots.data?.pages.flatMap((page) => page.rows) ?? [];
  const choices = withDefaults(chosen, rows);
  const { snapshot, repository, source = "primary", step } = choices;
  const detail = useQuery({ ...snapshotQuery(snapshot ?? "", source), enabled: snapshot !== undefined });
  const suggestion = useQuery({ ...targetQuery(repository ?? ""), enabled: repository !== undefined });
  const target = choices.target ?? suggestion.data?.target;
  const complete = snapshot && repository && target ? { snapshot, repository, source, target } : undefined;
  const plan = useQuery({ ...planQuery(complete ?? NOTHING), enabled: complete !== undefined && step !== "what" });
  const leaveStep = (requested: number) => {
    const forward = requested > STEPS.indexOf(step);
    const missing = step === "what" ? !repository : step === "where" ? !plan.data : false;
    setAsked(forward && missing);
    if (!forward || !missing) choose({ snapshot, source, target, step: STEPS[requested] ?? "what" });
  };
  return (
    <>
      <Wizard
        activeStepIndex={STEPS.indexOf(step)}
        onNavigate={({ detail: { requestedStepIndex } }) => leaveStep(requestedStepIndex)}
        onCancel={() => router.push(snapshot ? `/snapshots/${snapshot}` : "/snapshots")}
        onSubmit={() => (plan.data ? setConfirming(true) : setAsked(true))}
        submitButtonText="Restore ..."
        isLoadingNextStep={step === "where" && plan.isFetching && !plan.data}
        steps={[
          {
            title: "What to restore",
            description: "One repository, as it was in one snapshot, read from one of the two buckets.",
            content: <WhatStep {...{ choices, choose, rows, snapshots, detail, missing: asked }} />,
          },
          {
            title: "Where to",
            description: "Always into a new, private repository: nothing that exists is ever overwritten.",
            content: <WhereStep {...{ target, choose, suggestion, plan }} />,
          },
          {
            title: "Review",
            description:
              "Exactly what the worker will do. It plans again when it starts and refuses if anything differs.",
            content: <ReviewStep plan={plan} />,
          },
        ]}
      />
      {complete && plan.data && (
        <ConfirmModal
          visible={confirming}
          choices={complete}
          digest={plan.data.digest}
          onClose={() => setConfirming(false)}
        />
      )}
    </>
  );
}

/** Keys of a disabled query; never asked. */
const NOTHING: CompleteChoices = { snapshot: "", repository: "", source: "primary", target: "" };

/** The newest snapshot that can be read, from a bucket that has it. */
function withDefaults(choices: Choices, rows: SnapshotRow[]): Choices {
  const snapshot = choices.snapshot ?? rows.find((row) => row.summary)?.id;
  const row = rows.find((each) => each.id === snapshot);
  const present: Side =
    row && row.sides.primary !== "present" && row.sides.replica === "present" ? "replica" : "primary";
  return { ...choices, snapshot, source: choices.source ?? present };
}
