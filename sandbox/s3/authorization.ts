import { permits } from "@/sandbox/shared/policy";
import type { Principal } from "@/sandbox/shared/principals";
import { S3Error } from "./s3-error";

/** Decides whether `principal` may do `action` (e.g. "s3:GetObject") to the resource with this ARN. */
export type Authorize = (principal: Principal, action: string, resource: string, context?: Context) => boolean;

/** Condition keys of the request. */
export type Context = Readonly<Record<string, string>>;

/** By what the principal is granted. */
export const authorizeByGrants: Authorize = ({ allow }, action, resource, context) =>
  permits(allow, { action, resource, context });

/** Source: "Enforce conditional writes on Amazon S3 buckets" of the S3 user guide. */
export function contextOf(headers: ReadonlyMap<string, string>): Context {
  const ifNoneMatch = headers.get("if-none-match");
  return ifNoneMatch === undefined ? {} : { "s3:if-none-match": ifNoneMatch };
}

export function arnOf(bucket: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}

export function accessDenied(principal: Principal, action: string, resource: string): S3Error {
  return new S3Error("AccessDenied", {
    message: `User: ${principal.name} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
  });
}
