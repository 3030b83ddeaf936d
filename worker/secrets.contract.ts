// Everything the worker does is done once, then everything that can go wrong with credentials goes wrong, with servers that quote
// what they were sent. Afterwards all that was written is searched for every credential that was used: output, log groups, all
// versions of all objects, metrics, notifications, the disk; and, as they ran, the arguments and environments of all processes.
import { generateKeyPairSync } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ECSClient, RunTaskCommand } from "@aws-sdk/client-ecs";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "@/sandbox/aws/testing/aws-fixture";
import { BUCKETS, CLUSTER, LOG_GROUP, NETWORK, SECRETS, TASKS } from "@/sandbox/names";
import { clientOptions } from "@/sandbox/provision-shared";
import { ADMIN } from "@/sandbox/shared/principals";
import { type Eavesdropper, startEavesdropper } from "@/sandbox/testing/eavesdropper";
import { SecretHunt } from "@/sandbox/testing/secrets/secret-hunt";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const FLEET = ["alpha", "beta", "gamma"].map((name) => ({
  name,
  description: "",
  history: { commits: 6, releases: 1 },
}));
const IMPATIENT = { RETRY_PAUSE_MS: "10", GITHUB_PACING: "off", STOP_PATIENCE_SECONDS: "2" };
/** A server that quotes what it was sent, in a sentence, in JSON, and as it came. */
const QUOTE = "you sent {authorization}, that is {token}";
const QUOTED = JSON.stringify({
  message: QUOTE,
  errors: [{ message: QUOTE }],
  documentation_url: "https://x/?access_token={token}",
});
const REFUSED = `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>${QUOTE}</Message><SignatureProvided>{authorization}</SignatureProvided></Error>`;

let box: TestSandbox;
let hunt: SecretHunt;
let stranger: Eavesdropper;
beforeAll(async () => {
  box = await TestSandbox.start(FLEET);
  hunt = new SecretHunt(box);
  await hunt.open();
  stranger = await startEavesdropper();
});
afterEach(() => box.clearFaults());
afterAll(async () => {
  await hunt?.close();
  await stranger?.close();
  await box?.stop();
});

const work = (args: string[], variables: Record<string, string | undefined> = {}, more: object = {}) =>
  hunt.worker(args, { variables: { ...IMPATIENT, ...variables }, ...more });

async function succeed(args: string[], variables?: Record<string, string | undefined>): Promise<void> {
  const run = await work(args, variables);
  expect(run.exitCode, `${args.join(" ")}\n${run.output}`).toBe(0);
}

const form = (tokenForm: "long" | "jwt" | "short") => box.github("limits", { tokenForm });

test("everything that goes well: backups, restores, proofs, watch, drill, evidence, doctor, a download, a task on ECS", async () => {
  await succeed(["backup"]);
  await form("jwt");
  await box.commit("acme/alpha");
  await succeed(["backup"]);
  const day = (await box.newestManifest()).snapshot;
  const of = (...rest: string[]) => ["restore", "--snapshot", day, ...rest];
  await succeed(of("--all", "--organisation", "acme", "--suffix=-copy"));
  await form("short");
  await succeed(of("--repository", "acme/beta", "--target", "acme/beta-short"));
  await succeed(of("--repository", "acme/alpha", "--ref", "refs/heads/main"));
  await succeed(of("--repository", "acme/alpha", "--export"));
  await succeed(of("--repository", "acme/alpha", "--target", "acme/x", "--check"));
  await form("long");
  await succeed(["verify"]);
  await succeed(["hold", "--snapshot", day, "--why", "to see"]);
  await work(["watch"]);
  await succeed(["drill"], { DRILL_REPOSITORIES: "1" });
  await work(["evidence", "--from", "2026-01-01", "--to", "2099-01-01", "--out", `${hunt.scratch}/pack`]);
  await work(["doctor"]);
  await runOnEcs();
}, 300_000);

/** As the console and the schedule start it: what it says is in CloudWatch's log group then. */
async function runOnEcs(): Promise<void> {
  const ecs = new ECSClient(clientOptions(box.urls.aws));
  const { subnets, securityGroups } = NETWORK;
  const networkConfiguration = { awsvpcConfiguration: { subnets, securityGroups } };
  await ecs.send(
    new RunTaskCommand({ cluster: CLUSTER, taskDefinition: TASKS.backup, launchType: "FARGATE", networkConfiguration }),
  );
  await eventually(
    "the task's words in the log group",
    async () => ((await logged()).includes("captured") ? true : undefined),
    60_000,
  );
}

const logged = () =>
  readFile(path.join(box.sandbox.dataDir, "aws", "logs", `${encodeURIComponent(LOG_GROUP)}.jsonl`), "utf8").catch(
    () => "",
  );

