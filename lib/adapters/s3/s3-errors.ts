import { S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/domain/errors";

/** S3's codes, and the SDK's name for credentials it could not get: no permission is missing, and the network is well. */
const CREDENTIALS =
  /^(ExpiredToken(Exception)?|TokenRefreshRequired|InvalidToken|InvalidAccessKeyId|SignatureDoesNotMatch|RequestTimeTooSkewed|CredentialsProviderError)$/;

/** Any failure of an S3 call in the operator's words. `action` is IAM's name of what was tried. */
export function s3Error(cause: unknown, bucket: string, key: string, action: string): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && CREDENTIALS.test(cause.name))
    return new AppError("storage-credentials", { bucket, detail: `${cause.name}: ${cause.message}` }, { cause });
  // The SDK compares what arrives with the checksum that S3 keeps of the whole object.
  if (cause instanceof Error && /^Checksum mismatch/.test(cause.message))
    return new AppError(
      "object-damaged",
      { bucket, key, detail: cause.message.replace(/ in response header.*/, "") },
      { cause },
    );
  if (!(cause instanceof S3ServiceException)) {
    const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new AppError("storage-unreachable", { bucket, detail: detail + tries(cause) }, { cause });
  }
  const status = cause.$metadata.httpStatusCode ?? 0;
  if (cause.name === "NoSuchBucket") return new AppError("storage-bucket-missing", { bucket }, { cause });
  if (status === 404) return new AppError("object-missing", { bucket, key }, { cause });
  if (status === 401 || status === 403) return new AppError("storage-denied", { bucket, action }, { cause });
  return new AppError("storage-unreachable", { bucket, detail: `${cause.name} ${status}${tries(cause)}` }, { cause });
}

/** The SDK notes on an error how often the call was made. */
function tries(cause: unknown): string {
  const { attempts = 1 } = (cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata ?? {};
  return attempts > 1 ? `, ${attempts} times in a row` : "";
}

/** A conditional write that found another state than asked for. */
export function isConditionFailure(cause: unknown): boolean {
  return cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 412;
}

/** The range that was asked for begins where the object has ended. */
export function isEmptyRange(cause: unknown): boolean {
  return cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 416;
}
