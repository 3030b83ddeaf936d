// What a data bucket refuses whoever asks, as plain data. That a bucket answers over TLS only is a statement of CDK's own.
import type { Statement } from "./statement";

/** A statement that no permission outweighs. */
export interface Refusal extends Omit<Statement, "Effect"> {
  Effect: "Deny";
  Principal: { AWS: "*" };
}

const refuse = (Sid: string, Action: string[], Resource: string[], Condition?: Statement["Condition"]): Refusal => ({
  Sid,
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** `denyDelete`: deletions by anybody, administrators included, until the policy itself is changed. */
export const bucketRefusals = (bucketArn: string, denyDelete: boolean): Refusal[] => [
  // Whoever wrote objects under a key of their own would hold them to ransom.
  refuse("RefuseCustomerProvidedKeys", ["s3:PutObject"], [`${bucketArn}/*`], {
    Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
  }),
  ...(denyDelete ? [refuse("RefuseDelete", ["s3:DeleteObject", "s3:DeleteObjectVersion"], [`${bucketArn}/*`])] : []),
];
