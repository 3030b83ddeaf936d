// ID tokens as an identity provider signs them (JWS, RFC 7515), and as somebody else would forge them.
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

/** What is wrong with a token that the provider gives out. */
export const FORGERIES = [
  "wrong nonce",
  "no nonce",
  "wrong issuer",
  "wrong audience",
  "another key",
  "signed with none",
  "signed with the client secret",
  "expired",
  "changed after it was signed",
] as const;
export type Forgery = (typeof FORGERIES)[number];

export class Signer {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  private readonly strangers = generateKeyPairSync("rsa", { modulusLength: 2048 });
  private readonly id = randomUUID();

  get jwks(): { keys: object[] } {
    return { keys: [{ ...this.keys.publicKey.export({ format: "jwk" }), kid: this.id, alg: "RS256", use: "sig" }] };
  }

  token(claims: Record<string, unknown>, clientSecret: string, forgery?: Forgery): string {
    const told = { ...claims, ...FORGED[forgery as string] };
    if (forgery === "no nonce") delete told.nonce;
    if (forgery === "expired") Object.assign(told, { iat: Number(told.iat) - 7200, exp: Number(told.exp) - 7200 });
    const header = { alg: ALGORITHM[forgery as string] ?? "RS256", typ: "JWT", kid: this.id };
    const signed = `${encode(header)}.${encode(told)}`;
    if (forgery === "signed with none") return `${signed}.`;
    if (forgery === "signed with the client secret")
      return `${signed}.${createHmac("sha256", clientSecret).update(signed).digest("base64url")}`;
    const key = forgery === "another key" ? this.strangers.privateKey : this.keys.privateKey;
    const signature = signatureBy(key, signed);
    if (forgery !== "changed after it was signed") return `${signed}.${signature}`;
    return `${encode(header)}.${encode({ ...told, sub: "somebody-else" })}.${signature}`;
  }
}

const FORGED: Record<string, object> = {
  "wrong nonce": { nonce: "of-another-sign-in" },
  "wrong issuer": { iss: "https://evil.example" },
  "wrong audience": { aud: "another-client" },
};
const ALGORITHM: Record<string, string> = { "signed with none": "none", "signed with the client secret": "HS256" };

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signatureBy = (key: KeyObject, text: string) => sign("sha256", Buffer.from(text), key).toString("base64url");
