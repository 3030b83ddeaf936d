import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fixture, startFixture } from "@/sandbox/github/testing/fixture";
import { GithubMemberships } from "./github-memberships";

describe("memberships on GitHub", () => {
  let github: Fixture;
  let memberships: GithubMemberships;
  beforeAll(async () => {
    github = await startFixture();
    memberships = new GithubMemberships(github.github.apiUrl);
  });
  afterAll(() => github.close());

  test("a member is in the organisation and in their team, and in no other", async () => {
    const token = await signIn(github, "bob");
    expect(await memberships.inOrganisation(token, "acme")).toBe(true);
    expect(await memberships.inTeam(token, "acme", "operators", "bob")).toBe(true);
    expect(await memberships.inTeam(token, "acme", "no-such-team", "bob")).toBe(false);
  });

  test("an outsider is in nothing", async () => {
    const token = await signIn(github, "mallory");
    expect(await memberships.inOrganisation(token, "acme")).toBe(false);
  });

  test("a token that GitHub does not know is not a sign-in", async () => {
    await expect(memberships.inOrganisation("gho_forged", "acme")).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("GitHub being away is said as such, and never taken for an answer", async () => {
    const away = new GithubMemberships("http://127.0.0.1:1");
    await expect(away.inOrganisation("t", "acme")).rejects.toMatchObject({ code: "github-unreachable" });
    const broken = await answering(502);
    const memberships = new GithubMemberships(`http://127.0.0.1:${(broken.address() as AddressInfo).port}`);
    await expect(memberships.inTeam("t", "acme", "operators", "bob")).rejects.toMatchObject({ code: "github-answer" });
    broken.close();
  });

  test("an invitation that is still open is no membership", async () => {
    const server = await answering(200, JSON.stringify({ state: "pending" }));
    const memberships = new GithubMemberships(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await memberships.inOrganisation("t", "acme")).toBe(false);
    server.close();
  });
});

async function answering(status: number, body = "{}"): Promise<Server> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** What browser and console do together: pick who signs in, redeem the code with the PKCE verifier. */
async function signIn({ github: { url } }: Fixture, login: string): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const redirect_uri = "http://localhost:3000/api/auth/callback/github";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const asked = {
    client_id: "console",
    redirect_uri,
    state: "s",
    scope: "read:user read:org",
    code_challenge: challenge,
  };
  const back = await fetch(`${url}/login/oauth/authorize`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ ...asked, code_challenge_method: "S256", login }),
  });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const redeemed = await fetch(`${url}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      client_id: "console",
      client_secret: "a-secret",
      redirect_uri,
      code,
      code_verifier: verifier,
    }),
  });
  return ((await redeemed.json()) as { access_token: string }).access_token;
}
