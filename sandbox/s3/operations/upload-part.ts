import type {
  UploadPartCommandInput,
  UploadPartCommandOutput,
  UploadPartCopyCommandInput,
  UploadPartCopyCommandOutput,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import { receiveData } from "../store/receive-data";
import type { Part, Upload } from "../store/upload";
import { objectBytes, writeData } from "../store/write-data";
import { claimedChecksum } from "../wire/claimed-checksum";
import type { ByteRange } from "./byte-range";
import type { Handler } from "./call";
import { type CopySource, findCopySource } from "./copy-source";
import { shownVersionId } from "./find-object";
import { checksumMembers } from "./object-output";
import { quoted } from "./write-guard";

export const uploadPart: Handler<UploadPartCommandInput, UploadPartCommandOutput> = async (call) => {
  const bucket = call.bucket();
  const { Key = "", UploadId = "" } = call.input;
  const number = checkPartNumber(call.input.PartNumber);
  const { upload } = bucket.uploads.get(UploadId, Key);
  const claimed = claimedChecksum(call.headers)?.algorithm;
  checkAlgorithm(upload, claimed);
  const { algorithm } = upload.checksum;
  const received = await receiveData(bucket, call.body, algorithm);
  const { size, file, checksums } = received;
  const sent = claimed ? { algorithm: claimed, value: checksums.get(claimed) ?? "" } : undefined;
  const part: Part = {
    number,
    size,
    etag: received.md5.toString("hex"),
    lastModified: call.now.toISOString(),
    file,
    checksum: checksums.get(algorithm) ?? "",
    ...(sent && sent.algorithm !== algorithm ? { sentChecksum: sent } : {}),
  };
  await putPartOrDrop(bucket, upload, part);
  const shown = sent ?? (upload.checksumWasChosen ? { algorithm, value: part.checksum } : undefined);
  return {
    output: {
      ...(shown ? checksumMembers(shown) : {}),
      ...(upload.object.encryption as Partial<UploadPartCommandOutput>),
      ETag: quoted(part.etag),
    },
  };
};

export const uploadPartCopy: Handler<UploadPartCopyCommandInput, UploadPartCopyCommandOutput> = async (call) => {
  const bucket = call.bucket();
  const { Key = "", UploadId = "", CopySourceRange } = call.input;
  const number = checkPartNumber(call.input.PartNumber);
  const { upload } = bucket.uploads.get(UploadId, Key);
  const source = findCopySource(call);
  const range = copyRange(source, CopySourceRange);
  const { algorithm } = upload.checksum;
  const copied = await writeData(bucket, objectBytes(source.bucket, source.object, range), algorithm);
  const part: Part = { ...copied, number, lastModified: call.now.toISOString() };
  await putPartOrDrop(bucket, upload, part);
  return {
    output: {
      ...(upload.object.encryption as Partial<UploadPartCopyCommandOutput>),
      CopySourceVersionId: shownVersionId(source.bucket, source.object),
      CopyPartResult: {
        ...(upload.checksumWasChosen ? checksumMembers({ algorithm, value: part.checksum }) : {}),
        ETag: quoted(part.etag),
        LastModified: new Date(part.lastModified),
      },
    },
  };
};

/** S3's limit of parts in one upload. */
export const MOST_PARTS = 10_000;

function checkPartNumber(number: number | undefined): number {
  if (number !== undefined && number >= 1 && number <= MOST_PARTS) return number;
  throw new S3Error("InvalidArgument", {
    message: `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
    details: { ArgumentName: "partNumber", ArgumentValue: String(number) },
  });
}

/** An upload that chose its algorithm takes no other; a composite one cannot do without the client's checksum. */
function checkAlgorithm(upload: Upload, claimed: string | undefined): void {
  if (!upload.checksumWasChosen) return;
  const { algorithm, type } = upload.checksum;
  if (claimed === algorithm || (claimed === undefined && type === "FULL_OBJECT")) return;
  const [expected, actual] = [algorithm.toLowerCase(), claimed?.toLowerCase() ?? "null"];
  throw new S3Error("InvalidRequest", {
    message: `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  });
}

async function putPartOrDrop(bucket: Bucket, upload: Upload, part: Part): Promise<void> {
  try {
    await bucket.uploads.putPart(upload.id, upload.key, part);
  } catch (error) {
    await bucket.files.removeData([part.file]);
    throw error;
  }
}

function copyRange({ object }: CopySource, text: string | undefined): ByteRange | undefined {
  if (text === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { start: Number(first), end: Number(last) };
  if (first === undefined || range.start > range.end) {
    throw new S3Error("InvalidArgument", {
      message: "The x-amz-copy-source-range value must be of the form bytes=first-last",
    });
  }
  if (range.end < object.size) return range;
  throw new S3Error("InvalidArgument", {
    message: `Range specified is not valid for source object of size: ${object.size}`,
  });
}
