// How much of a snapshot is proven, in a few numbers: what a list of snapshots has room for.
import { formatAge, formatNumber, plural } from "./format";

/** Chains are shared: a proof that was made with another snapshot counts where this one has the same state. */
export interface ProvenShare {
  /** Repositories of the snapshot that have a chain. */
  chains: number;
  /** Of these, at least so many were rebuilt in the state that the snapshot has, and every ref matched. */
  proven: number;
  /** The last attempt at just this state failed, in one bucket at least. */
  failed: number;
  /** Of those that are proven, the newest and the oldest proof. */
  newestAt?: string;
  oldestAt?: string;
}

export type ShareState = "failed" | "none" | "part" | "proven" | "nothing";

export const SHARE_VIEW: Record<
  ShareState,
  {
    indicator: "error" | "pending" | "info" | "success" | "stopped";
    label: (share: ProvenShare) => string;
  }
> = {
  failed: { indicator: "error", label: ({ failed }) => `${formatNumber(failed)} failed` },
  none: { indicator: "pending", label: () => "No proof known" },
  part: { indicator: "info", label: ({ proven }) => `${formatNumber(proven)} proven` },
  proven: { indicator: "success", label: () => "Proven" },
  nothing: { indicator: "stopped", label: () => "Nothing to prove" },
};

export function shareState({ chains, proven, failed }: ProvenShare): ShareState {
  if (failed > 0) return "failed";
  if (chains === 0) return "nothing";
  if (proven === 0) return "none";
  return proven < chains ? "part" : "proven";
}

/** In whole sentences: how much, how old, and what a number that is small does not mean. */
export function explainShare(share: ProvenShare, now: Date): string {
  const { chains, proven, failed, newestAt, oldestAt } = share;
  if (chains === 0 && failed === 0) return "It holds no repository that could be proven.";
  const ages =
    newestAt && oldestAt && newestAt !== oldestAt
      ? ` Newest proof ${formatAge(newestAt, now)}, oldest ${formatAge(oldestAt, now)}.`
      : "";
  const bad = failed > 0 ? ` Of ${formatNumber(failed)} the last proof failed.` : "";
  return `Of ${plural(chains, "repository", "repositories")} at least ${formatNumber(proven)} ${proven === 1 ? "was" : "were"} rebuilt from a bucket in just the state it has here, with every ref compared.${ages}${bad} Snapshots share what did not change: a proof made with another one counts here, and what was never proven in this state may be in a later one.`;
}
