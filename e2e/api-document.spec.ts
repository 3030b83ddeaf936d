// The API's document against the console as it answers: every operation, asked with every kind of token, and every answer held against
// the schema that the document has of it.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { newRunId } from "@/lib/domain/ids";
import { answerOf } from "./answer-of";
import { api, makeToken } from "./api";
import { expectAccessible } from "./axe";
import { CONSOLE, post, signIn } from "./person";

interface Documented {
  operationId: string;
  security: [{ token: string[] }];
  parameters?: { name: string; in: "path" | "query"; required: boolean }[];
  requestBody?: { content: { "application/json": { schema: object } } };
  responses: Record<string, unknown>;
}
interface Asked {
  path: string;
  method: string;
  operation: Documented;
}

const SCOPES = ["read", "operate", "admin"];

/** What there is in the demo, once the tests before have run a backup and a restore. */
async function known(token: string) {
  const { rows } = (await api("/snapshots?limit=20", token)).body;
  const [day, oldest = day] = rows.flatMap((row: { id: string; summary?: unknown }) => (row.summary ? [row.id] : []));
  const { runs } = (await api("/runs?limit=200", token)).body;
  const of = (kind: string) => runs.find(({ record }: { record: { kind: string } }) => record.kind === kind)?.record;
  const alarms = (await api("/alarms", token)).body;
  const entries = (await api(`/snapshots/${day}/entries`, token)).body;
  const repository = entries.rows.find((each: { chainLength: number }) => each.chainLength > 0).repository;
  return { day, oldest, run: of("backup")?.id, repository, alarm: alarms[0].name };
}

test("every answer is what the document says, and nothing in it is unsaid", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, "ines");
  const token = await makeToken(page, "document", "Admin");
  const { body: document, headers } = await api("/openapi.json", token);
  expect([document.openapi, headers.get("cache-control")]).toEqual(["3.1.1", "no-store"]);
  const started = newRunId(new Date(), "docume");
  expect((await api("/runs", token, { body: { kind: "backup", run: started } })).status).toBe(200);
  await expect
    .poll(async () => (await api(`/runs/${started}`, token)).body.record.state, { timeout: 60_000 })
    .toMatch(/succeeded|partial/);
  const { day, oldest, run, repository, alarm } = await known(token);
  const request = { kind: "repository", snapshot: day, source: "primary", repository, target: "acme/by-a-script" };
  const plan = (await api("/restore/plan", token, { body: { request } })).body;
  const restored = newRunId(new Date(), "restor");
  const { digest, confirmation } = plan;
  const start = { kind: "restore", run: restored, request, digest, confirmation };
  const asked: Record<string, [path: string, body?: object]> = {
    listSnapshots: ["/snapshots"],
    readSnapshot: [`/snapshots/${day}`],
    readEntry: [`/snapshots/${day}/entry?repository=${repository}`],
    listEntries: [`/snapshots/${day}/entries?sort=-size&limit=5`],
    listChains: [`/snapshots/${day}/chains`],
    readProofs: [`/snapshots/${day}/proofs`],
    readManifest: [`/snapshots/${day}/manifest`],
    compareSnapshots: [`/snapshots/compare?from=${oldest}&to=${day}`],
    compareRefs: [`/snapshots/compare/refs?from=${oldest}&to=${day}&repository=${repository}`],
    readHistory: [`/repositories/history?repository=${repository}`],
    readRefHistory: [`/repositories/refs?repository=${repository}`],
    listRestores: [`/repositories/restores?repository=${repository}`],
    search: [`/search?find=${repository.split("/")[1]}`],
    listRepositories: ["/repositories"],
    startRun: ["/runs", start],
    listRuns: ["/runs"],
    readRun: [`/runs/${run}`],
    readRunLog: [`/runs/${run}/log`],
    planRestore: ["/restore/plan", { request }],
    proposeTarget: [`/restore/target?repository=${repository}`],
    listRefs: [`/restore/refs?snapshot=${day}&source=primary&repository=${repository}`],
    listChanges: [`/restore/changes?run=${restored}&target=acme/by-a-script`],
    readReceipt: [`/receipts/${restored}`],
    issueDownload: ["/downloads", { snapshot: day, source: "primary", repository }],
    listApprovals: ["/approvals"],
    readOverview: ["/overview"],
    listAlarms: ["/alarms"],
    listSubscriptions: ["/subscriptions"],
    readAlarm: [`/alarms/${alarm}`],
    readDrills: ["/drills"],
    readSettings: ["/settings"],
    readAudit: ["/audit"],
    readDocument: ["/openapi.json"],
  };
  /** Asked by others: the one has no body to hold anything against, the other needs a console where two people decide. */
  const elsewhere = ["stopRun", "readApproval"];
  const operations = operationsOf(document);
  expect(operations.map(({ operation }) => operation.operationId).filter((id) => !asked[id])).toEqual(elsewhere);
  for (const id of Object.keys(asked)) {
    const found = operations.find(({ operation }) => operation.operationId === id);
    if (!found) throw new Error(`no operation ${id}`);
    const [path, body] = asked[id] ?? [""];
    const { status, body: answer, text } = await api(path, token, { body });
    expect([id, status], text.slice(0, 300)).toEqual([id, 200]);
    const { error } = answerOf(document, found.path, found.method).safeParse(answer);
    expect([id, error?.issues.slice(0, 3)]).toEqual([id, undefined]);
    if (id === "startRun")
      await expect
        .poll(async () => (await api(`/runs/${restored}`, token)).body.record.state, { timeout: 60_000 })
        .toBe("succeeded");
  }
  const lines = (await api("/audit?download=1", token)).text.trim().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ action: expect.any(String) });
});

