import type { ChecksumAlgorithm, ChecksumType } from "../checksums/checksum";
import type { ObjectProperties } from "./version";

/** A multipart upload under way, as its sidecar holds it. */
export interface Upload {
  id: string;
  key: string;
  /** ISO 8601. */
  initiated: string;
  /** What Create asked for; the object gets it when the upload completes. */
  object: ObjectProperties;
  checksum: { algorithm: ChecksumAlgorithm; type: ChecksumType };
  /** False when Create named no algorithm: then a part may come with any, and S3 adds CRC64NVME by itself. */
  checksumWasChosen: boolean;
}

export interface Part {
  number: number;
  size: number;
  /** MD5 in hex. */
  etag: string;
  /** ISO 8601. */
  lastModified: string;
  /** Name of the data file. */
  file: string;
  /** In the upload's algorithm. */
  checksum: string;
  /** The checksum the client sent, when it was of another algorithm. */
  sentChecksum?: { algorithm: ChecksumAlgorithm; value: string };
}

export interface OpenUpload {
  upload: Upload;
  parts: Map<number, Part>;
}
