import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { App } from "./state";

/** GitHub's longest life of an App's JWT, and how far the clocks of two machines may be apart. */
const LONGEST_LIFE_SECONDS = 600;
const CLOCK_SKEW_SECONDS = 60;

const headerSchema = z.object({ alg: z.literal("RS256") });
const claimsSchema = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

/** Whether a bearer token claims to be a JWT. */
export function looksLikeJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/**
 * The App that signed `jwt` with its private key (RS256), or GitHub's words for what is wrong with it.
 * Octokit reads the words: with "'Issued at' claim" or "'Expiration time' claim" it tries again with our clock.
 */
export function verifyAppJwt(jwt: string, apps: App[], now: Date): { app: App } | { refusal: string } {
  const undecodable = { refusal: "A JSON web token could not be decoded" };
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  if (!headerSchema.safeParse(decode(header)).success) return undecodable;
  const claims = claimsSchema.safeParse(decode(payload)).data;
  if (!claims) return undecodable;
  const app = apps.find((each) => [String(each.id), each.clientId].includes(String(claims.iss)));
  if (!app) return { refusal: "'Issuer' claim ('iss') must be the ID or the client ID of a GitHub App" };
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", signed, createPublicKey(app.privateKeyPem), Buffer.from(signature, "base64url"))) {
    return undecodable;
  }
  const seconds = now.getTime() / 1000;
  if (claims.exp <= seconds) {
    return {
      refusal:
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    };
  }
  if (claims.exp > seconds + LONGEST_LIFE_SECONDS + CLOCK_SKEW_SECONDS) {
    return { refusal: "'Expiration time' claim ('exp') is too far in the future" };
  }
  if (claims.iat > seconds + CLOCK_SKEW_SECONDS) {
    return {
      refusal: "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    };
  }
  return { app };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
