// Credentials for one address: of a role that reads backups and nothing else, narrowed to the one object. Who gets hold of what
// signed the address could do no more with it than the address itself.
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { DownloadCredentials, LentCredentials, ReadableObject } from "@/lib/ports/download-credentials";
import { awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

/** The shortest that STS lends for; the address itself ends long before. */
const LENT_SECONDS = 900;

export class DownloadRole implements DownloadCredentials {
  private readonly client: STSClient;
  private readonly roleArn: string;

  constructor({ region, roleArn }: { region: string; roleArn: string }) {
    this.client = new STSClient({ region, maxAttempts: 3, requestHandler: SMALL_CALL });
    this.roleArn = roleArn;
  }

  async credentialsFor({ bucket, key, person }: ReadableObject): Promise<LentCredentials> {
    const [, partition = "aws"] = this.roleArn.split(":");
    try {
      const { Credentials: lent } = await this.client.send(
        new AssumeRoleCommand({
          RoleArn: this.roleArn,
          RoleSessionName: sessionName(person),
          DurationSeconds: LENT_SECONDS,
          Policy: JSON.stringify(onlyReads(`arn:${partition}:s3:::${bucket}/${literal(key)}`)),
        }),
      );
      const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = lent ?? {};
      return { accessKeyId, secretAccessKey, sessionToken: lent?.SessionToken };
    } catch (cause) {
      throw awsError(cause, "STS", "sts:AssumeRole");
    }
  }
}

/** What remains of the role's permissions: the key of an encrypted bucket is limited by the role's own policy. */
const onlyReads = (objectArn: string) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: [objectArn] },
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: ["*"] },
  ],
});

/** A key is not a pattern. Source: "IAM policy elements: Variables and tags", predefined special characters. */
const literal = (key: string) => key.replace(/[*?$]/g, (found) => `\${${found}}`);

/** STS takes 2 to 64 of these characters. Source: RoleSessionName of AssumeRole in the STS API reference. */
const sessionName = (person: string) =>
  person
    .replace(/[^\w+=,.@-]/g, "-")
    .padEnd(2, "-")
    .slice(0, 64);
