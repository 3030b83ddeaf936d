import type { Readable } from "node:stream";
import type { Bucket } from "../store/bucket";
import type { WorldStore } from "../store/world-store";
import type { RequestBody } from "../wire/request-body";

/** One request as an operation sees it: signed by somebody, matched, its input read. */
export interface Call<Input> {
  input: Input;
  world: WorldStore;
  /** The region whose endpoint was asked. */
  region: string;
  now: Date;
  /** Lower-case names; those of a presigned URL's query included. */
  headers: ReadonlyMap<string, string>;
  body: RequestBody;
  /** The bucket of the request. @throws S3Error NoSuchBucket, or PermanentRedirect when it lives in another region. */
  bucket(): Bucket;
  /** Whether the caller may do `action` (in IAM's words) to the bucket, or to the key in it. */
  may(action: string, bucket: string, key?: string): boolean;
  /** @throws S3Error AccessDenied when the caller may not. */
  demand(action: string, bucket: string, key?: string): void;
}

/** What an operation answers. */
export interface Reply<Output> {
  /** 200 unless given. */
  status?: number;
  output?: Partial<Omit<Output, "$metadata" | "Body">>;
  headers?: Record<string, string>;
  /** The bytes of an object, one stream after the other. */
  body?: Iterable<() => Readable>;
  /** A document that the SDK's schema does not describe as it stands on the wire. */
  document?: string;
}

export type Handler<Input, Output> = (call: Call<Input>) => Promise<Reply<Output>> | Reply<Output>;
