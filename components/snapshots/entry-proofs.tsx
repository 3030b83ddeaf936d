"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { plural } from "@/lib/domain/format";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import type { ShownProof } from "@/lib/domain/snapshot-proofs";
import { ProofMark } from "../parts/mark";
import { capital, ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { StartVerifyButton } from "../runs/start-verify-button";
import { proofsQuery } from "./queries";

/** In each bucket: whether this state was rebuilt from it, when, and by which run. */
export function EntryProofs({ entry: { row, snapshot, side } }: { entry: EntryDetail }) {
  const { data } = useQuery(proofsQuery(snapshot, side, row.repository));
  const proofs = data?.proofs[row.repository] ?? [];
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Box variant="h3">Proof that it restores</Box>
        <StartVerifyButton
          request={{ scope: "repository", repository: row.repository, snapshot }}
          ariaLabel={`Verify now: ${row.repository}`}
        />
      </SpaceBetween>
      {data?.problem && <ProblemNote problem={data.problem} />}
      {proofs.map((proof) => (
        <div key={proof.side} data-testid={`proof-${proof.side}`}>
          <SpaceBetween direction="horizontal" size="xs">
            <Box fontWeight="bold">{SIDE_LABEL[proof.side]}</Box>
            <ProofMark state={proof.state} />
            <When proof={proof} />
          </SpaceBetween>
          {proof.problem && (
            <Box color="text-body-secondary">
              {capital(proof.problem.message)}. {proof.problem.hint}
            </Box>
          )}
        </div>
      ))}
    </SpaceBetween>
  );
}

function When({ proof: { at, run, of, findings } }: { proof: ShownProof }) {
  if (!at) return null;
  return (
    <span>
      <Ago at={at} />
      {of && `, as of snapshot ${of}`}
      {findings ? `, with ${plural(findings, "finding")} that ${findings === 1 ? "is" : "are"} no damage` : ""}
      {run && (
        <>
          , by <RouteLink href={`/runs/${run}`}>{run}</RouteLink>
        </>
      )}
    </span>
  );
}
