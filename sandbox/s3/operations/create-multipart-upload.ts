import { randomBytes } from "node:crypto";
import type { CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import {
  type ChecksumType,
  DEFAULT_MULTIPART_TYPE,
  isChecksumAlgorithm,
  multipartTypeIsPossible,
} from "../checksums/checksum";
import { S3Error } from "../s3-error";
import type { Upload } from "../store/upload";
import type { Handler } from "./call";
import { checkKey, objectProperties } from "./object-input";

export const createMultipartUpload: Handler<
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput
> = async (call) => {
  const bucket = call.bucket();
  const key = checkKey(call.input.Key);
  const { ChecksumAlgorithm, ChecksumType } = call.input;
  const checksum = chosenChecksum(ChecksumAlgorithm, ChecksumType);
  const upload: Upload = {
    id: randomBytes(48).toString("base64url").replaceAll("-", "_"),
    key,
    initiated: call.now.toISOString(),
    object: objectProperties(call, bucket.settings),
    checksum: checksum ?? { algorithm: "CRC64NVME", type: "FULL_OBJECT" },
    checksumWasChosen: checksum !== undefined,
  };
  await bucket.uploads.create(upload);
  return {
    output: {
      ...(upload.object.encryption as Partial<CreateMultipartUploadCommandOutput>),
      Bucket: bucket.name,
      Key: key,
      UploadId: upload.id,
      ...(checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {}),
    },
  };
};

function chosenChecksum(algorithm: string | undefined, type: string | undefined): Upload["checksum"] | undefined {
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    throw new S3Error("InvalidRequest", {
      message: "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    });
  }
  if (!isChecksumAlgorithm(algorithm)) {
    throw new S3Error("NotImplemented", { message: `The stand-in does not compute ${algorithm}.` });
  }
  const chosen = type === undefined ? DEFAULT_MULTIPART_TYPE[algorithm] : parseType(type);
  if (multipartTypeIsPossible(algorithm, chosen)) return { algorithm, type: chosen };
  throw new S3Error("InvalidRequest", {
    message: `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  });
}

function parseType(type: string): ChecksumType {
  if (type === "FULL_OBJECT" || type === "COMPOSITE") return type;
  throw new S3Error("InvalidRequest", { message: "Value for x-amz-checksum-type header is invalid." });
}
