import { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { AppError } from "@/lib/domain/errors";
import type { KeySigner } from "@/lib/ports/key-signer";
import { awsDetail, awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

/** What KMS says of a key that will not sign however often it is asked. */
const UNUSABLE = new Set([
  "NotFoundException",
  "DisabledException",
  "KMSInvalidStateException",
  "InvalidKeyUsageException",
  "InvalidArnException",
  "ValidationException",
]);

/** An RSA key in KMS. Source: `Sign` of the KMS API reference; a digest of our own keeps what is signed from KMS, and has no limit. */
export class KmsSigner implements KeySigner {
  private readonly key: string;
  private readonly client: KMSClient;

  constructor({ key, region }: { key: string; region: string }) {
    this.key = key;
    this.client = new KMSClient({ region, maxAttempts: 5, requestHandler: SMALL_CALL });
  }

  async sign(digest: Uint8Array): Promise<Uint8Array> {
    const how = { MessageType: "DIGEST", SigningAlgorithm: "RSASSA_PKCS1_V1_5_SHA_256" } as const;
    try {
      const { Signature } = await this.client.send(new SignCommand({ KeyId: this.key, Message: digest, ...how }));
      if (!Signature) throw new Error("the answer has no signature");
      return Signature;
    } catch (cause) {
      if (cause instanceof Error && UNUSABLE.has(cause.name))
        throw new AppError("signing-key-unusable", { key: this.key, detail: awsDetail(cause) }, { cause });
      throw awsError(cause, "KMS", "kms:Sign");
    }
  }
}
