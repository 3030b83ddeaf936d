// A year of backups and of runs is more than one page of either list: what is found, compared and restored from beyond the first.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, type Page, test } from "@playwright/test";
import { DEFAULT_ROOT, manifestKey, PROOF_LEDGER_KEY, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import { lastLinkOf } from "@/lib/domain/proof";
import { emptyLedger, mergeLedger } from "@/lib/domain/proof-ledger";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import type { ConsoleProcess } from "@/sandbox/console-process";
import { REGION } from "@/sandbox/names";
import { provisionBucket } from "@/sandbox/provision-buckets";
import { ADMIN } from "@/sandbox/shared/principals";
import { expectAccessibleEverywhere } from "./axe-everywhere";
import { startConsoleOn } from "./own-console";
import { selectRow, signIn } from "./person";
import { urls } from "./servers";

const BACKUPS = "many-backups";
const RECORDS = "many-records";
const SNAPSHOTS = 65;
const RUNS = 55;

const dayOf = (number: number) => new Date(Date.UTC(2024, 0, 1 + number));
const idOf = (number: number) => snapshotId.parse(dayOf(number).toISOString().slice(0, 10));
const [NEWEST, SECOND, OLDEST] = [idOf(SNAPSHOTS - 1), idOf(SNAPSHOTS - 2), idOf(0)];
const runOf = (number: number) => newRunId(dayOf(number), `run${String(number).padStart(3, "0")}`);
const PROVEN_SINCE = idOf(SNAPSHOTS - 3);

/** One was never proven, the other is as it was when it was; the newest was made by hand. */
function snapshotOf(number: number): Manifest {
  const written = (name: string, id: string) => ({
    chain: [{ s3_key: `${DEFAULT_ROOT}/${id}/${name}.bundle`, kind: "full" as const, size_bytes: 1000 }],
  });
  const manifest = sampleManifest(idOf(number), [
    sampleEntry("acme/api", "unchanged", written("acme/api", PROVEN_SINCE)),
    sampleEntry("acme/web", "captured", written("acme/web", idOf(number))),
  ]);
  const byHand = { trigger: "manual" as const, actor: "ines" };
  return manifest.run && number === SNAPSHOTS - 1 ? { ...manifest, run: { ...manifest.run, ...byHand } } : manifest;
}

function ledger() {
  const of = snapshotOf(SNAPSHOTS - 2).repos[0];
  const last_link = of && lastLinkOf(of.chain);
  if (!of || !last_link) throw new Error("there is nothing to prove");
  const at = `${SECOND}T05:00:00Z`;
  const facts = { side: "primary", verdict: "proven", links: 1, bytes: 1000, seconds: 1 } as const;
  const proof = { ...facts, at, run: newRunId(new Date(at), "proven"), snapshot: SECOND, last_link };
  return mergeLedger(emptyLedger(at), { proofs: [{ of, proof }], manifests: [] }, at);
}

function runRecord(number: number) {
  const at = dayOf(number).toISOString();
  const times = { requested_at: at, started_at: at, updated_at: at, finished_at: at };
  return { version: 1, id: runOf(number), kind: "backup", state: "succeeded", trigger: "schedule", ...times };
}

let site: ConsoleProcess;
test.beforeAll(async () => {
  const s3 = new S3Client({ endpoint: urls().s3, region: REGION, credentials: ADMIN });
  for (const bucket of [BACKUPS, RECORDS]) await provisionBucket(s3, bucket, []);
  const put = (Bucket: string, Key: string, value: object) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(value) }));
  for (let number = 0; number < SNAPSHOTS; number++)
    await put(BACKUPS, manifestKey(DEFAULT_ROOT, idOf(number)), snapshotOf(number));
  for (let number = 0; number < RUNS; number++) await put(RECORDS, runRecordKey(runOf(number)), runRecord(number));
  await put(RECORDS, PROOF_LEDGER_KEY, ledger());
  s3.destroy();
  site = await startConsoleOn({ name: "many", backups: BACKUPS, records: RECORDS });
});
test.afterAll(() => site.close());

