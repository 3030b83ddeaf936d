// Every page of the console with something on it: what is looked at for accessibility, and what the pictures in docs/ are made of.
import { expect, type Page } from "@playwright/test";
import { CONSOLE, confirmRestore, runBackup, wizard } from "./person";
import { deleteBranch, forceBranch, push } from "./servers";

/** What there is to see, made by `liveOn`. */
export interface Lived {
  snapshot: string;
  backup: string;
  restore: string;
  /** A restore of two repositories, which has a receipt for each. */
  batch: string;
  /** What one of the two was restored to. */
  second: string;
}

export interface PageOfAll {
  /** Of the picture; words with dashes. */
  name: string;
  /** The folder below app/(console) whose page it is. */
  folder: string;
  address: (lived: Lived) => string;
  /** Is there when the page has its content. */
  ready: (page: Page) => Promise<unknown>;
}

const REPOSITORY = "acme/notifications";

/**
 * Two more backups between which something became of a repository, and restores. `page` is of an operator or more.
 * @param time which time it is lived: what was restored before has its name
 */
export async function liveOn(page: Page, time = 0): Promise<Lived> {
  const again = time === 0 ? "" : `-${time}`;
  const restored = `${REPOSITORY}-restored${again}`;
  await forceBranch(REPOSITORY, "spike/push", "one");
  await forceBranch(REPOSITORY, "spike/mail", "two");
  await runBackup(page, "Succeeded");
  await deleteBranch(REPOSITORY, "spike/mail");
  await forceBranch(REPOSITORY, "spike/push", "another");
  await push(REPOSITORY, 3000);
  await runBackup(page, "Succeeded");
  const backup = idIn(page);
  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  await page.waitForURL(/\/snapshots\//);
  const snapshot = idIn(page);
  await page.goto(wizard({ snapshot, repository: REPOSITORY, target: restored, step: "review" }));
  await confirmRestore(page, restored, "Succeeded");
  const restore = idIn(page);
  await page.goto(
    wizard({ snapshot, repositories: "acme/ accounts partners", names: `again-{name}${again}`, step: "review" }),
  );
  await confirmRestore(page, "restore 2 repositories", "Succeeded");
  return { snapshot, backup, restore, batch: idIn(page), second: `acme/again-partners${again}` };
}

const idIn = (page: Page) => new URL(page.url()).pathname.split("/")[2] ?? "";

const heading = (name: RegExp | string) => (page: Page) =>
  expect(page.getByRole("heading", { name, level: 1 }).first()).toBeVisible();
const text = (words: RegExp | string) => (page: Page) =>
  expect(page.getByText(words).first()).toBeVisible({ timeout: 45_000 });
const shown = (testId: string) => (page: Page) =>
  expect(page.getByTestId(testId).first()).toBeVisible({ timeout: 45_000 });

const history =
  (query = "") =>
  () =>
    `/repositories/${REPOSITORY}${query}`;
const browse =
  (query = "") =>
  ({ snapshot }: Lived) =>
    `/snapshots/${snapshot}/browse/${REPOSITORY}${query}`;

export const EVERY_PAGE: readonly PageOfAll[] = [
  { name: "overview", folder: "", address: () => "/", ready: shown("key-numbers") },
  { name: "repositories", folder: "repositories", address: () => "/repositories", ready: text(REPOSITORY) },
  {
    name: "repository",
    folder: "repositories/[organisation]/[name]",
    address: history(),
    ready: shown("restore-points"),
  },
  {
    name: "repository-refs",
    folder: "repositories/[organisation]/[name]",
    address: history("?tab=refs"),
    ready: text("spike/mail"),
  },
  {
    name: "repository-chain",
    folder: "repositories/[organisation]/[name]",
    address: history("?tab=storage"),
    ready: text(/^Full of/),
  },
  { name: "snapshots", folder: "snapshots", address: () => "/snapshots", ready: text("Complete") },
  {
    name: "snapshot",
    folder: "snapshots/[id]",
    address: ({ snapshot }) => `/snapshots/${snapshot}`,
    ready: text(REPOSITORY),
  },
  {
    name: "snapshot-repository",
    folder: "snapshots/[id]",
    address: ({ snapshot }) => `/snapshots/${snapshot}?entry=${REPOSITORY}`,
    ready: text("Restore it by hand"),
  },
  { name: "compare", folder: "snapshots/compare", address: () => "/snapshots/compare", ready: text("Refs changed") },
  {
    name: "browse",
    folder: "snapshots/[id]/browse/[organisation]/[name]",
    address: browse(),
    ready: text("README.md"),
  },
  {
    name: "browse-commits",
    folder: "snapshots/[id]/browse/[organisation]/[name]",
    address: browse("?view=commits"),
    ready: (page) => expect(page.getByRole("row").nth(2)).toBeVisible({ timeout: 45_000 }),
  },
  {
    name: "restore",
    folder: "restore",
    address: ({ snapshot }) =>
      `/restore?${new URLSearchParams({ snapshot, repository: REPOSITORY, target: "acme/notifications-again", step: "review" })}`,
    ready: (page) =>
      expect(page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ })).toBeEnabled({ timeout: 45_000 }),
  },
  { name: "runs", folder: "runs", address: () => "/runs", ready: text("Succeeded") },
  { name: "run", folder: "runs/[id]", address: ({ backup }) => `/runs/${backup}`, ready: shown("run-state") },
  { name: "restored", folder: "runs/[id]", address: ({ restore }) => `/runs/${restore}`, ready: shown("receipt") },
  { name: "restored-many", folder: "runs/[id]", address: ({ batch }) => `/runs/${batch}`, ready: shown("restored") },
  {
    name: "receipt",
    folder: "runs/[id]/receipts/[organisation]/[name]",
    address: ({ batch, second }) => `/runs/${batch}/receipts/${second}`,
    ready: shown("receipt"),
  },
  { name: "alarms", folder: "alarms", address: () => "/alarms", ready: heading(/^Alarms/) },
  {
    name: "alarm",
    folder: "alarms/[name]",
    address: () => "/alarms/holdfast-backup-failure",
    ready: text("Name in CloudWatch"),
  },
  { name: "audit", folder: "audit", address: () => "/audit", ready: text(/start a backup/i) },
  { name: "approvals", folder: "approvals", address: () => "/approvals", ready: heading("Approvals") },
  { name: "retention", folder: "retention", address: () => "/retention", ready: heading(/Retention/) },
  { name: "search", folder: "search", address: () => "/search?find=notif", ready: text(REPOSITORY) },
  { name: "settings", folder: "settings", address: () => "/settings", ready: heading("Settings") },
  { name: "api-tokens", folder: "settings/tokens", address: () => "/settings/tokens", ready: heading(/^API tokens/) },
  { name: "api", folder: "settings/api", address: () => "/settings/api", ready: heading("API") },
  { name: "not-found", folder: "[...address]", address: () => "/nowhere", ready: heading("There is no such page") },
];

/** Pages that another spec looks at, and why. */
export const ELSEWHERE: Record<string, string> = {
  "approvals/[id]": "a request needs a console in which two people have to agree: approvals.spec.ts",
};

export async function openPage(page: Page, { address, ready }: PageOfAll, lived: Lived): Promise<void> {
  await page.goto(CONSOLE() + address(lived));
  await ready(page);
}
