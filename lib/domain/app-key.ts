// Where an App's private key is: in Secrets Manager, which hands it out, or in KMS, which signs with it and hands it out to nobody.

const KMS_KEY = /^arn:[\w-]+:kms:([\w-]+):\d{12}:key\/[\w-]+$/;

/** Whether it is the ARN of a key in KMS. An alias is none: IAM decides by keys. */
export const isKmsKey = (place: string): boolean => KMS_KEY.test(place);

/** The region of a key in KMS: only there it can be asked. */
export const regionOfKey = (arn: string): string | undefined => KMS_KEY.exec(arn)?.[1];

/** The permission that a role needs to act as the App. */
export const actionForKey = (place: string): "kms:Sign" | "secretsmanager:GetSecretValue" =>
  isKmsKey(place) ? "kms:Sign" : "secretsmanager:GetSecretValue";
