import { describe, expect, test } from "vitest";
import { receiptKey } from "@/lib/domain/bucket-keys";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { planRestore } from "@/lib/domain/plan-restore";
import type { Receipt } from "@/lib/domain/receipt";
import type { SnapshotRequest } from "@/lib/domain/restore-request";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { keyOfReceipt, readJournal, readReceipt, readSealedReceipt, writeJournal, writeReceipt } from "./run-records";

const run = runId.parse("20260416T091500Z-k3f9q2");
const target = repositoryName.parse("acme/x");
const request = restoreRequest.parse({
  ...{ kind: "repository", snapshot: "2026-04-16", source: "primary", repository: "acme/web", target },
}) as SnapshotRequest;
const source = {
  manifest: sampleManifest("2026-04-16", [sampleEntry("acme/web")]),
  bucket: "b",
  existing: new Set<string>(),
};
const plan = planRestore(request, source);
const [item] = plan.items;
if (!item) throw new Error("the sample has no item");

const common = {
  ...{ run, planDigest: "sha256:1", requestedBy: "omar", startedAt: "2026-04-16T09:15:00Z" },
  ...{ finishedAt: "2026-04-16T09:16:00Z", refs: [], counts: { equal: 1, missing: 0, different: 0, skipped: 0 } },
  ...{ skipped: [], fsck: { passed: true, findings: [] }, durations: { push: 1 } },
  target: {
    repository: "acme/x",
    id: 5,
    url: "https://github.com/acme/x",
    visibility: "private",
    actionsEnabled: false,
  },
};
const sample: Receipt = {
  ...{ version: 2, kind: "repository", snapshot: request.snapshot, item, warnings: [], ...common },
  source: { asked: "primary", bucket: "b", objects: [] },
};

describe("a receipt", () => {
  test("is sealed with its hash, and any later change of it shows", async () => {
    const records = new MemoryObjectStore("records");
    const { key, hash } = await writeReceipt(records, keyOfReceipt(run), sample);
    expect(await readSealedReceipt(records, run, { recorded: hash })).toEqual({
      seal: "unchanged",
      receipt: { ...sample, hash },
    });
    const { text } = await records.readText(key);
    await records.put(key, text.replace('"omar"', '"eve"'));
    expect((await readSealedReceipt(records, run)).seal).toBe("changed");
  });

  test("that was written anew with a hash that fits does not have the one in the run's record", async () => {
    const records = new MemoryObjectStore("records");
    const { hash } = await writeReceipt(records, keyOfReceipt(run), sample);
    const forged = new MemoryObjectStore("records");
    await writeReceipt(forged, keyOfReceipt(run), { ...sample, requestedBy: "eve" });
    expect((await readSealedReceipt(forged, run)).seal).toBe("unchanged");
    expect((await readSealedReceipt(forged, run, { recorded: hash })).seal).toBe("changed");
  });

  test("is written once", async () => {
    const records = new MemoryObjectStore("records");
    await writeReceipt(records, keyOfReceipt(run), sample);
    await expect(writeReceipt(records, keyOfReceipt(run), sample)).rejects.toMatchObject({ code: "object-exists" });
  });

  test("of one of many stands below its run, by its target", async () => {
    const records = new MemoryObjectStore("records");
    expect((await writeReceipt(records, keyOfReceipt(run, target), sample)).key).toBe(`receipts/${run}/acme/x.json`);
    expect((await readReceipt(records, run, target)).item.repository).toBe("acme/web");
  });

  test("of the first version is read as one of the second, unsealed", async () => {
    const records = new MemoryObjectStore("records");
    const { kind: _, ...old } = request;
    const steps = [{ step: "default-branch", text: "Set it" }];
    const before = {
      ...item,
      version: 1,
      request: old,
      bucket: "b",
      steps,
      notRestored: [],
      warnings: [],
      visibility: "private",
    };
    const stored = { ...common, version: 1, plan: before, source: { bucket: "b", objects: [] } };
    await records.put(receiptKey(run), JSON.stringify(stored));
    expect(await readSealedReceipt(records, run)).toMatchObject({
      seal: "unsealed",
      receipt: {
        version: 2,
        snapshot: "2026-04-16",
        item: { repository: "acme/web", target: "acme/x" },
        source: { asked: "primary" },
      },
    });
  });
});

test("a journal is written over the state that was read only", async () => {
  const records = new MemoryObjectStore("records");
  expect(await readJournal(records, run, target)).toBeUndefined();
  const first = {
    ...{ version: 1 as const, run, by: run, target, repository: repositoryName.parse("acme/web") },
    ...{ plan_digest: "sha256:1", state: "creating" as const, at: "2026-04-16T09:15:00Z" },
  };
  const { etag } = await writeJournal(records, first, undefined);
  await expect(writeJournal(records, first, undefined)).rejects.toMatchObject({ code: "object-exists" });
  await writeJournal(records, { ...first, state: "created", repository_id: 5 }, etag);
  await expect(writeJournal(records, first, etag)).rejects.toMatchObject({ code: "object-changed" });
  expect((await readJournal(records, run, target))?.journal).toMatchObject({ state: "created", repository_id: 5 });
});