type Action = { status: number; body?: string; headers?: Record<string, string> };

/** What goes wrong, for the backup if nothing else is said. `exits`: as whoever started it is told. */
interface Row {
  name: string;
  server: "github" | "s3" | "aws";
  match: object;
  action: Action;
  args?: string[];
  exits?: number;
}

const github = (name: string, path: string, status: number, more: Partial<Action> = {}): Row => ({
  name,
  server: "github",
  match: { path },
  action: { status, body: QUOTED, ...more },
});
const S3_WRITES = { method: "PUT", path: `^/${BUCKETS.backups}/` };
const REPOSITORY = "^/acme/alpha\\.git/";
const RESTORE = ["restore", "--snapshot", "latest", "--repository", "acme/alpha"];

const ROWS: Row[] = [
  github("the App's JWT refused", "^/api/v3/app", 401),
  github("no token for it", "/access_tokens$", 403),
  github("no token, quoted in the headers", "/access_tokens$", 403, {
    headers: { "x-accepted-github-permissions": "{token}", "x-github-request-id": "{authorization}" },
  }),
  github("the list refused", "/installation/repositories", 401),
  github("the list forbidden", "/installation/repositories", 403),
  github("a rate limit", "/installation/repositories", 403, { headers: { "retry-after": "7200" } }),
  github("another rate limit", "/installation/repositories", 429, {
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800" },
  }),
  github("GitHub broken", "/installation/repositories", 502),
  github("the list is no list", "/installation/repositories", 200),
  github("the list is no JSON", "/installation/repositories", 200, { body: `<html>${QUOTE}` }),
  github("the list elsewhere", "/installation/repositories", 302, {
    headers: { location: "STRANGER/{token}?access_token={token}" },
  }),
  github("git refused", REPOSITORY, 401, { body: QUOTE }),
  github("git forbidden", REPOSITORY, 403, { body: QUOTE }),
  github("git blocked", REPOSITORY, 451),
  github("git broken", REPOSITORY, 500, { body: QUOTE }),
  github("git elsewhere", REPOSITORY, 307, { headers: { location: "STRANGER/{token}" } }),
  github("git speaks in tongues", REPOSITORY, 200, {
    body: QUOTE,
    headers: { "content-type": "application/x-git-upload-pack-advertisement" },
  }),
  { name: "S3 refuses to write", server: "s3", match: S3_WRITES, action: { status: 403, body: REFUSED } },
  { name: "S3 refuses to list", server: "s3", match: { path: "list-type=2" }, action: { status: 403, body: REFUSED } },
  { name: "S3 broken", server: "s3", match: S3_WRITES, action: { status: 503, body: REFUSED } },
  {
    name: "records refused",
    server: "s3",
    match: { path: `^/${BUCKETS.records}/` },
    action: { status: 403, body: REFUSED },
  },
  {
    name: "the secret denied",
    server: "aws",
    match: { operation: "secretsmanager:GetSecretValue" },
    action: { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: QUOTE }) },
  },
  {
    name: "metrics refused",
    server: "aws",
    match: { operation: "cloudwatch:PutMetricData" },
    action: { status: 403, body: JSON.stringify({ __type: "AccessDenied", message: QUOTE }) },
  },
  { ...github("a repository not made", "/orgs/acme/repos", 422), args: [...RESTORE, "--target", "acme/not-made"] },
  {
    ...github("a push forbidden", "git-receive-pack", 403, { body: QUOTE }),
    args: [...RESTORE, "--target", "acme/forbidden"],
  },
  {
    ...github("a push broken", "/git-receive-pack$", 500, { body: QUOTE }),
    args: [...RESTORE, "--target", "acme/broken"],
  },
  {
    ...github("a push refused with credentials", "git-receive-pack", 401, { body: QUOTE }),
    args: [...RESTORE, "--target", "acme/unauthorized"],
  },
  { ...github("a drill's repository not made", "/repos$", 500), args: ["drill"] },
];

describe.each(ROWS)("$name", ({ server, match, action, args = ["backup"] }) => {
  test("is told and recorded", async () => {
    await form(args[0] === "backup" ? "long" : "jwt");
    const { headers: { location, ...headers } = {} as Record<string, string>, ...rest } = action;
    const elsewhere = location?.replace("STRANGER", stranger.url);
    const day = (await box.newestManifest()).snapshot;
    await box.commit("acme/alpha");
    await box.fault(server, {
      match,
      action: { kind: "status", ...rest, headers: { ...headers, ...(elsewhere ? { location: elsewhere } : {}) } },
      times: 0,
    });
    const { output } = await work(args.map((each) => (each === "latest" ? day : each)));
    // It came so far that it was told about; what became of it is the business of other tests.
    expect(output).toMatch(/"level":"(warn|error)"/);
  });
});

