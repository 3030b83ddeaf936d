import type { Checksum } from "../checksums/checksum";

/**
 * One version of a key, as its sidecar holds it. The sidecar is the commit point: data that no sidecar names does not
 * exist, and is swept away at the next start.
 */
export type Version = StoredObject | DeleteMarker;

interface VersionBase {
  key: string;
  /** "null" for what was written while the bucket was not versioned. */
  versionId: string;
  /** Rises with every version of the whole world; the newest version of a key has the highest. */
  sequence: number;
  /** ISO 8601. */
  lastModified: string;
  replication?: Replication;
}

export interface StoredObject extends VersionBase {
  kind: "object";
  size: number;
  /** Without quotes. */
  etag: string;
  /** The files that hold the bytes, in order: one, or one for each part of a multipart upload. */
  segments: Segment[];
  /** Set for multipart uploads: the upload's id, so that a repeated Complete finds what it has done. */
  uploadId?: string;
  checksum: Checksum;
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Tag[];
  storageClass: string;
  encryption: Encryption;
  retention?: Retention;
  legalHold?: "ON" | "OFF";
}

export interface DeleteMarker extends VersionBase {
  kind: "delete-marker";
}

export interface Segment {
  /** Name of the data file. */
  file: string;
  size: number;
  /** Base64, in the object's algorithm, for parts. */
  checksum?: string;
}

/** The headers that S3 gives back as they came, under the names of the SDK. */
export interface ObjectHeaders {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ContentType?: string;
  Expires?: string;
  WebsiteRedirectLocation?: string;
}

export interface Encryption {
  ServerSideEncryption: string;
  SSEKMSKeyId?: string;
  BucketKeyEnabled?: boolean;
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface Retention {
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** ISO 8601. */
  until: string;
}

/** REPLICA on the copy; the others on the source, with how far each destination has come. */
export interface Replication {
  status: ReplicationStatus;
  targets: ReplicationTarget[];
}

export type ReplicationStatus = "PENDING" | "COMPLETED" | "FAILED" | "REPLICA";

export interface ReplicationTarget {
  bucket: string;
  status: "PENDING" | "COMPLETED" | "FAILED";
  storageClass?: string;
}

/** What a writer may ask of an object, apart from its bytes. */
export type ObjectProperties = Pick<
  StoredObject,
  "headers" | "metadata" | "tags" | "storageClass" | "encryption" | "retention" | "legalHold"
>;

/** What a writer decides; id, order and time are the bucket's to give, unless a replica brings them along. */
export type VersionDraft = Draft<StoredObject> | Draft<DeleteMarker>;
type Draft<V extends Version> = Omit<V, "key" | "versionId" | "sequence" | "lastModified"> &
  Partial<Pick<V, "versionId" | "sequence" | "lastModified">>;
