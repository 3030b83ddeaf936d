// Signing in with an identity provider besides GitHub: a real one on loopback, which can be made to lie.
import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { FORGERIES, type Forgery } from "@/sandbox/oidc/id-token";
import { type OidcPerson, type RunningOidc, startOidc } from "@/sandbox/oidc/oidc-server";
import { expectAccessible } from "./axe";
import { freePorts } from "./free-ports";
import { post, signIn } from "./person";
import { urls } from "./servers";

const CLIENT = { clientId: "holdfast", clientSecret: "a-secret-of-the-provider" };
const PEOPLE: OidcPerson[] = [
  { sub: "00u1", name: "Nora Berg", preferred_username: "nora@acme.example", groups: ["engineering", "everyone"] },
  { sub: "00u2", name: "Pau Riera", preferred_username: "pau@acme.example", groups: ["platform"] },
  { sub: "00u3", name: "Qi Wen", preferred_username: "ines", groups: ["security"] },
  { sub: "00u4", name: "Rita Falk", preferred_username: "rita@acme.example", groups: ["sales"] },
];

let oidc: RunningOidc;
let both: ConsoleProcess;
let log = "";
test.beforeAll(async () => {
  oidc = await startOidc({ ...CLIENT, people: structuredClone(PEOPLE) });
  const [port = 0] = await freePorts(1);
  const variables = {
    ...consoleVariables(urls(), `http://localhost:${port}`, randomBytes(32).toString("hex")),
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: CLIENT.clientId,
    OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    OIDC_NAME: "Acme ID",
    VIEWER_GROUPS: "engineering",
    OPERATOR_GROUPS: "platform",
    ADMIN_GROUPS: "security",
  };
  both = await startConsole({ port, variables, onOutput: (text) => (log += text) });
});
test.beforeEach(() =>
  Object.assign(oidc, {
    people: structuredClone(PEOPLE),
    forgery: undefined,
    groupsIn: "both",
    userinfoStatus: undefined,
  }),
);
test.afterAll(async () => {
  await both.close();
  await oidc.close();
});

async function comeAs(page: Page, name: string, address = both.url): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Sign in with Acme ID" }).click();
  await page.getByRole("button", { name }).click();
  await page.waitForURL((url) => url.href.startsWith(both.url));
}

test("groups of the provider give the roles, the page that was asked for is opened, and GitHub's door stays open", async ({
  browser,
}) => {
  for (const [name, login, role] of [
    ["Nora Berg", "nora@acme.example", "viewer"],
    ["Pau Riera", "pau@acme.example", "operator"],
    // Whatever somebody calls himself at the provider: nobody is taken for somebody of GitHub.
    ["Qi Wen", `ines@${new URL(oidc.issuer).host}`, "admin"],
  ] as const) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await comeAs(page, name, `${both.url}/runs`);
    await expect(page).toHaveURL(`${both.url}/runs`);
    await expect(page.getByRole("button", { name: `${login}, ${role}` })).toBeVisible();
    const confirmed = { confirmation: "stop aaaaaa" };
    const allowed = (await post(page, "/api/runs/20200101T000000Z-aaaaaa/stop", confirmed)).status;
    expect(allowed).toBe(role === "viewer" ? 403 : 404);
    await context.close();
  }
  const page = await browser.newPage();
  await page.goto(both.url);
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/two-providers.png" });
  await signIn(page, "vera", both.url);
  await expect(page.getByTestId("verdict")).toBeVisible();
});

test("who is in none of the groups is refused with the groups that would do; too many groups are said to be too many", async ({
  page,
  context,
}) => {
  await comeAs(page, "Rita Falk");
  await expect(page.getByText("Signed in as rita@acme.example, but not let in")).toBeVisible();
  await expect(
    page.getByText(/in none of the groups that have access \(engineering, platform, security\)/),
  ).toBeVisible();
  expect((await context.request.get(`${both.url}/api/overview`)).status()).toBe(403);
  await context.clearCookies();
  oidc.groupsIn = "elsewhere";
  await comeAs(page, "Qi Wen");
  await expect(page.getByText(/left out the claim groups, because there are too many groups to tell/)).toBeVisible();
  await expect(page.getByText(/only groups that are assigned to the application/)).toBeVisible();
  await context.clearCookies();
  oidc.groupsIn = "nowhere";
  await comeAs(page, "Qi Wen");
  await expect(page.getByText(/sent no claim groups/)).toBeVisible();
});