test("every operation lets in the tokens whose scope it names, and no other", async ({ page, browser }) => {
  test.setTimeout(180_000);
  await signIn(page, "ines");
  const tokens: Record<string, string> = {};
  for (const scope of ["Read", "Operate", "Admin"] as const)
    tokens[scope.toLowerCase()] = await makeToken(page, `matrix ${scope}`, scope);
  const { body: document } = await api("/openapi.json", tokens.read);
  const revoked = await makeToken(page, "matrix revoked", "Admin");
  await page.getByRole("button", { name: "Revoke matrix revoked" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const ivo = await (await browser.newContext()).newPage();
  await signIn(ivo, "ivo");
  const left = await makeToken(ivo, "matrix left", "Admin");
  expect((await post(ivo, "/api/sessions/end")).status).toBe(200);
  const wrong = tokens.admin?.replace(/.$/, (letter) => (letter === "0" ? "1" : "0"));
  const refused = { nobody: undefined, revoked, "of a maker who signed out": left, "with a wrong checksum": wrong };
  const table = [`| operation | ${[...SCOPES, ...Object.keys(refused)].join(" | ")} |`];
  const deviating: string[] = [];
  for (const { path, method, operation } of operationsOf(document)) {
    const [
      {
        token: [least = ""],
      },
    ] = operation.security;
    const got: number[] = [];
    const ask = async (token: string | undefined, wanted: number | undefined, who: string) => {
      const { status } = await harmless({ path, method, operation }, token);
      got.push(status);
      const right = wanted === undefined ? ![401, 403, 429].includes(status) && status < 500 : status === wanted;
      if (!right) deviating.push(`${method} ${path} as ${who}: ${wanted ?? "through"} expected, got ${status}`);
    };
    for (const scope of SCOPES)
      await ask(tokens[scope], SCOPES.indexOf(scope) >= SCOPES.indexOf(least) ? undefined : 403, scope);
    for (const [who, token] of Object.entries(refused)) await ask(token, 401, who);
    table.push(`| ${method.toUpperCase()} ${path} | ${got.join(" | ")} |`);
  }
  writeFileSync("test-results/api-access-matrix.md", `${table.join("\n")}\n`);
  expect(deviating).toEqual([]);
});

test("the page lists the operations, with lines to copy that work", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/settings`);
  await page.getByRole("link", { name: "API", exact: true }).click();
  await expect(page.getByRole("heading", { name: "API", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Find operations" }).fill("snapshots/{id}/entry");
  await expect(page.getByText("1 operation").first()).toBeVisible();
  await expect(page).toHaveURL(/find=snapshots/);
  await page.getByRole("button", { name: /GET \/snapshots\/\{id\}\/entry/ }).click();
  const line = page.getByText(`'${CONSOLE()}/api/v1/snapshots/2026-04-16/entry?repository=acme/api'`);
  await expect(line).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Find operations" }).fill("openapi.json");
  await page.getByRole("button", { name: /GET \/openapi\.json/ }).click();
  const copied = await page.locator("pre").filter({ hasText: "openapi.json" }).textContent();
  const token = await makeToken(page, "copied", "Read");
  expect(JSON.parse(await shell(copied ?? "", token))).toMatchObject({ openapi: "3.1.1" });
  await page.goto(`${CONSOLE()}/settings/api?find=entry`);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(page.getByRole("button", { name: /GET \/snapshots\/\{id\}\/entry/ })).toBeVisible();
  await expectAccessible(page);
});

test("the examples of the document for people work as they stand there", async ({ page }) => {
  await signIn(page, "omar");
  const token = await makeToken(page, "examples", "Operate");
  const blocks = [...readFileSync("docs/api.md", "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => text,
  );
  // The restore of the third block is of a snapshot that is not here.
  const lines = blocks
    .slice(0, 2)
    .join("")
    .replace(/^read .*$/m, "")
    .replace(/^HOLDFAST=.*$/m, `HOLDFAST=${CONSOLE()}/api/v1`)
    // What cuts something out of the answers is a program of its own, and not on every machine.
    .replace(/^(hf .*?)(?: \| jq .*)?$/gm, "$1; echo");
  const answers = (await shell(lines, token)).trim().split("\n");
  expect(answers.map((each) => Object.keys(JSON.parse(each)))).toEqual([
    expect.arrayContaining(["rows"]),
    expect.arrayContaining(["id", "kind"]),
    expect.arrayContaining(["record"]),
  ]);
});

/** As somebody pastes it. */
async function shell(lines: string, token: string): Promise<string> {
  const env = { ...process.env, HOLDFAST_TOKEN: token };
  return (await promisify(execFile)("bash", ["-c", lines], { env })).stdout;
}

function operationsOf(document: { paths: Record<string, Record<string, Documented>> }): Asked[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

const RUN = "20200101T000000Z-aaaaaa";
/** Of what does not exist, so that whoever is let through does no harm. */
const NONE: Record<string, string> = {
  ...{ id: "2020-01-01", run: RUN, name: "none", repository: "acme/none", target: "acme/none" },
  ...{ snapshot: "2020-01-01", source: "primary", from: "2020-01-01", to: "2020-01-02", find: "none" },
};
const BODIES: Record<string, object> = {
  startRun: { kind: "backup", run: RUN },
  stopRun: { confirmation: "stop aaaaaa" },
  planRestore: { request: {} },
  issueDownload: { snapshot: "2020-01-01", source: "primary", repository: "acme/none" },
};

function harmless({ path, method, operation }: Asked, token: string | undefined) {
  const ofRun = path.startsWith("/runs/") || path.startsWith("/approvals/");
  const value = (name: string) => encodeURIComponent((name === "id" && ofRun ? RUN : NONE[name]) ?? "");
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
  const query = (operation.parameters ?? [])
    .filter((each) => each.in === "query" && each.required)
    .map(({ name }) => `${name}=${value(name)}`);
  const address = query.length > 0 ? `${filled}?${query.join("&")}` : filled;
  return api(address, token, method === "post" ? { body: BODIES[operation.operationId] ?? {} } : {});
}
