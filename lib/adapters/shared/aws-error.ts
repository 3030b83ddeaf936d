import { AppError } from "@/lib/domain/errors";

/** Codes by which the AWS services say that the caller may not do this. */
const DENIED = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "UnauthorizedOperation",
  "NotAuthorized",
  // Credentials that are wrong or too old are a refusal as well, not an outage.
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "ExpiredTokenException",
  "ExpiredToken",
]);

/** Any failure of an AWS call in the operator's words. `action` is IAM's name of what was tried, e.g. `ecs:StopTask`. */
export function awsError(cause: unknown, service: string, action: string): AppError {
  if (cause instanceof AppError) return cause;
  const name = cause instanceof Error ? cause.name : "";
  const detail = awsDetail(cause);
  if (DENIED.has(name)) return new AppError("aws-denied", { service, action, detail }, { cause });
  return new AppError("aws-unreachable", { service, detail }, { cause });
}

/** What an AWS error says, in one line. A refused connection has an empty message and a telling code. */
export function awsDetail(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  return cause.message ? `${cause.message} (${code})` : code;
}
