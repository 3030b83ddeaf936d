import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { appPrivateKey } from "./app-private-key";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PKCS1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const PKCS8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

test.each([
  ["as GitHub hands it out", PKCS1],
  ["as other tools write it", PKCS8],
  ["with line breaks that became letters", PKCS1.replaceAll("\n", "\\n")],
  ["with empty lines around it", `\n${PKCS1}\n\n`],
])("a key %s is taken", (_, text) => {
  expect(appPrivateKey(text)).toMatch(/^-----BEGIN [\s\S]*PRIVATE KEY-----$/);
});

const ELLIPTIC = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });

test.each([
  ["empty", ""],
  ["cut off", PKCS1.slice(0, 400)],
  ["with a hole", PKCS1.slice(0, 300) + PKCS1.slice(340)],
  ["with letters that base64 has not", PKCS1.replace(/[A-M]/g, "#")],
  ["in JSON", JSON.stringify({ pem: PKCS1 })],
  ["in one line", PKCS1.replaceAll("\n", " ").trim()],
  ["without its frame", PKCS1.replace(/-----.*-----\n/g, "")],
  ["of another kind", ELLIPTIC.toString()],
])("a key that is %s is refused as one, and nothing of it is told", (_, text) => {
  const refusal = (() => {
    try {
      return appPrivateKey(text);
    } catch (error) {
      return error;
    }
  })() as AppError;
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({
    code: "github-credentials",
    message: expect.stringContaining("the private key cannot be used"),
  });
  const told = `${refusal.stack} ${JSON.stringify(refusal)} ${refusal.hint}`;
  for (const line of text.split(/[\n ]/).filter((each) => each.length > 30))
    expect(told).not.toContain(line.slice(0, 30));
});
