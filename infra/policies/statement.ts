// A statement of an IAM policy as plain data: the stacks attach it, the specs judge it, and the sandbox may evaluate it,
// all without CDK. The Sid says in one word what the statement is for.
import { APPROVALS_PREFIX, AUDIT_PREFIX, TOKENS_PREFIX } from "@/lib/domain/bucket-keys";

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export const allow = (
  Sid: string,
  Action: string[],
  Resource: string[],
  Condition?: Statement["Condition"],
): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const ONLY_NEW = { Null: { "s3:if-none-match": "false" } };

/** What people say about each other's plans is said once; so is what a token may, and that it was revoked. */
export const sayOnce = (recordsBucketArn: string): Statement =>
  allow("SayOnce", ["s3:PutObject"], objects(recordsBucketArn, APPROVALS_PREFIX, TOKENS_PREFIX), ONLY_NEW);

/**
 * Adding to the audit trail: S3 takes an entry only where none is (If-None-Match), and the entry before is read for its hash.
 * Source: "Enforce conditional writes on Amazon S3 buckets" of the S3 user guide.
 */
export const appendAudit = (recordsBucketArn: string): Statement[] => [
  allow("AppendAudit", ["s3:PutObject"], objects(recordsBucketArn, AUDIT_PREFIX), ONLY_NEW),
  allow("ReadAudit", ["s3:GetObject"], objects(recordsBucketArn, AUDIT_PREFIX)),
];

/** `prefixes` are key beginnings such as `runs/`; none means every key. */
export const objects = (bucketArn: string, ...prefixes: string[]): string[] =>
  prefixes.length === 0 ? [`${bucketArn}/*`] : prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
