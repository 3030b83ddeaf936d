import { S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/domain/errors";

/** Any failure of an S3 call in the operator's words. `action` is IAM's name of what was tried. */
export function s3Error(cause: unknown, bucket: string, key: string, action: string): AppError {
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof S3ServiceException)) {
    const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new AppError("storage-unreachable", { bucket, detail }, { cause });
  }
  const status = cause.$metadata.httpStatusCode ?? 0;
  if (cause.name === "NoSuchBucket") return new AppError("storage-bucket-missing", { bucket }, { cause });
  if (status === 404) return new AppError("object-missing", { bucket, key }, { cause });
  if (status === 401 || status === 403) return new AppError("storage-denied", { bucket, action }, { cause });
  return new AppError("storage-unreachable", { bucket, detail: `${cause.name} ${status}` }, { cause });
}

/** A conditional write that found another state than asked for: 412, or 409 when two came at once. */
export function isConditionFailure(cause: unknown): boolean {
  return cause instanceof S3ServiceException && [409, 412].includes(cause.$metadata.httpStatusCode ?? 0);
}
