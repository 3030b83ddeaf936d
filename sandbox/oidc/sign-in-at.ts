import { createHash, randomBytes } from "node:crypto";

/** What browser and console do together, without either. @returns the person's access token */
export async function signInAt(
  issuer: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  sub: string,
): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const redirect_uri = "http://localhost:3000/api/auth/callback/oidc";
  const asked = {
    ...{ client_id: clientId, redirect_uri, response_type: "code", scope: "openid", state: "s", nonce: "n" },
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const post = (path: string, form: Record<string, string>, authorization = "") =>
    fetch(`${issuer}/${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { authorization },
      body: new URLSearchParams(form),
    });
  const back = await post("authorize", { ...asked, sub });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
  const redeemed = await post("token", { code, redirect_uri, code_verifier: verifier }, basic);
  return ((await redeemed.json()) as { access_token: string }).access_token;
}
