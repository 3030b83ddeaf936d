// One repository, held because a person asked for it.
import { holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { type HoldFile, type HoldReason, holdText } from "@/lib/domain/hold";
import { RENEW_AFTER_MS } from "@/lib/domain/hold-run";
import type { HoldItem } from "@/lib/domain/hold-run-schema";
import { readHold } from "@/lib/operations/hold-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import { copyChain } from "./copy-chain";
import type { HoldContext, LastGood } from "./place-hold";

export type Kept = Required<Pick<HoldItem, "prefix" | "placed_at" | "copied_at">> & {
  state: "held" | "renewed" | "already";
};

/** Each conflict means that another run has written it: the next attempt adds to that. */
const ATTEMPTS = 5;

/** So many reasons stand in one hold.json, the newest; older versions of it have the others. */
const MOST_REASONS = 100;
/**
 * Holds a chain for as long as one that is held today: copies that are older than a day are made anew, for lifecycle rules
 * count from the copy. The reason is added to those that hold.json has.
 * @throws AppError object-missing, storage-*, and the signal's reason
 */
export async function holdAsked(
  context: Omit<HoldContext, "log">,
  { snapshot, entry }: LastGood,
  reason: HoldReason,
  onBytes: (bytes: number) => void,
): Promise<Kept> {
  const { store, root, run, now, signal } = context;
  const prefix = holdPrefix(root, entry, snapshot);
  const begun = now();
  const isOld = (at: string) => begun.getTime() - Date.parse(at) > RENEW_AFTER_MS;
  const before = (await readHold(store, prefix)).file;
  const { copied, oldestLeft } = await copyChain(store, entry.chain, prefix, {
    signal,
    isOld: ({ lastModified }) => isOld(lastModified),
    onBytes,
  });
  const at = begun.toISOString();
  const anew = copied > 0 || (before !== undefined && isOld(before.renewed_at ?? before.placed_at));
  const placedAt = await writeDown(store, prefix, (file) => {
    const why = file?.why ?? [];
    const isKnown = why.some(({ kind, message }) => kind === reason.kind && message === reason.message);
    if (file && isKnown && !anew) return { file };
    const next: HoldFile = {
      version: 1,
      placed_at: file?.placed_at ?? at,
      renewed_at: before && anew ? at : file?.renewed_at,
      run: file?.run ?? run,
      why: isKnown ? why : [...why.slice(1 - MOST_REASONS), reason],
    };
    return { file: next, text: holdText({ ...entry, snapshot }, { bucket: store.bucket, prefix }, next) };
  });
  const state = before === undefined ? "held" : anew ? "renewed" : "already";
  return { prefix, placed_at: placedAt, copied_at: oldestLeft ?? at, state };
}

/** Writes what `next` makes of the hold.json that is there, over that one and no other; without a text nothing. One that is not ours is written over. */
async function writeDown(
  store: ObjectStore,
  prefix: string,
  next: (file: HoldFile | undefined) => { file: HoldFile; text?: string },
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const found = await readHold(store, prefix);
    const { file, text } = next(found.file);
    if (text === undefined) return file.placed_at;
    try {
      const onlyIf = found.etag === undefined ? "absent" : { etag: found.etag };
      await store.put(holdFileKey(prefix), text, { onlyIf, contentType: "application/json" });
      return file.placed_at;
    } catch (error) {
      if (!hasCode(error, "object-exists", "object-changed") || attempt >= ATTEMPTS) throw error;
    }
  }
}
