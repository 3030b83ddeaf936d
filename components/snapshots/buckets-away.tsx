"use client";
import { useQuery } from "@tanstack/react-query";
import type { SnapshotPage } from "@/lib/domain/overview";
import { ProblemNote, sentencesOf } from "../parts/problem";
import { bucketsQuery } from "./queries";

/**
 * On pages that are made of many snapshots: that the primary does not answer, and what is read instead. It asks by itself, so
 * that a page that needs no bucket does not wait for one that is silent.
 */
export function BucketsAway() {
  const { data, error } = useQuery(bucketsQuery());
  if (error) {
    const { message, hint, reference } = sentencesOf(error);
    const told = { message: `the buckets cannot be read: ${message}`, hint: `${FROM_MEMORY} ${hint}`, reference };
    return <ProblemNote problem={told} />;
  }
  return data ? <PrimaryAway unreachable={data.unreachable} /> : null;
}

export function PrimaryAway({ unreachable }: Pick<SnapshotPage, "unreachable">) {
  const away = unreachable.find(({ side }) => side === "primary");
  if (!away) return null;
  const message = `the primary bucket cannot be read: ${away.message}`;
  return <ProblemNote problem={{ message, hint: `${FROM_REPLICA} ${away.hint}` }} />;
}

const FROM_REPLICA =
  "What stands here is from the replica bucket, and from what the console has read before; restores read the replica too.";
const FROM_MEMORY = "What stands here is what the console has read before.";
