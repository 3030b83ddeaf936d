import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Ready } from "@/lib/domain/browse";
import { AppError, hasCode } from "@/lib/domain/errors";
import { escapeRefName } from "@/lib/domain/refs";
import { EitherSide } from "@/lib/rebuild/either-side";
import { fetchChain } from "@/lib/rebuild/fetch-chain";
import { unpackForReading } from "@/lib/rebuild/unpack-for-reading";
import type { GuestPlace } from "./guest-objects";
import { kindOf } from "./guest-refs";
import type { Build } from "./repository-cache";

/** The two buckets, as bundles are read from them. */
export type Buckets = ConstructorParameters<typeof EitherSide>[0];

export interface MadeRepository {
  place: GuestPlace;
  facts: Ready;
  /** What HEAD is, in bytes. */
  head?: string;
}

/** A bucket that hangs is given up by its own clock; this ends what never ends. */
const LONGEST_MS = 2 * 3_600_000;

/** Reads the chain from the bucket that was asked for, else from the other one, and unpacks it. */
export function builder(sides: Buckets, packBytes: number): Build<MadeRepository> {
  return async ({ item, source }, directory, tell, signal) => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
    const { repository, totalBytes: total } = item;
    const notices: string[] = [];
    let read = 0;
    tell({ phase: "reading", done: 0, total });
    const places = { bundles: path.join(directory, "bundles"), git: path.join(directory, "repository.git") };
    for (const place of Object.values(places)) await mkdir(place);
    const bundles = await fetchChain(new EitherSide(sides, source), item, places.bundles, {
      signal: until,
      onBytes: (count) => {
        read += count;
        tell({ phase: "reading", done: read, total });
      },
      onNotice: (notice) => notices.push(notice),
    }).catch((error: unknown) => {
      // Its advice is for a restore.
      if (hasCode(error, "scratch-too-small"))
        throw new AppError("browse-busy", { detail: error.message }, { cause: error });
      throw error;
    });
    tell({ phase: "unpacking", done: 0, total });
    const { header, head } = await unpackForReading(item, bundles, places.git, {
      ...{ signal: until, packBytes },
      onProgress: (done) => tell({ phase: "unpacking", done: Math.round(done), total }),
    });
    await rm(places.bundles, { recursive: true, force: true });
    const { objectFormat } = header;
    const refs = { branches: 0, tags: 0, others: 0 };
    for (const { name } of header.refs) refs[kindOf(name)] += 1;
    const there = head !== undefined && header.refs.some(({ name }) => name === head);
    return {
      place: { directory: places.git, format: objectFormat, repository },
      facts: { state: "ready", refs, objectFormat, notices, ...(there ? { head: escapeRefName(head) } : {}) },
      head,
    };
  };
}
