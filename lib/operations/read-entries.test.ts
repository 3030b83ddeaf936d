import { beforeEach, describe, expect, test } from "vitest";
import { PROOF_LEDGER_KEY } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import { lastLinkOf } from "@/lib/domain/proof";
import { emptyLedger, mergeLedger } from "@/lib/domain/proof-ledger";
import { rowQuery } from "@/lib/domain/row-page";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { readChains, readEntries } from "./read-entries";
import { LedgerCache } from "./read-proofs";

const DAY = snapshotId.parse("2026-11-21");
const PROVEN = "acme/repository-0007";

describe("the entries of a snapshot", () => {
  const entries = Array.from({ length: 120 }, (_, index) =>
    sampleEntry(
      `acme/repository-${String(119 - index).padStart(4, "0")}`,
      index === 5 ? "failed" : index % 3 ? "captured" : "unchanged",
    ),
  );
  let deps: ReturnType<typeof setUp>;
  beforeEach(async () => {
    deps = setUp();
    await putManifest(deps.sides.primary, sampleManifest(DAY, entries));
    await deps.records.put(PROOF_LEDGER_KEY, JSON.stringify(ledgerOf(PROVEN)));
  });

  const setUp = () => ({ ...twoBuckets(), records: new MemoryObjectStore("records"), ledgers: new LedgerCache() });
  const read = (asked: object) => readEntries(deps, DAY, "primary", rowQuery.parse(asked));

  function ledgerOf(name: string) {
    const { repo, chain } = entries.find((each) => each.repo === name) ?? sampleEntry(name);
    const at = "2026-11-21T04:00:00.000Z";
    const last_link = lastLinkOf(chain) ?? { key: "" };
    const run = runId.parse("20261121T040000Z-aaaaaa");
    const facts = { side: "primary", verdict: "proven", snapshot: DAY, links: 1, bytes: 1000, seconds: 1 } as const;
    return mergeLedger(
      emptyLedger(at),
      { proofs: [{ of: { repo }, proof: { ...facts, at, run, last_link } }], manifests: [] },
      at,
    );
  }

  test("come page by page in the order of their names, and together they are all of them", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => read({ page })));
    const names = pages.flatMap(({ rows }) => rows.map(({ repository }) => repository));
    expect(pages.map(({ rows }) => rows.length)).toEqual([50, 50, 20]);
    expect(names).toEqual(entries.map(({ repo }) => repo).sort());
  });

  test("are counted as a whole when a filter leaves some of them", async () => {
    expect(await read({ filter: "outcome=failed" })).toMatchObject({ found: 1, total: 120, pages: 1 });
  });

  test("come with the proofs of the page, and sorted by proofs the unproven ones first", async () => {
    const page = await read({});
    expect(Object.keys(page.proofs)).toHaveLength(page.rows.filter(({ chainLength }) => chainLength > 0).length);
    expect(page.proofs[page.rows[7]?.repository ?? ("" as never)]?.[0]).toMatchObject({ state: "proven" });
    const byProof = await read({ sort: "-proof", limit: 3 });
    // Nothing to prove, and then what is proven: the other way round than trouble first.
    expect(byProof.rows[1]?.repository).toBe(PROVEN);
  });

  test("are there without their proofs when the ledger cannot be read, and that is said", async () => {
    deps.records.failure = new AppError("storage-denied", { bucket: "records", action: "GetObject" });
    expect(await read({})).toMatchObject({ proofs: {}, problem: { code: "storage-denied" }, total: 120 });
  });

  test("of the wizard are all of them, with what each costs to read", async () => {
    const chains = await readChains(deps, DAY, "primary");
    expect(chains).toHaveLength(120);
    expect(chains[0]).toEqual({
      ...{ repository: "acme/repository-0000", outcome: "captured", chainBytes: 1000, chainLength: 1 },
    });
  });
});
