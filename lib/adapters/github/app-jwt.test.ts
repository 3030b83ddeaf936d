import { generateKeyPairSync, privateEncrypt, sign as signWhole } from "node:crypto";
import { expect, test } from "vitest";
import { createAppJwt } from "./app-jwt";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** What KMS does with a digest: it puts the algorithm's name in front, and encrypts with the private key (RFC 8017, 9.2). */
const SHA256_PREFIX = Buffer.from("3031300d060960864801650304020105000420", "hex");
const sign = async (digest: Uint8Array) => privateEncrypt(privateKey, Buffer.concat([SHA256_PREFIX, digest]));

test("an App's JWT says who it is for ten minutes, signed as the key itself would sign it", async () => {
  const now = Date.UTC(2026, 3, 16, 2);
  const { jwt, expiresAt } = await createAppJwt({ sign }, () => now)(1001);
  const [header = "", payload = "", signature] = jwt.split(".");
  const decoded = [header, payload].map((each) => JSON.parse(Buffer.from(each, "base64url").toString()));
  const iat = now / 1000 - 30;
  expect(decoded).toEqual([
    { alg: "RS256", typ: "JWT" },
    { iat, exp: iat + 600, iss: 1001 },
  ]);
  expect(signature).toBe(
    signWhole("RSA-SHA256", Buffer.from(`${header}.${payload}`), privateKey).toString("base64url"),
  );
  expect(Date.parse(expiresAt)).toBe((iat + 600) * 1000);
});

test("it goes by GitHub's clock once octokit knows how far that is ahead", async () => {
  const now = Date.UTC(2026, 3, 16, 2);
  const { jwt } = await createAppJwt({ sign }, () => now)(1001, 3600);
  const { iat, exp } = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
  expect([iat, exp]).toEqual([now / 1000 + 3600 - 30, now / 1000 + 3600 + 570]);
});
