// Anybody with access may have put anything into the buckets: a console on such ones, every page of it in a real browser.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, type Page, test } from "@playwright/test";
import {
  ACTIVE_BACKUP_KEY,
  auditKey,
  bundleKey,
  DEFAULT_ROOT,
  manifestKey,
  PROOF_LEDGER_KEY,
  receiptKey,
  runRecordKey,
  WATCH_REPORT_KEY,
} from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import type { ConsoleProcess } from "@/sandbox/console-process";
import { REGION } from "@/sandbox/names";
import { provisionBucket } from "@/sandbox/provision-buckets";
import { ADMIN } from "@/sandbox/shared/principals";
import { expectAccessibleEverywhere } from "./axe-everywhere";
import { pagesOfConsole } from "./inventory";
import { startConsoleOn } from "./own-console";
import { signIn } from "./person";
import { urls } from "./servers";

const BACKUPS = "garbage-backups";
const RECORDS = "garbage-records";

const now = new Date();
const TODAY = snapshotId.parse(now.toISOString().slice(0, 10));
const OLD = snapshotId.parse("2016-05-01");
const WEB = repositoryName.parse("acme/web");
const RUN = newRunId(now, "garbag");
const at = (day: string) => manifestKey(DEFAULT_ROOT, snapshotId.parse(day));

const FORMAT_ONE = {
  timestamp: `${OLD}T02:00:00+00:00`,
  repos: [{ repo: WEB, size_bytes: 12, s3_key: bundleKey(DEFAULT_ROOT, OLD, WEB, "full") }],
};
const GOOD = sampleManifest(TODAY, [sampleEntry(WEB), sampleEntry("acme/api")], now.toISOString());

const IN_BACKUPS: Record<string, string> = {
  "": "",
  "somebody-elses/data.csv": "1,2",
  [`${DEFAULT_ROOT}/`]: "",
  [`${DEFAULT_ROOT}/notes.txt`]: "do not delete",
  [`${DEFAULT_ROOT}/not-a-date/manifest.json`]: "{}",
  [`${DEFAULT_ROOT}/2026-99-99/manifest.json`]: "{}",
  [`${DEFAULT_ROOT}/holds/`]: "",
  [at("2026-11-01")]: "",
  [at("2026-11-02")]: '{"format": 2, "snapshot": "2026-11-02", "rep',
  [at("2026-11-03")]: '{"format": 99}',
  [at("2026-11-04")]: "null",
  [at("2026-11-05")]: JSON.stringify({ ...GOOD, repos: [{ ...sampleEntry(WEB), repo: "../../etc/passwd" }] }),
  [bundleKey(DEFAULT_ROOT, snapshotId.parse("2026-11-06"), WEB, "full")]: "",
  [at(OLD)]: JSON.stringify(FORMAT_ONE),
  [bundleKey(DEFAULT_ROOT, OLD, WEB, "full")]: "no bundle",
  [at(TODAY)]: JSON.stringify(GOOD),
};

/** What the list and the snapshot's own page say of each. */
const UNREADABLE = {
  "2026-11-01": "it is not JSON",
  "2026-11-02": "it is not JSON",
  "2026-11-03": "99",
  "2026-11-04": "manifest",
  "2026-11-05": "must be written like acme/web",
};

const IN_RECORDS: Record<string, string> = {
  "runs/nonsense/run.json": "{}",
  [runRecordKey(RUN)]: '{"version": 1, "id": ',
  [ACTIVE_BACKUP_KEY]: "",
  [WATCH_REPORT_KEY]: "",
  [PROOF_LEDGER_KEY]: "nothing",
  [receiptKey(RUN)]: "[]",
  [auditKey(TODAY, 1)]: "{",
  "audit/yesterday/000001.json": "{}",
  "approvals/x/request.json": "{}",
  [`approvals/${RUN}/request.json`]: "",
  [`drills/${RUN}.json`]: "0",
  "tokens/x.json": "",
};

