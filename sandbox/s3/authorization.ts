import { decide, noteRefusal } from "@/sandbox/shared/decide";
import type { Principal } from "@/sandbox/shared/principals";
import { S3Error } from "./s3-error";

/** Decides whether `principal` may do `action` (e.g. "s3:GetObject") to the resource with this ARN. */
export type Authorize = (principal: Principal, action: string, resource: string, context?: Context) => boolean;

/** Condition keys of the request. */
export type Context = Readonly<Record<string, string | undefined>>;

/** By what the principal is granted. */
export const authorizeByGrants: Authorize = (principal, action, resource, context) =>
  decide(principal, { action, resource, context });

/**
 * What of a request the conditions of a policy may ask for; undefined where the request does not have it.
 * Source: "Enforce conditional writes on Amazon S3 buckets" and "Condition keys for Amazon S3" of the S3 user guide.
 */
export const contextOf = (headers: ReadonlyMap<string, string>): Context => ({
  "s3:if-none-match": headers.get("if-none-match"),
  "s3:x-amz-server-side-encryption-customer-algorithm": headers.get("x-amz-server-side-encryption-customer-algorithm"),
});

export function explicitlyDenied(principal: Principal, action: string, resource: string): S3Error {
  return new S3Error("AccessDenied", {
    message: `User: ${principal.name} is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in a resource-based policy`,
  });
}

export function arnOf(bucket: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}

export function accessDenied(principal: Principal, action: string, resource: string): S3Error {
  noteRefusal(principal, action);
  return new S3Error("AccessDenied", {
    message: `User: ${principal.name} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
  });
}
