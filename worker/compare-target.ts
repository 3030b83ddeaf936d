import type { Receipt } from "@/lib/domain/receipt";
import { compareRefs, escapeRefName, isRestorable, type Ref } from "@/lib/domain/refs";
import { GitServer } from "./git-wire/git-server";
import type { PushTarget } from "./push-repository";
import { wireProblem } from "./wire-problem";

/** Reads the refs of the new repository over the wire (not from the push's word) and compares them with the backup's. */
export async function compareTarget(
  wanted: Ref[],
  target: PushTarget,
  signal: AbortSignal,
): Promise<Pick<Receipt, "refs" | "counts">> {
  try {
    const server = new GitServer(target.access.url(target.name), { token: target.access.token, signal });
    const found = (await server.listRefs()).refs.filter((ref) => isRestorable(ref.name));
    const pushed = wanted.filter((ref) => isRestorable(ref.name));
    const foundByName = new Map(found.map((ref) => [ref.name, ref.oid]));
    const refs = pushed.map(({ name, oid }): Receipt["refs"][number] => {
      const there = foundByName.get(name);
      return {
        name: escapeRefName(name),
        wanted: oid,
        found: there,
        state: there === undefined ? "missing" : there === oid ? "equal" : "different",
      };
    });
    const { missing, moved, extra } = compareRefs(pushed, found);
    const different = moved.length + extra.length;
    return {
      refs,
      counts: {
        equal: pushed.length - missing.length - moved.length,
        missing: missing.length,
        different,
        skipped: wanted.length - pushed.length,
      },
    };
  } catch (error) {
    throw wireProblem(error, target.name, target.access.url(target.name));
  }
}
