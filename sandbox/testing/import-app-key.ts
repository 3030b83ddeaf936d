import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { clientOptions } from "../provision-shared";

/** The steps of docs/deploy.md, with the same commands of openssl. @returns the key's ARN */
export async function importAppKey(awsUrl: string, pem: string): Promise<string> {
  const kms = new KMSClient(clientOptions(awsUrl));
  const directory = mkdtempSync(path.join(tmpdir(), "holdfast-import-"));
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
  try {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Origin: "EXTERNAL", KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }),
    );
    const KeyId = KeyMetadata?.Arn ?? "";
    const how = { WrappingAlgorithm: "RSA_AES_KEY_WRAP_SHA_256", WrappingKeySpec: "RSA_4096" } as const;
    const { PublicKey, ImportToken } = await kms.send(new GetParametersForImportCommand({ KeyId, ...how }));
    writeFileSync(path.join(directory, "app.pem"), pem);
    writeFileSync(path.join(directory, "wrapping.der"), PublicKey ?? "");
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", "app.pem", "-outform", "DER", "-out", "app.der");
    openssl("rand", "-out", "aes", "32");
    const aes = readFileSync(path.join(directory, "aes")).toString("hex");
    openssl("enc", "-id-aes256-wrap-pad", "-K", aes, "-iv", "A65959A6", "-in", "app.der", "-out", "app.wrapped");
    const oaep = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"].flatMap((each) => [
      "-pkeyopt",
      each,
    ]);
    openssl(
      "pkeyutl",
      "-encrypt",
      "-pubin",
      "-keyform",
      "DER",
      "-inkey",
      "wrapping.der",
      ...oaep,
      "-in",
      "aes",
      "-out",
      "aes.wrapped",
    );
    const EncryptedKeyMaterial = Buffer.concat(
      ["aes.wrapped", "app.wrapped"].map((each) => readFileSync(path.join(directory, each))),
    );
    const ExpirationModel = "KEY_MATERIAL_DOES_NOT_EXPIRE";
    await kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel }));
    return KeyId;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
