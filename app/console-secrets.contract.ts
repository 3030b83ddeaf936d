// The console as it is built, asked for every page and every route it answers with data, while GitHub, AWS and S3 quote what they were
// sent. Then what it said, what it answered and what it wrote is searched for every credential it holds.
import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { NOBODY_ELSE } from "@/lib/domain/approval/two-people";
import { makeToken } from "@/lib/operations/api-tokens/make-token";
import { INES } from "@/lib/testing/people";
import { eventually } from "@/sandbox/aws/testing/aws-fixture";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { BUCKETS, REGION } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { listenOnLoopback } from "@/sandbox/shared/listen";
import { SecretHunt } from "@/sandbox/testing/secrets/secret-hunt";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const COOKIE = "next-auth.session-token";
const PAGES = [
  "/",
  "/repositories",
  "/runs",
  "/alarms",
  "/settings",
  "/restore",

  "/audit",
  "/snapshots",
  "/login?error=Callback",
];
const ROUTES = ["overview", "repositories", "alarms", "settings", "drills", "snapshots", "runs", "audit"];
const QUOTE = "you sent {authorization}, that is {token}";
const QUOTED = JSON.stringify({ message: QUOTE, access_token: "{token}" });
const sessionSecret = randomBytes(32).toString("hex");

let box: TestSandbox;
let hunt: SecretHunt;
let site: ConsoleProcess;
let cookie: string;
let apiToken: string;
let output = "";
let answers = 0;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }]);
  hunt = new SecretHunt(box);
  await hunt.open();
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const onOutput = (text: string) => {
    output += text;
  };
  site = await startConsole({ port, variables: consoleVariables(box.urls, url, sessionSecret), onOutput });
  hunt.know("session secret", sessionSecret);
  const githubToken = await personalToken();
  hunt.know("token of a person", githubToken);
  const token = { id: 3, login: "ines", name: "Ines", githubToken, signedInAt: Date.now() };
  cookie = await encode({ token, secret: sessionSecret });
  hunt.know("session", cookie);
  apiToken = await tokenOfTheApi();
  hunt.know("token of the API", apiToken);
}, 240_000);
afterEach(() => box.clearFaults());
afterAll(async () => {
  await site?.close();
  await hunt?.close();
  await box?.stop();
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:http");
  const server = createServer();
  const url = await listenOnLoopback(server, 0, "a port");
  await new Promise((resolve) => server.close(resolve));
  return Number(new URL(url).port);
}

/** As the console makes one; the answer that shows it is the only thing that ever does. */
async function tokenOfTheApi(): Promise<string> {
  const endpoint = box.urls.s3;
  const { accessKeyId, secretAccessKey } = rolePrincipal("console");
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
  const records = new S3ObjectStore({ bucket: BUCKETS.records, region: REGION, endpoint });
  const wanted = { name: "hunted", scope: "admin" as const, days: 1 };
  return (await makeToken({ records, twoPeople: NOBODY_ELSE }, wanted, INES, new Date())).token;
}

async function personalToken(): Promise<string> {
  const answer = await fetch(`${box.urls.github}/_sandbox/tokens`, {
    method: "POST",
    body: JSON.stringify({ person: "ines", scopes: ["read:user", "read:org"] }),
  });
  return ((await answer.json()) as { token: string }).token;
}

/** Asks, and keeps what is answered, headers and all, for the search. */
async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
  const headers = {
    cookie: `${COOKIE}=${cookie}`,
    origin: site.url,
    "content-type": "application/json",
    ...init.headers,
  };
  const answer = await fetch(`${site.url}${path}`, { redirect: "manual", ...init, headers });
  const text = await answer.text();
  // A session is renewed with each answer: that cookie is the person's own.
  const told = [...answer.headers].filter(([name]) => name !== "set-cookie").map((pair) => pair.join(": "));
  hunt.said.set(`answer ${++answers} to ${path}`, `${told.join("\n")}\n\n${text}`);
  return { status: answer.status, text };
}

