import type { Browsed, Judgement, RefMove } from "@/lib/domain/browse";
import { type BrowseBackup, wanted } from "./browse-backup";

/** In one call; each is a walk through the history. */
export const MOST_MOVES = 200;

/**
 * Of refs that moved, whether the old commit is still in the history of the new one: `forward`; `rewritten` where it is not; and
 * `unknown` where an object is not in this snapshot's chain, or where it took too long, and for moves beyond MOST_MOVES. Ask it
 * of the newer of the two snapshots: its chain has the older one's objects as long as it builds on the same full bundle.
 * @returns verdicts in the order of the moves, or how far the repository is from being asked
 * @throws AppError as GitRepositories
 */
export async function judgeMoves(deps: BrowseBackup, input: Browsed, moves: readonly RefMove[]): Promise<Judgement> {
  const repository = await wanted(deps, input);
  const prepared = deps.repositories.prepare(repository);
  if (prepared.state === "preparing") return prepared;
  const verdicts = await deps.repositories.judge(repository, moves.slice(0, MOST_MOVES));
  return { state: "judged", verdicts: moves.map((_, index) => verdicts[index] ?? "unknown") };
}