test("groups that only the ID token has hold until the provider takes the token back", async ({ page, context }) => {
  oidc.groupsIn = "id token";
  await comeAs(page, "Pau Riera");
  await expect(page.getByRole("button", { name: "pau@acme.example, operator" })).toBeVisible();
  oidc.revokeTokens();
  // Whoever signs in anew is asked about anew; this session's next question to the provider is refused. A page that is
  // open would lead to the sign-in by itself, and get in the way.
  await page.goto("about:blank");
  await context.clearCookies();
  oidc.userinfoStatus = 401;
  await comeAs(page, "Pau Riera");
  await expect(page.getByText("Signed in as pau@acme.example, but not let in")).toBeVisible();
  expect((await context.request.get(`${both.url}/api/overview`)).status()).toBe(401);
});

test("a provider that does not answer lets nobody in, and says so", async ({ page, context }) => {
  oidc.userinfoStatus = 503;
  await comeAs(page, "Qi Wen");
  await expect(page.getByText(/did not answer as OpenID Connect says: it answered 503/)).toBeVisible();
  expect((await context.request.get(`${both.url}/api/overview`)).status()).toBe(502);
});

const REASON: Record<Forgery, RegExp> = {
  "wrong nonce": /nonce mismatch/,
  "no nonce": /nonce mismatch/,
  "wrong issuer": /unexpected iss value/,
  "wrong audience": /aud mismatch/,
  "another key": /failed to validate JWT signature/,
  "signed with none": /unexpected JWT alg received/,
  "signed with the client secret": /unexpected JWT alg received/,
  expired: /JWT expired/,
  "changed after it was signed": /failed to validate JWT signature/,
};

for (const forgery of FORGERIES)
  test(`an ID token is refused: ${forgery}`, async ({ page, context }) => {
    oidc.forgery = forgery;
    log = "";
    await comeAs(page, "Qi Wen");
    await expect(page).toHaveURL(/\/login\?.*error=OAuthCallback/);
    await expect(page.getByText("The sign-in did not come to its end")).toBeVisible();
    expect((await context.request.get(`${both.url}/api/overview`)).status()).toBe(401);
    expect((await context.cookies()).some(({ name }) => name.includes("session-token"))).toBe(false);
    // For its own reason, and for no other that happened to be wrong as well.
    expect(log).toMatch(REASON[forgery]);
  });

test("an answer to a sign-in that this browser did not begin is refused", async ({ page, browser }) => {
  // Somebody's own code, for a victim to open: the victim would work in the other's session.
  const other = await (await browser.newContext()).newPage();
  await other.goto(both.url);
  await other.getByRole("button", { name: "Sign in with Acme ID" }).click();
  await other.waitForURL(`${oidc.issuer}/authorize?**`);
  const asked = new URL(other.url()).searchParams;
  const body = new URLSearchParams([...asked, ["sub", "00u3"]]);
  const back = await fetch(`${oidc.issuer}/authorize`, { method: "POST", redirect: "manual", body });
  const callback = back.headers.get("location") ?? "";
  expect(callback).toContain("code=");
  await page.goto(callback);
  await expect(page).toHaveURL(/\/login\?.*error=OAuthCallback/);
});

test("the audit trail names the person by issuer and subject, and no token or secret stands in the log", async ({
  browser,
  page,
}) => {
  await signIn(await (await browser.newContext()).newPage(), "vera", both.url);
  await comeAs(page, "Qi Wen");
  await page.goto(`${both.url}/audit`);
  await expect(page.getByTitle(`${oidc.issuer} 00u3, admin`).first()).toBeVisible();
  const file = await page.evaluate(async () => (await fetch("/api/audit?download=1")).text());
  const actors = file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).actor);
  expect(actors).toContainEqual(expect.objectContaining({ id: `${oidc.issuer} 00u3`, role: "admin" }));
  expect(actors).toContainEqual(expect.objectContaining({ id: expect.any(Number), login: "vera" }));
  expect(log).not.toContain(CLIENT.clientSecret);
  expect(log).not.toMatch(/eyJ[\w-]+\.eyJ/);
});

test("signing out everywhere ends the sessions of that person", async ({ page, context }) => {
  await comeAs(page, "Nora Berg");
  const old = await context.cookies();
  await page.getByRole("button", { name: /^nora/ }).click();
  await page.getByRole("menuitem", { name: /^Sign out everywhere/ }).click();
  await expect(page).toHaveURL(/\/login/);
  await context.addCookies(old);
  expect((await context.request.get(`${both.url}/api/overview`)).status()).toBe(401);
});
