import { withDefaultRetention } from "./object-lock";
import { defaultEncryption } from "./operations/object-input";
import { commitOrDrop } from "./store/commit-or-drop";
import type { ObjectProperties, Version, VersionDraft } from "./store/version";
import type { WorldStore } from "./store/world-store";
import { writeData } from "./store/write-data";

export interface SeededObject {
  bucket: string;
  key: string;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** The past may be seeded too. Within one key go forward in time: the last one seeded is the current version. */
  lastModified?: Date;
  contentType?: string;
  metadata?: Record<string, string>;
  tags?: Record<string, string>;
}

/**
 * Puts an object past the wire, with any date: how the demo gets its weeks of history. It is stored, locked and
 * replicated like any other. @throws Error when there is no such bucket.
 */
export async function seedObject(world: WorldStore, seed: SeededObject): Promise<Version> {
  const bucket = world.findBucket(seed.bucket);
  if (!bucket) throw new Error(`there is no bucket ${seed.bucket} to seed; create it first`);
  const lastModified = seed.lastModified ?? world.now();
  const { file, size, etag, checksum } = await writeData(bucket, chunksOf(seed.body), ALGORITHM);
  const properties: ObjectProperties = {
    headers: seed.contentType ? { ContentType: seed.contentType } : {},
    metadata: seed.metadata ?? {},
    tags: Object.entries(seed.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    storageClass: "STANDARD",
    encryption: defaultEncryption(bucket.settings),
  };
  const draft: VersionDraft = {
    ...withDefaultRetention(properties, bucket.settings, lastModified),
    kind: "object",
    lastModified: lastModified.toISOString(),
    size,
    etag,
    segments: [{ file, size }],
    checksum: { algorithm: ALGORITHM, type: "FULL_OBJECT", value: checksum },
  };
  return commitOrDrop(bucket, seed.key, draft, () => undefined);
}

/** What the SDK sends by default. */
const ALGORITHM = "CRC32";

async function* chunksOf(body: SeededObject["body"]): AsyncGenerator<Uint8Array> {
  if (typeof body === "string") yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else yield* body;
}
