import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, startFixture } from "../testing/fixture";

const REDIRECT = "http://localhost:3000/api/auth/callback/github";
const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

const request = (more: Record<string, string> = {}) => ({
  client_id: "console",
  redirect_uri: REDIRECT,
  state: "a state",
  scope: "read:user user:email read:org",
  code_challenge: challenge,
  code_challenge_method: "S256",
  ...more,
});

/** What the browser does: open the page, press a button, be sent back. */
async function pick(fields: Record<string, string>): Promise<URL> {
  const answer = await fetch(`${fixture.github.url}/login/oauth/authorize`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

async function redeem(fields: Record<string, string>, init: RequestInit = {}): Promise<Record<string, string>> {
  const answer = await fetch(`${fixture.github.url}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ client_id: "console", client_secret: "a-secret", redirect_uri: REDIRECT, ...fields }),
    ...init,
  });
  return (await answer.json()) as Record<string, string>;
}

async function signIn(login: string, more: Record<string, string> = {}): Promise<string> {
  const back = await pick(request({ login, ...more }));
  const { access_token = "" } = await redeem({ code: back.searchParams.get("code") ?? "", code_verifier: verifier });
  return access_token;
}

describe("the page to sign in", () => {
  it("lists everybody with role and team, escaped", async () => {
    const answer = await fetch(`${fixture.github.url}/login/oauth/authorize?${new URLSearchParams(request())}`);
    const text = await answer.text();
    expect(text).toContain("Alice &#60;Admin&#62;");
    expect(text).toContain("member of acme · Operators");
    expect(text).toContain("outside every organisation");
    expect(text).not.toContain("<Admin>");
  });

  it.each([
    ["an unknown client", { client_id: "nobody" }, 404],
    ["a redirect to another machine", { redirect_uri: "https://evil.example/callback" }, 400],
    ["a plain challenge", { code_challenge_method: "plain" }, 400],
  ])("refuses %s instead of sending anybody back", async (_, fields, status) => {
    const query = new URLSearchParams(request(fields as Record<string, string>));
    expect((await fetch(`${fixture.github.url}/login/oauth/authorize?${query}`)).status).toBe(status);
    const posted = await fetch(`${fixture.github.url}/login/oauth/authorize`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams(request({ login: "alice", ...(fields as Record<string, string>) })),
    });
    expect(posted.status).toBe(status);
  });

  it("sends back a refusal when nobody was picked", async () => {
    const back = await pick(request({ cancel: "1" }));
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.get("state")).toBe("a state");
  });
});

describe("a sign-in", () => {
  it("ends in a token that speaks for the person, with the scopes asked for", async () => {
    const back = await pick(request({ login: "bob" }));
    expect(back.searchParams.get("state")).toBe("a state");
    const granted = await redeem({ code: back.searchParams.get("code") ?? "", code_verifier: verifier });
    expect(granted).toMatchObject({ token_type: "bearer", scope: "read:user,user:email,read:org" });
    const token = granted.access_token ?? "";
    expect(token).toMatch(/^gho_[A-Za-z0-9]{36}$/);
    const user = await fixture.rest("GET", "/user", { token });
    expect(user.body).toMatchObject({ login: "bob", id: 2, name: "Bob Operator", email: null });
    expect(user.headers.get("x-oauth-scopes")).toBe("read:user, user:email, read:org");
    const emails = await fixture.rest("GET", "/user/emails", { token });
    expect(emails.body).toEqual([{ email: "bob@acme.example", primary: true, verified: true, visibility: "private" }]);
    expect((await fixture.rest("GET", "/user/orgs", { token })).body).toMatchObject([{ login: "acme", id: 50 }]);
    const membership = await fixture.rest("GET", "/user/memberships/orgs/acme", { token });
    expect(membership.body).toMatchObject({ role: "member", state: "active", user: { login: "bob" } });
    expect((await fixture.rest("GET", "/user/teams", { token })).body).toMatchObject([{ slug: "operators" }]);
    const team = await fixture.rest("GET", "/orgs/acme/teams/operators/memberships/bob", { token });
    expect(team.body).toMatchObject({ state: "active", role: "member" });
    expect((await fixture.rest("GET", "/orgs/acme/teams/operators/memberships/alice", { token })).status).toBe(404);
    expect((await fixture.rest("GET", "/orgs/acme/teams", { token })).body).toMatchObject([{ name: "Operators" }]);
    expect((await fetch(user.body.avatar_url)).headers.get("content-type")).toBe("image/svg+xml");
  });

  it("works with JSON, with basic authentication of the client and without PKCE", async () => {
    const { code_challenge, code_challenge_method, ...plain } = request({ login: "alice" });
    const code = async () => (await pick(plain)).searchParams.get("code") ?? "";
    const json = await redeem(
      {},
      {
        headers: { accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify({ client_id: "console", client_secret: "a-secret", code: await code() }),
      },
    );
    expect(json.access_token).toMatch(/^gho_/);
    const basic = await redeem(
      {},
      {
        headers: {
          accept: "application/json",
          authorization: `Basic ${Buffer.from("console:a-secret").toString("base64")}`,
        },
        body: new URLSearchParams({ code: await code() }),
      },
    );
    expect(basic.access_token).toMatch(/^gho_/);
    const form = await fetch(`${fixture.github.url}/login/oauth/access_token`, {
      method: "POST",
      body: new URLSearchParams({ client_id: "console", client_secret: "a-secret", code: await code() }),
    });
    expect(new URLSearchParams(await form.text()).get("access_token")).toMatch(/^gho_/);
  });

  it("fails with a wrong secret, verifier, redirect or code, and a code works once", async () => {
    const code = async () => (await pick(request({ login: "alice" }))).searchParams.get("code") ?? "";
    const errorOf = async (fields: Record<string, string>) =>
      (await redeem({ code: await code(), code_verifier: verifier, ...fields })).error;
    expect(await errorOf({ client_secret: "wrong" })).toBe("incorrect_client_credentials");
    expect(await errorOf({ code_verifier: "wrong" })).toBe("bad_verification_code");
    expect(await errorOf({ redirect_uri: "http://localhost:1/" })).toBe("redirect_uri_mismatch");
    expect(await errorOf({ code: "wrong" })).toBe("bad_verification_code");
    const once = { code: await code(), code_verifier: verifier };
    expect((await redeem(once)).access_token).toBeDefined();
    expect((await redeem(once)).error).toBe("bad_verification_code");
    const late = { code: await code(), code_verifier: verifier };
    fixture.advance(601);
    expect((await redeem(late)).error).toBe("bad_verification_code");
    fixture.advance(-601);
  });

  it("follows the person out of the organisation", async () => {
    const token = await signIn("bob");
    await fixture.admin("people", { login: "bob", organisation: "acme", role: null });
    expect((await fixture.rest("GET", "/user/memberships/orgs/acme", { token })).status).toBe(404);
    expect((await fixture.rest("GET", "/user/teams", { token })).body).toEqual([]);
    await fixture.admin("people", { login: "bob", organisation: "acme", role: "admin", teams: ["operators"] });
    expect((await fixture.rest("GET", "/user/memberships/orgs/acme", { token })).body.role).toBe("admin");
  });

  it("gives no more than its scopes", async () => {
    const token = await signIn("alice", { scope: "" });
    expect((await fixture.rest("GET", "/user", { token })).status).toBe(200);
    for (const path of ["/user/emails", "/user/orgs", "/user/memberships/orgs/acme"]) {
      expect((await fixture.rest("GET", path, { token })).status).toBe(403);
    }
    const wide = await signIn("alice");
    await fixture.admin("repositories", { organisation: "acme", name: "secret" });
    expect((await fixture.rest("GET", "/repos/acme/secret", { token: wide })).status).toBe(404);
  });
});
