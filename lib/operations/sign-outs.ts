// Signing out everywhere: sessions are cookies, so that one which somebody else holds ends only by what the server remembers.
import { z } from "zod";
import { SESSIONS_PREFIX, signOutKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { PersonId } from "@/lib/domain/person-id";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRecord, toJson } from "./json-record";

const signOut = z.object({ version: z.literal(1), before: z.iso.datetime() });

/** How long another console of this installation may not know of it. */
const KNOWN_MS = 30_000;
const PEOPLE = 1000;
const A_MOMENT_MS = 5000;
/** Every page waits for this answer. */
const ANSWER_MS = 2000;

/** When somebody last signed out everywhere, in ms; 0 for never. @throws AppError storage-*, record-invalid */
export async function lastSignOut(records: ObjectStore, person: PersonId): Promise<number> {
  try {
    return Date.parse((await readRecord(records, signOutKey(person), signOut, "sign-out")).value.before);
  } catch (error) {
    if (hasCode(error, "not-found")) return 0;
    throw error;
  }
}

interface Listing {
  /** By their keys: when each was written. S3 tells seconds. */
  written: Promise<ReadonlyMap<string, string>>;
  until: number;
}

/**
 * When each person last signed out everywhere. They are listed once for all who look, so that fifty people cost no more
 * requests than one; a record is read where it is new.
 */
export class SignOuts {
  private readonly records: ObjectStore;
  /** What was found in a listing is as old as the listing, whenever it was asked for. */
  private readonly known = new Map<PersonId, { before: Promise<number>; listing: Listing | undefined }>();
  private readonly seen = new Map<PersonId, { written: string; before: number }>();
  private listing?: Listing;

  constructor(records: ObjectStore) {
    this.records = records;
  }

  /**
   * Whether a session that began at `signedInAt` (ms) was ended. When the records cannot be read the session counts as good
   * unless it is known to be over: it is over by itself soon, and nobody is to be locked out of backups because of a bucket
   * that is away.
   */
  async isOver(person: PersonId, signedInAt: number, now: Date): Promise<boolean> {
    return signedInAt < (await this.before(person, now));
  }

  /** Ends every session of the person that has begun by now. @throws AppError storage-* */
  async end(person: PersonId, now: Date): Promise<void> {
    const record = { version: 1, before: now.toISOString() };
    await this.records.put(signOutKey(person), toJson(record), { contentType: "application/json" });
    this.remember(person, Promise.resolve(now.getTime()), this.listing);
  }

  private before(person: PersonId, now: Date): Promise<number> {
    const listing = this.latest(now);
    const known = this.known.get(person);
    if (known?.listing === listing) return known.before;
    return this.remember(person, this.read(person, known?.before, listing, now), listing);
  }

  private remember(person: PersonId, before: Promise<number>, listing: Listing | undefined): Promise<number> {
    this.known.delete(person);
    this.known.set(person, { before, listing });
    const [oldest] = this.known.keys();
    if (this.known.size > PEOPLE && oldest !== undefined) this.known.delete(oldest);
    return before;
  }

  /** `last` is what was read the last time. */
  private async read(
    person: PersonId,
    last: Promise<number> | undefined,
    listing: Listing,
    now: Date,
  ): Promise<number> {
    try {
      return await Promise.race([this.ask(person, listing, now), silence()]);
    } catch (error) {
      console.warn(JSON.stringify({ level: "warn", event: "sign-outs-unknown", person, message: String(error) }));
      return last ?? 0;
    }
  }

  private async ask(person: PersonId, listing: Listing, now: Date): Promise<number> {
    const written = (await listing.written).get(signOutKey(person));
    if (written === undefined) return 0;
    const seen = this.seen.get(person);
    if (seen?.written === written) return seen.before;
    const before = await lastSignOut(this.records, person);
    // Within the same second it may have been written once more.
    if (now.getTime() - Date.parse(written) > A_MOMENT_MS) this.seen.set(person, { written, before });
    return before;
  }

  /** One that failed is not asked for again before its time either: whoever looks would wait for it. */
  private latest(now: Date): Listing {
    if (this.listing && this.listing.until > now.getTime()) return this.listing;
    const written = timesOf(this.records);
    written.catch(() => undefined);
    this.listing = { written, until: now.getTime() + KNOWN_MS };
    return this.listing;
  }
}

async function timesOf(records: ObjectStore): Promise<ReadonlyMap<string, string>> {
  const times = new Map<string, string>();
  for await (const { key, lastModified } of records.list(SESSIONS_PREFIX)) times.set(key, lastModified);
  return times;
}

/** Rejects when the records have not answered in time; holds nothing open. */
function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS).unref();
  });
}
