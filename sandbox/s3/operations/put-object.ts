import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Checksum } from "../checksums/checksum";
import { withDefaultRetention } from "../object-lock";
import { S3Error } from "../s3-error";
import { commitOrDrop } from "../store/commit-or-drop";
import { receiveData } from "../store/receive-data";
import type { VersionDraft } from "../store/version";
import { claimedChecksum } from "../wire/claimed-checksum";
import type { Call, Handler } from "./call";
import { shownVersionId } from "./find-object";
import { checkKey, objectProperties } from "./object-input";
import { typedChecksumMembers } from "./object-output";
import { quoted, writeGuard } from "./write-guard";

/** What S3 computes by itself when the client sends no checksum. */
const DEFAULT_ALGORITHM = "CRC64NVME";

export const putObject: Handler<PutObjectCommandInput, PutObjectCommandOutput> = async (call) => {
  const bucket = call.bucket();
  const key = checkKey(call.input.Key);
  const properties = withDefaultRetention(objectProperties(call, bucket.settings), bucket.settings, call.now);
  if (properties.retention || properties.legalHold) demandIntegrity(call);
  const guard = writeGuard(call.input);
  // Asked before the body, to spare the client sending it, and again when the object is there.
  guard(bucket.current(key));
  const algorithm = claimedChecksum(call.headers)?.algorithm ?? DEFAULT_ALGORITHM;
  const received = await receiveData(bucket, call.body, algorithm);
  const checksum: Checksum = { algorithm, type: "FULL_OBJECT", value: received.checksums.get(algorithm) ?? "" };
  const { size, file } = received;
  const etag = received.md5.toString("hex");
  const draft: VersionDraft = { ...properties, kind: "object", size, etag, segments: [{ file, size }], checksum };
  const version = await commitOrDrop(bucket, key, draft, guard);
  return {
    output: {
      ...typedChecksumMembers(checksum),
      ...properties.encryption,
      ETag: quoted(etag),
      VersionId: shownVersionId(bucket, version),
    } as Partial<PutObjectCommandOutput>,
  };
};

/** S3 takes an object it may have to keep for years only with the client's word on its bytes. */
function demandIntegrity(call: Call<unknown>): void {
  if (call.headers.has("content-md5") || claimedChecksum(call.headers)) return;
  throw new S3Error("InvalidRequest", {
    message:
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
  });
}
