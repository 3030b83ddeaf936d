"use client";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { plural } from "@/lib/domain/format";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { AskModal } from "../approvals/ask-modal";
import { later } from "../parts/later";
import { useFirstError } from "../parts/use-first-error";
import { SourceBanner } from "./source-banner";
import { StartModal } from "./start-modal";
import { STEPS } from "./use-choices";
import { useHeldPlan } from "./use-held-plan";
import { useWizard } from "./use-wizard";
import { WhatStep } from "./what-step";

const WhereStep = later("The step", async () => ({ default: (await import("./where-step")).WhereStep }));
const ReviewStep = later("The step", async () => ({ default: (await import("./review-step")).ReviewStep }));

/** What -> where -> review -> typed confirmation. Nothing happens before the last. */
export function RestoreScreen() {
  const router = useRouter();
  const queries = useQueryClient();
  const wizard = useWizard();
  const [asked, setAsked] = useState(false);
  const toFirstError = useFirstError();
  const { choices, choose, plan } = wizard;
  const { step, snapshot, source, mode } = choices;
  const { held, open, changed, show, hide } = useHeldPlan(plan.data, step === "review");
  const leaveStep = (requested: number) => {
    const forward = requested > STEPS.indexOf(step);
    const missing = step === "what" ? !wizard.whatIsChosen : step === "where" ? !plan.data : false;
    setAsked(forward && missing);
    if (forward && missing) toFirstError();
    if (!forward || !missing) choose({ snapshot, source, target: wizard.target, step: STEPS[requested] ?? "what" });
  };
  return (
    <SpaceBetween size="m">
      <SourceBanner choices={choices} unreachable={wizard.unreachable} notices={plan.data?.notices ?? []} />
      <Wizard
        activeStepIndex={STEPS.indexOf(step)}
        onNavigate={({ detail: { requestedStepIndex } }) => leaveStep(requestedStepIndex)}
        onCancel={() => router.push(snapshot ? `/snapshots/${snapshot}` : "/snapshots")}
        onSubmit={() => (plan.data ? show() : setAsked(true))}
        submitButtonText={plan.data?.twoPeople ? "Ask for approval ..." : "Restore ..."}
        isLoadingNextStep={step !== "what" && plan.isFetching && !plan.data}
        steps={[
          {
            title: "What to restore",
            description: "Repositories as they were in one snapshot, or one branch or tag of one of them.",
            content: <WhatStep wizard={wizard} missing={asked} />,
          },
          {
            title: "Where to",
            description:
              mode === "ref"
                ? "Always as a new branch: a branch that exists is never moved."
                : "Always into new, private repositories: nothing that exists is ever overwritten.",
            content: <WhereStep wizard={wizard} missing={asked} />,
          },
          {
            title: "Review",
            description:
              "Exactly what the worker will do. It plans again when it starts and refuses if anything differs.",
            content: <ReviewStep wizard={wizard} />,
          },
        ]}
      />
      {open && held?.twoPeople && <AskModal proposal={held} changed={changed} onClose={hide} />}
      {held && !held.twoPeople && (
        <StartModal
          visible={open}
          header="Start the restore?"
          verb="Restore"
          proposal={held}
          changed={changed}
          onStarted={(record) => {
            // Its page begins with what is known already.
            void queries.invalidateQueries({ queryKey: ["run", record.id] });
            router.push(`/runs/${record.id}`);
          }}
          onClose={hide}
        >
          <p>{sentenceOf(held)}</p>
        </StartModal>
      )}
    </SpaceBetween>
  );
}

function sentenceOf({ plan: { request, items } }: RestoreProposal): string {
  const end = "Nothing that exists is changed.";
  if (request.kind === "batch")
    return `This creates ${plural(items.length, "private repository", "private repositories")} on GitHub and pushes what snapshot ${request.snapshot} holds into them. ${end}`;
  if (request.kind === "ref")
    return `This pushes ${subjectOf(request)} as of ${request.snapshot} as the new branch ${destinationOf(request)}. ${end}`;
  const snapshot = "snapshot" in request ? request.snapshot : "";
  return `This creates the private repository ${destinationOf(request)} on GitHub and pushes ${subjectOf(request)} as of ${snapshot} into it. ${end}`;
}
