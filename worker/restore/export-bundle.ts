import { createReadStream } from "node:fs";
import { exportKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import type { RefAdvertisement } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { gitBytes } from "@/lib/git/git";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { FetchedBundle } from "@/lib/rebuild/fetch-chain";
import type { Rebuilt } from "@/lib/rebuild/rebuild-repository";
import { type BundleFacts, everything, streamBundle } from "../git-wire/stream-bundle";
import { WireError } from "../git-wire/wire-error";
import { InspectionPool } from "../pack-check/inspection-pool";

export interface Artefact {
  bucket: string;
  key: string;
  versionId?: string;
  sizeBytes: number;
  /** Hex, of the whole bundle. */
  sha256: string;
}

export interface ExportJob {
  item: RepositoryPlan;
  bundles: FetchedBundle[];
  rebuilt: Rebuilt;
  records: ObjectStore;
  run: RunId;
  signal: AbortSignal;
  /** Called when the first bytes of the pack are there to be stored. */
  onStore: () => void;
}

type Source = { stream: AsyncIterable<Buffer>; facts: () => Pick<BundleFacts, "sha256" | "sizeBytes"> | undefined };

/** 64 KiB at a time would be a hundred thousand chunks of a large bundle. */
const READ_BYTES = 1024 * 1024;

/**
 * Puts the repository into the records bucket as ONE bundle that `git clone` takes: a chain of one link as it is, a longer
 * one packed anew, every object inflated on the way. It streams, and nothing appears unless the whole of it is right.
 * @throws AppError bundle-corrupt, git-command, storage-*
 */
export async function exportBundle(job: ExportJob): Promise<Artefact> {
  const { item, bundles, records, run, signal } = job;
  const key = exportKey(run, item.repository);
  const [only, ...others] = bundles;
  const pool = new InspectionPool();
  try {
    const { stream, facts } = only && others.length === 0 ? asItIs(only, job) : packedAnew(job, pool);
    const written = await records.upload(key, stream, { signal, contentType: "application/x-git-bundle" });
    const made = facts();
    if (!made || made.sizeBytes !== written.sizeBytes)
      throw new AppError("bundle-truncated", { key, found: written.sizeBytes, expected: made?.sizeBytes });
    return { bucket: records.bucket, key, versionId: written.versionId, ...pick(made) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new AppError("bundle-corrupt", { key, detail: error.message }, { cause: error });
  } finally {
    await pool.stop();
  }
}

const pick = ({ sizeBytes, sha256 }: Pick<BundleFacts, "sha256" | "sizeBytes">) => ({ sizeBytes, sha256 });

/** Its hash was checked when it was read. */
function asItIs({ file, sha256, sizeBytes }: FetchedBundle, { signal, onStore }: ExportJob): Source {
  onStore();
  return {
    stream: createReadStream(file, { highWaterMark: READ_BYTES, signal }),
    facts: () => ({ sha256, sizeBytes }),
  };
}

/**
 * Our own header before git's own pack: `git bundle create` asks git what each ref means, and names that it finds ambiguous
 * or odd are left out or changed.
 */
function packedAnew({ rebuilt, signal, onStore }: ExportJob, pool: InspectionPool): Source {
  const { directory, refs, head } = rebuilt;
  const objectFormat = refs.some((ref) => ref.oid.length === 64) ? "sha256" : "sha1";
  const advertisement: RefAdvertisement = {
    objectFormat,
    refs,
    headTarget: head,
    headOid: refs.find((ref) => ref.name === head)?.oid,
  };
  async function* fetchPack() {
    const args = ["pack-objects", "--quiet", "--all", "--stdout", "--delta-base-offset"];
    let begun = false;
    for await (const chunk of gitBytes(args, { cwd: directory, signal })) {
      if (!begun) onStore();
      begun = true;
      yield chunk;
    }
  }
  return streamBundle({ fetchPack }, advertisement, everything(advertisement), pool.open(objectFormat));
}
