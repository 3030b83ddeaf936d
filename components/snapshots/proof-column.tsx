"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { worstProof } from "@/lib/domain/proof-state";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import type { ShownProof, SnapshotProofs } from "@/lib/domain/snapshot-proofs";
import { ProofMark } from "../parts/mark";
import { Second } from "../parts/second";
import { Ago } from "../parts/times";

/** The worse of both buckets, with its age: they are proven in turn. */
export function proofColumn(known: SnapshotProofs | undefined): TableProps.ColumnDefinition<EntryRow> {
  const shown = ({ repository }: EntryRow): ShownProof | undefined => worstProof(known?.proofs[repository] ?? []);
  return {
    id: "proof",
    header: "Proof",
    cell: (row) => (
      <ProofCell proof={shown(row)} known={known !== undefined && !known.problem} empty={row.chainLength === 0} />
    ),
    sortingField: "proof",
    minWidth: 140,
  };
}

function ProofCell({ proof, known, empty }: { proof: ShownProof | undefined; known: boolean; empty: boolean }) {
  if (empty) return <span title="There is nothing to prove in this snapshot">–</span>;
  if (!known) return <span title="The ledger of proofs is not known yet">–</span>;
  if (!proof) return <ProofMark state="never" />;
  return (
    <>
      <ProofMark state={proof.state} />
      {proof.at && (
        <Second>
          {proof.side}, <Ago at={proof.at} />
        </Second>
      )}
    </>
  );
}
