import type { S3Client } from "@aws-sdk/client-s3";

const WITH_BODY: readonly unknown[] = ["PutObjectCommand", "UploadPartCommand"];

/**
 * Leaves bodies out of the requests' signatures, as AWS's own CLI does: the CRC-32 that goes along is signed and S3
 * compares it with what arrives, so hashing the body a second time (SHA-256) would only cost CPU.
 */
export function leavePayloadsUnsigned(client: S3Client): S3Client {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (WITH_BODY.includes(commandName)) {
          const { headers } = args.request as { headers: Record<string, string> };
          headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
        }
        return next(args);
      },
    { step: "build", name: "leavePayloadsUnsigned", priority: "low" },
  );
  return client;
}
