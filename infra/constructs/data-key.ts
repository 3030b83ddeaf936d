import type { RemovalPolicy, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import { logGroupArn, type Place } from "../policies/arns";
import type { LentStatement } from "../policies/lent-access";

export interface DataKeyProps {
  alias: string;
  keep: RemovalPolicy;
  /** What roles of another account may do. */
  lent?: LentStatement[];
}

/** Holdfast's own key in one region. It is renewed every year by AWS; what was encrypted before stays readable. */
export function dataKey(scope: Stack, props: DataKeyProps): kms.Key {
  const key = new kms.Key(scope, "Key", {
    alias: props.alias,
    description: `Holdfast's data in ${scope.region}`,
    enableKeyRotation: true,
    removalPolicy: props.keep,
  });
  for (const statement of props.lent ?? []) key.addToResourcePolicy(iam.PolicyStatement.fromJson(statement));
  return key;
}

/** Lets CloudWatch Logs encrypt the log groups whose names begin with `prefix`. Source: "Encrypt log data" of its user guide. */
export function letLogsUse(key: kms.Key, place: Place, prefix: string): void {
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "EncryptLogs",
      principals: [new iam.ServicePrincipal(`logs.${place.region}.amazonaws.com`)],
      actions: [
        ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey"],
        ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      ],
      resources: ["*"],
      conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroupArn(place, `${prefix}*`) } },
    }),
  );
}
