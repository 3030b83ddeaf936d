import type { MoveVerdict, RefMove } from "@/lib/domain/browse";
import { hasCode } from "@/lib/domain/errors";
import { guestGit, withDeadline } from "@/lib/git/guest-git";
import { peel } from "./guest-commits";
import { GuestObjects, type GuestPlace } from "./guest-objects";

/** Of one move, and of all that are asked for at once; what is left then is unknown. */
const ONE_MS = 10_000;
const ALL_MS = 30_000;

/** Each is a walk through the history; they are asked one after the other, for they are many. */
export async function judgeMoves(
  place: GuestPlace,
  moves: readonly RefMove[],
  now: () => number,
): Promise<MoveVerdict[]> {
  const end = now() + ALL_MS;
  const ids = [...new Set(moves.flatMap((move) => [move.old, move.new]))];
  const peeled = await GuestObjects.ask(place, ALL_MS, (objects) => peel(objects, ids));
  const commits = new Map(ids.map((oid, index) => [oid, peeled[index]?.commit && peeled[index].oid]));
  const verdicts: MoveVerdict[] = [];
  for (const move of moves) {
    const [from, to] = [commits.get(move.old), commits.get(move.new)];
    verdicts.push(from && to && now() < end ? await judge(place, from, to) : "unknown");
  }
  return verdicts;
}

async function judge({ directory }: GuestPlace, from: string, to: string): Promise<MoveVerdict> {
  try {
    const args = ["merge-base", "--is-ancestor", from, to];
    const { exitCode, words } = await withDeadline(ONE_MS, undefined, (signal) =>
      guestGit(args, { directory, signal, maxBytes: 1024 }),
    );
    if (exitCode === 0) return "forward";
    // It says 1 as well where a commit on the way is missing, and names it.
    return exitCode === 1 && words === "" ? "rewritten" : "unknown";
  } catch (error) {
    if (hasCode(error, "git-slow")) return "unknown";
    throw error;
  }
}
