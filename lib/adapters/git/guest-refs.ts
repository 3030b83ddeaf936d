// The refs of a repository that was made of bundles: in the one file that its maker wrote, names as bytes.
import { createReadStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { RefKind, RefPage, RefRow } from "@/lib/domain/browse";
import { escapeRefName, type Ref } from "@/lib/domain/refs";
import { commitRow, peel } from "./guest-commits";
import type { GuestObjects } from "./guest-objects";

const PREFIXES: [RefKind, string][] = [
  ["branches", "refs/heads/"],
  ["tags", "refs/tags/"],
];

export const kindOf = (name: string): RefKind =>
  PREFIXES.find(([, prefix]) => name.startsWith(prefix))?.[0] ?? "others";

export async function* refsIn(directory: string): AsyncGenerator<Ref> {
  const file = createReadStream(path.join(directory, "packed-refs"), "latin1");
  try {
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      const space = line.indexOf(" ");
      yield { oid: line.slice(0, space), name: line.slice(space + 1) };
    }
  } finally {
    file.destroy();
  }
}

/** By its name in bytes. */
export async function oidOf(directory: string, name: string): Promise<string | undefined> {
  for await (const ref of refsIn(directory)) if (ref.name === name) return ref.oid;
  return undefined;
}

const PER_PAGE = 50;

export async function pageOfRefs(
  objects: GuestObjects,
  { kind, find, offset, head }: { kind: RefKind; find: string; offset: number; head?: string },
): Promise<RefPage> {
  const wanted = find.toLowerCase();
  const found: Ref[] = [];
  for await (const ref of refsIn(objects.place.directory)) {
    if (kindOf(ref.name) === kind && escapeRefName(ref.name).toLowerCase().includes(wanted)) found.push(ref);
  }
  // The default branch is what most look for.
  found.sort(
    (one, other) => Number(other.name === head) - Number(one.name === head) || (one.name < other.name ? -1 : 1),
  );
  const page = found.slice(offset, offset + PER_PAGE);
  const next = offset + PER_PAGE < found.length ? offset + PER_PAGE : undefined;
  return { rows: await withCommits(objects, page), total: found.length, next };
}

async function withCommits(objects: GuestObjects, refs: readonly Ref[]): Promise<RefRow[]> {
  const peeled = await peel(
    objects,
    refs.map(({ oid }) => oid),
  );
  return refs.map(({ oid, name }, index): RefRow => {
    const to = peeled[index];
    const row = { name: escapeRefName(name), oid };
    if (to?.commit === undefined) return { ...row, tag: to?.type === "tree" ? "tree" : "blob" };
    const { subject, committedAt: at } = commitRow(to.oid, to.commit);
    return { ...row, subject, at, ...(to.oid === oid ? {} : { tag: "annotated" }) };
  });
}