const row = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${name}\\b`) }) });

/** Once more where the page was only coming alive. */
async function showOlder(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Show older" });
  await expect(async () => {
    await button.click({ timeout: 2000 });
    await expect(button).toHaveCount(0, { timeout: 5000 });
  }).toPass();
}

test("each snapshot says how much of it is proven and how old that is, what started it and who, and is restored from", async ({
  page,
}) => {
  await signIn(page, "omar", site.url);
  await page.goto(`${site.url}/snapshots`);
  await expect(row(page, NEWEST)).toContainText(/1 proven\s*of 2, \d+ days ago/);
  await expect(page.getByTitle(/^Of 2 repositories at least 1 was rebuilt from a bucket/).first()).toBeVisible();
  await expect(row(page, PROVEN_SINCE)).toContainText("1 proven");
  await expect(row(page, idOf(SNAPSHOTS - 4))).toContainText("No proof known");
  await expect(row(page, NEWEST)).toContainText("2/ of 2 safe");
  await expect(row(page, NEWEST)).toContainText(/Manual\s*ines/);
  await expect(row(page, SECOND)).toContainText("Schedule");
  // At this width each column is in sight.
  const table = page.getByRole("table", { name: "Snapshots" });
  expect(await table.evaluate((found) => found.getBoundingClientRect().right - window.innerWidth)).toBeLessThan(0);
  await row(page, SECOND)
    .getByRole("link", { name: `Restore from ${SECOND}` })
    .click();
  await page.waitForURL(new RegExp(`/restore\\?snapshot=${SECOND}`));
  await expect(page.getByTestId("snapshot-select")).toContainText(SECOND);
});

test("a viewer sees that a snapshot can be restored from, and why not by them", async ({ page }) => {
  await signIn(page, "vera", site.url);
  await page.goto(`${site.url}/snapshots`);
  const button = row(page, NEWEST).getByRole("button", { name: `Restore from ${NEWEST}` });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expectAccessibleEverywhere(page, site.url, async () => {
    await page.goto(`${site.url}/snapshots`);
    await expect(row(page, NEWEST)).toBeVisible();
  });
});

test("the two that are selected are compared, and stay so while the list is read anew", async ({ page }) => {
  await signIn(page, "vera", site.url);
  await page.clock.install();
  await page.goto(`${site.url}/snapshots`);
  const compare = page.getByRole("button", { name: "Compare two" });
  const [one, other] = [idOf(SNAPSHOTS - 3), idOf(SNAPSHOTS - 10)];
  await selectRow(page, one);
  await expect(compare).toHaveAttribute("aria-disabled", "true");
  await compare.hover();
  await expect(page.getByRole("tooltip")).toContainText("1 is selected: select two to compare them");
  await selectRow(page, other);
  const polled = page.waitForResponse((response) => response.url().includes("/api/snapshots?"));
  await page.clock.fastForward(31_000);
  await polled;
  for (const id of [one, other]) await expect(page.getByRole("checkbox", { name: `Select ${id}` })).toBeChecked();
  await page.getByRole("link", { name: "Compare two" }).click();
  await page.waitForURL(`**/snapshots/compare?from=${other}&to=${one}`);
  await expect(page.getByTestId("comparison")).toBeVisible();
});

test("the newest two stand in the address as soon as they are compared", async ({ page }) => {
  await signIn(page, "vera", site.url);
  await page.goto(`${site.url}/snapshots`);
  await page.getByRole("link", { name: "Compare two" }).click();
  await page.waitForURL(`**/snapshots/compare?from=${SECOND}&to=${NEWEST}`);
  await expect(page.getByTestId("comparison")).toBeVisible();
  await page.goBack();
  await page.waitForURL("**/snapshots");
});

test("a filter says that it has looked at the loaded snapshots only, and finds the older ones when they are there", async ({
  page,
}) => {
  await signIn(page, "vera", site.url);
  await page.goto(`${site.url}/snapshots`);
  await expect(page.getByText(/^Only the newest/)).toHaveCount(0);
  await page.goto(`${site.url}/snapshots?find=${OLDEST}`);
  await expect(page.getByText("No snapshot matches")).toBeVisible();
  await expect(page.getByText("Only the newest 60 snapshots were looked at.")).toBeVisible();
  await showOlder(page);
  await expect(row(page, OLDEST)).toBeVisible();
  await expect(page.getByText(/^Only the newest/)).toHaveCount(0);
});

test("so does the one of the runs", async ({ page }) => {
  await signIn(page, "vera", site.url);
  await page.goto(`${site.url}/runs?find=${runOf(0)}`);
  await expect(page.getByText("No run matches")).toBeVisible();
  await expect(page.getByText("Only the newest 50 runs were looked at.")).toBeVisible();
  await showOlder(page);
  await expect(row(page, runOf(0))).toBeVisible();
});

test("the wizard offers the oldest snapshot too", async ({ page }) => {
  await signIn(page, "omar", site.url);
  await page.goto(`${site.url}/restore`);
  await page.getByTestId("snapshot-select").getByRole("button").click();
  await page.getByRole("combobox", { name: "Find a snapshot" }).fill(OLDEST);
  await page.getByRole("option", { name: OLDEST }).click();
  await page.waitForURL(new RegExp(`snapshot=${OLDEST}`));
  await expect(page.getByTestId("snapshot-select")).toContainText(OLDEST);
});
