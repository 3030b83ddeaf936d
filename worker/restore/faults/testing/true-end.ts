// What must hold after every restore, however it ended. Refs are compared here, over the wire, by stock git: not with the
// worker's word.
import { expect } from "vitest";
import type { RunId } from "@/lib/domain/ids";
import { receipt } from "@/lib/domain/receipt";
import type { RestoredItem } from "@/lib/domain/restore-record";
import { BUCKETS } from "@/sandbox/names";
import type { FaultyRestores, Restored } from "./faulty-restores";

interface GitHubRepository {
  id: number;
  private: boolean;
  visibility: string;
  description: string | null;
  default_branch: string;
  archived: boolean;
}

const MARK = /^Holdfast restore /;
const branchesAndTags = (lines: string[]) => lines.filter((line) => /\trefs\/(heads|tags)\//.test(line));

/** Complete: every branch and tag and nothing else, private, Actions off, settings as they were, and a receipt of it all. */
export async function expectComplete(
  bench: FaultyRestores,
  source: string,
  target: string,
  { run, origin = run.id }: { run: Restored; origin?: RunId },
): Promise<void> {
  const told = `${target}\n${run.output}`;
  const [wanted, found] = await Promise.all([
    bench.box.lsRemote(`acme/${source}`),
    bench.box.lsRemote(`acme/${target}`),
  ]);
  expect(withoutHead(found), told).toEqual(branchesAndTags(wanted));
  const { id, ...facts } = await repositoryOf(bench, target);
  const was = await repositoryOf(bench, source);
  expect(facts, told).toMatchObject({
    private: true,
    visibility: "private",
    description: was.description,
    default_branch: was.default_branch,
    archived: was.archived,
  });
  await expectQuiet(bench, target, told);
  const journal = await bench.journal(origin, target);
  expect(journal, told).toMatchObject({ state: "done", repository_id: id });
  expect(journal?.problem, told).toBeUndefined();
  await expectReceipt(bench, journal?.receipt ?? "", journal?.receipt_hash, wanted, told);
}

/** A run in whose record every item is done or was before, and which says so. */
export function expectSuccess(run: Restored): void {
  expect(run.exitCode, run.output).toBe(0);
  expect(run.record, run.output).toMatchObject({ state: "succeeded" });
  for (const item of run.record?.restore?.restored ?? []) expect(["done", "skipped"], run.output).toContain(item.state);
}

/** Not complete, and says so everywhere: the exit code, the record, the journal, the description of the repository. */
export async function expectResumable(
  bench: FaultyRestores,
  source: string,
  target: string,
  { run, origin = run.id, code }: { run: Restored; origin?: RunId; code: string },
): Promise<RestoredItem> {
  const told = `${target}\n${run.output}`;
  expect(run.exitCode, told).not.toBe(0);
  expect(["failed", "partial"], told).toContain(run.record?.state);
  const item = itemOf(run, target);
  expect(item, told).toMatchObject({ state: "failed", problem: { code } });
  expect(item.problem?.hint, told).toMatch(/\.$/);
  const { id, description, ...facts } = await repositoryOf(bench, target);
  expect(facts, told).toMatchObject({ private: true, archived: false });
  expect(description, told).toMatch(new RegExp(`^Holdfast restore ${origin}: failed \\(`));
  expect(await bench.journal(origin, target), told).toMatchObject({
    state: "failed",
    repository_id: id,
    problem: { code },
  });
  await expectQuiet(bench, target, told);
  await expectNothingForeign(bench, source, target, told);
  return item;
}

/** Nothing was created on GitHub. */
export async function expectNothing(bench: FaultyRestores, target: string, run: Restored, code: string): Promise<void> {
  expect(run.exitCode, run.output).not.toBe(0);
  expect(run.record, run.output).toMatchObject({ state: "failed", error: { code } });
  expect((await bench.rest(`/repos/acme/${target}`)).status, run.output).toBe(404);
}

export function itemOf(run: Restored, target: string): RestoredItem {
  const item = run.record?.restore?.restored?.find((each) => each.target === `acme/${target}`);
  if (!item) throw new Error(`the record has no ${target}\n${run.output}`);
  return item;
}

export async function repositoryOf(bench: FaultyRestores, name: string): Promise<GitHubRepository> {
  const { status, body } = await bench.rest(`/repos/acme/${name}`);
  expect(status, name).toBe(200);
  return body as GitHubRepository;
}

/** Whether somebody who looks at it on GitHub is told that it is not finished. */
export const isMarked = ({ description }: { description: string | null }) => MARK.test(description ?? "");

/** Actions are off wherever something was pushed. */
async function expectQuiet(bench: FaultyRestores, target: string, told: string): Promise<void> {
  if ((await bench.box.lsRemote(`acme/${target}`)).length === 0) return;
  const { body } = await bench.rest(`/repos/acme/${target}/actions/permissions`);
  expect(body, told).toMatchObject({ enabled: false });
}

/** What is there is the source's: each tag as it was, each branch as it was or on the way there. */
async function expectNothingForeign(
  bench: FaultyRestores,
  source: string,
  target: string,
  told: string,
): Promise<void> {
  const wanted = new Set(await bench.box.lsRemote(`acme/${source}`));
  const there = withoutHead(await bench.box.lsRemote(`acme/${target}`));
  const others = there.filter((line) => !wanted.has(line));
  for (const line of others) expect(line, told).toMatch(/\trefs\/heads\//);
}

async function expectReceipt(
  bench: FaultyRestores,
  key: string,
  hash: string | undefined,
  wanted: string[],
  told: string,
): Promise<void> {
  const written = receipt.parse(JSON.parse((await bench.box.object(key, BUCKETS.records)).toString()));
  const refs = branchesAndTags(wanted).filter((line) => !line.endsWith("^{}"));
  expect(written.counts, told).toMatchObject({ equal: refs.length, missing: 0, different: 0 });
  expect(written.counts.skipped, told).toBe(hiddenOf(wanted));
  expect(written.hash, told).toBe(hash);
}

const hiddenOf = (lines: string[]) =>
  lines.filter((line) => /\trefs\//.test(line) && !/\trefs\/(heads|tags)\//.test(line) && !line.endsWith("/merge"))
    .length;

const withoutHead = (lines: string[]) => lines.filter((line) => !line.endsWith("\tHEAD"));
