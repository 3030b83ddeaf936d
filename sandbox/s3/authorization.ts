import { permits } from "@/sandbox/shared/policy";
import type { Principal } from "@/sandbox/shared/principals";
import { S3Error } from "./s3-error";

/** Decides whether `principal` may do `action` (e.g. "s3:GetObject") to the resource with this ARN. */
export type Authorize = (principal: Principal, action: string, resource: string) => boolean;

/** By what the principal is granted. */
export const authorizeByGrants: Authorize = ({ allow }, action, resource) => permits(allow, { action, resource });

export function arnOf(bucket: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}

export function accessDenied(principal: Principal, action: string, resource: string): S3Error {
  return new S3Error("AccessDenied", {
    message: `User: ${principal.name} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
  });
}