/** The key as it was given by the wrong hands: cut off, with a hole, in JSON, without its frame, of another kind. */
const SPOILS: Record<string, (pem: string) => string> = {
  "cut off": (pem) => pem.slice(0, 400),
  "with a hole": (pem) => pem.slice(0, 300) + pem.slice(340),
  "in JSON": (pem) => JSON.stringify({ id: 1001, pem }),
  "without its frame": (pem) => pem.replace(/-----.*-----\n/g, ""),
  "in one line": (pem) => pem.replaceAll("\n", " "),
  "of another kind": (pem) =>
    pem
      .replaceAll("RSA PRIVATE", "OPENSSH PRIVATE")
      .replaceAll("N PRIVATE", "N OPENSSH PRIVATE")
      .replaceAll("D PRIVATE", "D OPENSSH PRIVATE"),
  "with base64 that is none": (pem) => pem.replace(/[A-M]/g, "#"),
  empty: () => "",
};

test.each(Object.keys(SPOILS))("a private key %s is refused, and nothing of it is said", async (how) => {
  const pem = await readFile(path.join(box.sandbox.dataDir, "github", "holdfast-backup.pem"), "utf8");
  await keep(SPOILS[how]?.(pem) || " ");
  const { exitCode, output } = await work(["backup"]);
  expect(exitCode).not.toBe(0);
  expect(output).toContain("private key");
  await keep(pem);
});

function keep(SecretString: string) {
  const secrets = new SecretsManagerClient(clientOptions(box.urls.aws));
  return secrets.send(new PutSecretValueCommand({ SecretId: SECRETS.backupKey, SecretString }));
}

test("a secret that is missing, or named by its own value", async () => {
  const missing = await work(["backup"], { GITHUB_APP_KEY_SECRET_ARN: "holdfast/no-such-key" }, { principal: ADMIN });
  expect(missing.output).toContain("secret-missing");
  const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
  hunt.know("given instead of a name", pem);
  for (const wrong of [pem, pem.replaceAll("\n", "\\n")])
    expect((await work(["backup"], { GITHUB_APP_KEY_SECRET_ARN: wrong })).output).toContain(
      "is wrong: must be an ARN or a name",
    );
});

test("a run that is ended in the middle of a transfer", async () => {
  const transfer = { id: "transfer", match: { path: "upload-pack" }, action: { kind: "delay", ms: 3000 }, times: 0 };
  await box.fault("github", transfer);
  await box.commit("acme/beta");
  const onStart = (kill: (signal: NodeJS.Signals) => void) =>
    void eventually("the transfer", transferBegan).then(() => kill("SIGTERM"));
  expect((await work(["backup"], {}, { onStart })).exitCode).toBe(143);
});

async function transferBegan(): Promise<true | undefined> {
  const answer = await fetch(`${box.urls.github}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: { id: string; hits: number }[] };
  return faults.some(({ id, hits }) => id === "transfer" && hits > 0) || undefined;
}

test("errors nobody foresaw, and libraries that print what they hold", async () => {
  const token = await box.token();
  hunt.know("token in an error", token);
  const ways = [
    `setTimeout(() => { throw new Error("uncaught " + t) }, 300)`,
    `setTimeout(() => { Promise.reject(Object.assign(new Error(t), { headers: { authorization: "token " + t } })) }, 300)`,
    `setTimeout(() => process.emitWarning("careful with " + t), 300)`,
    `setTimeout(() => { console.error({ authorization: "Basic " + btoa("x-access-token:" + t) }); process.stdout.write(t + "\\n") }, 300)`,
  ];
  for (const way of ways) {
    const file = path.join(box.sandbox.dataDir, "github", "careless.mjs");
    await writeFile(file, `const t = ${JSON.stringify(token)}; ${way}`);
    const { output } = await work(["backup"], { NODE_OPTIONS: `--import=${file}` });
    expect(output, way).toContain("[removed]");
    await rm(file);
  }
});

test("nothing that was written, and no process that ran, holds a credential", async () => {
  // What was looked for was there: every kind of credential was used, and the processes were seen.
  for (const kind of ["ghs_", "JWT", "signature"]) expect(hunt.tap.count(kind), kind).toBeGreaterThan(20);
  expect(await hunt.gitsSeen()).toMatch(/push --porcelain/);
  const running = [...hunt.table.seen.values()].map((each) => each.arguments).join("\n");
  for (const program of ["main.mjs", "git-remote-http", "push"]) expect(running).toContain(program);
  expect(await logged()).toContain("captured");
  expect(await hunt.findings()).toEqual([]);
  expect(stranger.heard.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
}, 300_000);