async function askEverything(): Promise<void> {
  for (const path of [...PAGES, ...ROUTES.map((each) => `/api/${each}`), "/api/auth/session", "/api/auth/providers"])
    await ask(path);
  // By a script; and as one that puts its token where it does not belong.
  const authorization = `Bearer ${apiToken}`;
  for (const path of ["/api/v1/snapshots", "/api/v1/settings", "/api/v1/none", "/api/v2/none"])
    await ask(path, { headers: { authorization, cookie: "" } });
  const misplaced = { headers: { authorization: `token ${apiToken}`, cookie: "" } };
  for (const path of [`/api/v1/${apiToken}`, `/api/v1/runs/${apiToken}`, `/api/v1/snapshots?token=${apiToken}`]) {
    await ask(path, misplaced);
    await ask(path, { headers: { authorization, cookie: "" } });
  }
}

test("every page and every list is answered", async () => {
  for (const path of PAGES) expect((await ask(path)).status, path).toBeLessThan(400);
  for (const route of ROUTES) expect((await ask(`/api/${route}`)).status, route).toBe(200);
  await askEverything();
});

test.each([
  ["GitHub does not know the token", "github", { path: "^/api/v3/" }, 401, QUOTED],
  ["GitHub forbids", "github", { path: "^/api/v3/" }, 403, QUOTED],
  ["GitHub is broken", "github", { path: "^/api/v3/" }, 500, QUOTE],
  [
    "S3 refuses",
    "s3",
    { path: `^/${BUCKETS.backups}` },
    403,
    `<Error><Code>SignatureDoesNotMatch</Code><Message>${QUOTE}</Message></Error>`,
  ],
  [
    "the records are refused",
    "s3",
    { path: `^/${BUCKETS.records}` },
    403,
    `<Error><Code>AccessDenied</Code><Message>${QUOTE}</Message></Error>`,
  ],
  ["AWS refuses", "aws", { path: "." }, 403, JSON.stringify({ __type: "AccessDeniedException", message: QUOTE })],
] as const)("%s", async (_, server, match, status, body) => {
  await box.fault(server, { match, action: { kind: "status", status, body }, times: 0 });
  // Another session, for what GitHub said of the first one is remembered for a while.
  const token = {
    id: 3,
    login: "ines",
    name: "Ines",
    githubToken: await personalToken(),
    signedInAt: Date.now() - status,
  };
  hunt.know(`token of a person ${hunt.secrets.size}`, token.githubToken);
  cookie = await encode({ token, secret: sessionSecret });
  hunt.know(`session ${hunt.secrets.size}`, cookie);
  await askEverything();
});

test("a sign-in that fails: with a code, with a secret GitHub quotes, with cookies that are none", async () => {
  await box.fault("github", {
    match: { path: "/login/oauth/access_token" },
    action: { kind: "status", status: 500, body: QUOTE },
    times: 0,
  });
  const code = randomBytes(10).toString("hex");
  hunt.know("OAuth code", code);
  await ask(`/api/auth/callback/github?code=${code}&state=none`, { headers: { cookie: "" } });
  const broken = cookie.slice(0, -9);
  await ask("/api/overview", { headers: { cookie: `${COOKIE}=${broken}` } });
  await ask("/", { headers: { cookie: `${COOKIE}=${broken}` } });
});

test("nothing that the console answers, says or writes holds a credential, and no process shows one", async () => {
  await eventually("its last words", async () => (output.includes("reference") ? true : undefined));
  hunt.said.set("the console", output);
  for (const kind of ["ghp_", "signature"]) expect(hunt.tap.count(kind), kind).toBeGreaterThan(3);
  expect([...hunt.table.seen.values()].map((each) => each.arguments).join("\n")).toContain("server.js");
  expect(await hunt.findings()).toEqual([]);
});
