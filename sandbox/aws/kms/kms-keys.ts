import {
  constants,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomUUID,
} from "node:crypto";
import path from "node:path";
import { type Account, arnOf } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";

interface Key {
  arn: string;
  usage: string;
  enabled: boolean;
  /** PKCS#8, in PEM. Without it the key waits for its import. */
  material?: string;
}

/** "AES Key Wrap with Padding" of RFC 5649: what its first four bytes are. */
const WRAP_PAD_IV = Buffer.from("A65959A6", "hex");

/** Keys whose material is brought from outside, on disk in `kms.json`. What they sign with never comes out again. */
export class KmsKeys {
  private readonly account: Account;
  private readonly state: StateFile<{ keys: Key[] }>;
  /** To wrap material with; for imports that are under way. */
  private readonly wrapping = new Map<string, KeyObject>();

  private constructor(account: Account, state: StateFile<{ keys: Key[] }>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<KmsKeys> {
    return new KmsKeys(account, await StateFile.open(path.join(dataDir, "kms.json"), { keys: [] as Key[] }));
  }

  async create(usage: string): Promise<Key> {
    const key: Key = { arn: arnOf(this.account, "kms", `key/${randomUUID()}`), usage, enabled: true };
    this.state.value.keys.push(key);
    await this.state.save();
    return key;
  }

  /** By ARN or id. @throws AwsError NotFoundException */
  find(id: string): Key {
    const found = this.state.value.keys.find(({ arn }) => arn === id || arn.endsWith(`:key/${id}`));
    if (!found) throw new AwsError("NotFoundException", `Key '${this.arnFor(id)}' does not exist`);
    return found;
  }

  /** What IAM is asked about. */
  arnFor(id: string): string {
    return id.startsWith("arn:") ? id : arnOf(this.account, "kms", `key/${id}`);
  }

  /** @returns the public key, in DER, that material for this key is wrapped with */
  beginImport(id: string): Buffer {
    const { arn } = this.find(id);
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 4096 });
    this.wrapping.set(arn, privateKey);
    return publicKey.export({ type: "spki", format: "der" });
  }

  /** By RSA_AES_KEY_WRAP_SHA_256: an AES key wrapped by RSA, and behind it the material wrapped by that. */
  async import(id: string, wrapped: Uint8Array): Promise<void> {
    const key = this.find(id);
    const wrapping = this.wrapping.get(key.arn);
    if (!wrapping) throw new AwsError("InvalidImportTokenException", "the import token is not for this key");
    try {
      const oaep = { key: wrapping, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
      const aes = createDecipheriv("id-aes256-wrap-pad", privateDecrypt(oaep, wrapped.subarray(0, 512)), WRAP_PAD_IV);
      const der = Buffer.concat([aes.update(wrapped.subarray(512)), aes.final()]);
      const material = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
      if (material.asymmetricKeyDetails?.modulusLength !== 2048) throw new Error("not RSA_2048");
      key.material = material.export({ type: "pkcs8", format: "pem" }).toString();
    } catch (cause) {
      throw new AwsError(
        "IncorrectKeyMaterialException",
        `the key material cannot be imported (${(cause as Error).message})`,
      );
    }
    await this.state.save();
  }
}