let site: ConsoleProcess;
test.beforeAll(async () => {
  const s3 = new S3Client({ endpoint: urls().s3, region: REGION, credentials: ADMIN });
  for (const bucket of [BACKUPS, RECORDS]) await provisionBucket(s3, bucket, []);
  for (const [Bucket, objects] of [
    [BACKUPS, IN_BACKUPS],
    [RECORDS, IN_RECORDS],
  ] as const)
    for (const [Key, Body] of Object.entries(objects))
      if (Key !== "") await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  s3.destroy();
  site = await startConsoleOn({ name: "garbage", backups: BACKUPS, records: RECORDS });
});
test.afterAll(() => site.close());
test.beforeEach(({ page }) => signIn(page, "ines", site.url));

test("every snapshot is shown for what it is, with the reason", async ({ page }) => {
  await page.goto(`${site.url}/snapshots`);
  const row = (id: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${id}( finished|$)`) }) });
  for (const id of Object.keys(UNREADABLE)) await expect(row(id), id).toContainText("Unreadable");
  await expect(row("2026-11-06")).toContainText("Unfinished");
  await expect(row(OLD)).toContainText("Complete");
  await expect(row(TODAY)).toContainText("Complete");
  // What is no snapshot's folder is none.
  await expect(page.getByRole("row").filter({ hasText: /not-a-date|2026-99-99|holds/ })).toHaveCount(0);

  for (const [id, reason] of Object.entries(UNREADABLE)) {
    await page.goto(`${site.url}/snapshots/${id}`);
    await expect(page.getByRole("main").getByText(reason).first(), id).toBeVisible();
  }
  await page.goto(`${site.url}/snapshots/${OLD}`);
  await expect(page.getByText("another tool (manifest format 1)")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: WEB })).toBeVisible();
});

test("an error leads to what the console's log knows of it, and nothing is offered with what cannot be read", async ({
  page,
}) => {
  await page.goto(`${site.url}/snapshots/2026-11-02`);
  await expect(page.getByRole("heading", { level: 1, name: "Snapshot 2026-11-02" })).toBeVisible();
  for (const act of ["Verify now", "Restore from it"]) await expect(page.getByText(act)).toHaveCount(0);
  const reference = /Reference ([0-9a-f]{8})/.exec(
    await page
      .getByText(/^Reference [0-9a-f]{8}/)
      .first()
      .innerText(),
  );
  const link = page.getByRole("link", { name: "Look it up in the log" }).first();
  await expect(link).toHaveAttribute("href", `https://logs.example.com/search?find=${reference?.[1]}`);
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expectAccessibleEverywhere(page, site.url, async () => {
    await page.reload();
    await expect(link).toBeVisible();
  });
});

test("no page breaks, and each says what it cannot read", async ({ page }) => {
  test.setTimeout(180_000);
  const broken: string[] = [];
  let at = "";
  page.on("pageerror", (error) => broken.push(`${at}: ${error.message}`));
  const ids = [TODAY, OLD, "2026-11-02", "2026-11-06"];
  const pages = [
    ...pagesOfConsole().filter((address) => !address.startsWith("/snapshots/2020")),
    ...ids.map((id) => `/snapshots/${id}`),
    `/runs/${RUN}`,
    `/repositories/${WEB}`,
    `/snapshots/compare?from=${OLD}&to=${TODAY}`,
    `/snapshots/compare?from=2026-11-02&to=${TODAY}`,
    `/restore?snapshot=2026-11-02`,
    `/restore?snapshot=${OLD}&repository=${WEB}`,
  ];
  for (const address of pages) {
    at = address;
    await page.goto(site.url + address);
    await settled(page);
    await expect(page.getByRole("heading", { name: "Something went wrong" }), address).toHaveCount(0);
    await expect(page.getByRole("heading").first(), address).toBeVisible();
  }
  expect(broken).toEqual([]);
});

test("the rest of it works: the good snapshot's repositories, the old one's, and the overview's verdict", async ({
  page,
}) => {
  await page.goto(site.url);
  await expect(page.getByTestId("verdict")).toBeVisible();
  await page.goto(`${site.url}/repositories`);
  await expect(page.getByRole("row").filter({ hasText: WEB })).toContainText("Protected");
  await page.goto(`${site.url}/snapshots/${TODAY}?filter=${encodeURIComponent(":web")}`);
  await expect(page.getByText("1 found").first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: WEB })).toBeVisible();
  // The ledger of proofs is none.
  await expect(page.getByTitle("The ledger of proofs is not known yet").first()).toBeVisible();
});

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: /^Reading / })).toHaveCount(0);
}
