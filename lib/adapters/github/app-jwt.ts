import { createHash } from "node:crypto";
import type { KeySigner } from "@/lib/ports/key-signer";

/** GitHub takes ten minutes at most, by its own clock; half a minute is left for clocks that differ, as octokit does. */
const LIFE_SECONDS = 600;
const SKEW_SECONDS = 30;

/**
 * Makes what an App proves itself with, signed elsewhere, as octokit's `createJwt` option wants it. `timeDifference`: seconds that
 * GitHub's clock is ahead of ours; octokit learns it from a refusal.
 * Source: "Generating a JSON Web Token (JWT) for a GitHub App" of GitHub's docs.
 */
export const createAppJwt =
  (signer: KeySigner, now: () => number = Date.now) =>
  async (appId: string | number, timeDifference = 0): Promise<{ jwt: string; expiresAt: string }> => {
    const iat = Math.floor(now() / 1000) + timeDifference - SKEW_SECONDS;
    const exp = iat + LIFE_SECONDS;
    const signed = [
      { alg: "RS256", typ: "JWT" },
      { iat, exp, iss: appId },
    ]
      .map(part)
      .join(".");
    const signature = await signer.sign(createHash("sha256").update(signed).digest());
    return {
      jwt: `${signed}.${Buffer.from(signature).toString("base64url")}`,
      expiresAt: new Date(exp * 1000).toISOString(),
    };
  };

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
