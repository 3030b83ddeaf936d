import { constants, privateEncrypt } from "node:crypto";
import * as model from "@aws-sdk/client-kms";
import { AwsError } from "../aws-error";
import { operation, type Service, subjects } from "../service";
import type { KmsKeys } from "./kms-keys";

/** What RS256 puts in front of a digest (RFC 8017, 9.2). */
const SHA256_PREFIX = Buffer.from("3031300d060960864801650304020105000420", "hex");
const DAY_MS = 86_400_000;

/** KMS: keys for signing whose material is imported. No encryption, no key policies, no grants, no deletion. */
export function kmsService(keys: KmsKeys): Service {
  const aboutKey = subjects(({ KeyId = "" }: { KeyId?: string }) => [{ resource: keys.arnFor(KeyId) }]);
  return {
    iamPrefix: "kms",
    signingName: "kms",
    target: "TrentService",
    jsonVersion: "1.1",
    invalidInput: "ValidationException",
    model,
    subjects: {
      Sign: subjects(({ KeyId = "", SigningAlgorithm }: model.SignRequest) => [
        { resource: keys.arnFor(KeyId), context: { "kms:SigningAlgorithm": SigningAlgorithm ?? "" } },
      ]),
      GetParametersForImport: aboutKey,
      ImportKeyMaterial: aboutKey,
    },
    operations: {
      CreateKey: operation(async (input: model.CreateKeyRequest): Promise<model.CreateKeyResponse> => {
        const { arn, usage } = await keys.create(input.KeyUsage ?? "ENCRYPT_DECRYPT");
        const KeyId = arn.slice(arn.indexOf("/") + 1);
        return {
          KeyMetadata: {
            KeyId,
            Arn: arn,
            KeyUsage: usage as model.KeyUsageType,
            Origin: input.Origin,
            KeyState: "PendingImport",
          },
        };
      }),
      GetParametersForImport: operation(
        ({ KeyId = "" }: model.GetParametersForImportRequest): model.GetParametersForImportResponse => ({
          KeyId: keys.arnFor(KeyId),
          ImportToken: Buffer.from("import token"),
          PublicKey: keys.beginImport(KeyId),
          ParametersValidTo: new Date(Date.now() + DAY_MS),
        }),
      ),
      ImportKeyMaterial: operation(
        async (input: model.ImportKeyMaterialRequest): Promise<model.ImportKeyMaterialResponse> => {
          await keys.import(input.KeyId ?? "", input.EncryptedKeyMaterial ?? new Uint8Array());
          return {};
        },
      ),
      Sign: operation(
        ({ KeyId = "", Message, MessageType, SigningAlgorithm }: model.SignRequest): model.SignResponse => {
          const { arn, usage, material } = keys.find(KeyId);
          if (usage !== "SIGN_VERIFY") throw new AwsError("InvalidKeyUsageException", `${arn} key usage is ${usage}`);
          if (!material) throw new AwsError("KMSInvalidStateException", `${arn} is pending import.`);
          if (SigningAlgorithm !== "RSASSA_PKCS1_V1_5_SHA_256" || MessageType !== "DIGEST" || Message?.length !== 32)
            throw new AwsError(
              "ValidationException",
              "the sandbox signs SHA-256 digests, by RSASSA_PKCS1_V1_5_SHA_256",
            );
          const padded = { key: material, padding: constants.RSA_PKCS1_PADDING };
          return {
            KeyId: arn,
            Signature: privateEncrypt(padded, Buffer.concat([SHA256_PREFIX, Message])),
            SigningAlgorithm,
          };
        },
      ),
    },
  };
}
