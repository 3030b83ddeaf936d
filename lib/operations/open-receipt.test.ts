import { beforeEach, describe, expect, test } from "vitest";
import { newRunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { Receipt } from "@/lib/domain/receipt";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { openReceipt, receiptFile } from "./open-receipt";
import { createRun, keyOfReceipt, writeReceipt } from "./run-records";

const NOW = "2026-11-21T03:00:00Z";
const run = newRunId(new Date(NOW), "aaaaaa");
const target = repositoryName.parse("acme/api-restored");
const request = restoreRequest.parse({
  ...{ kind: "batch", snapshot: "2026-11-21", source: "primary", repositories: "all" },
  naming: { prefix: "", suffix: "-restored" },
});

const receipt = {
  ...{ version: 2, run, kind: "batch", planDigest: "sha256:1", snapshot: "2026-11-21", requestedBy: "omar" },
  ...{ startedAt: NOW, finishedAt: NOW, refs: [], skipped: [], durations: {}, warnings: [] },
  counts: { equal: 0, missing: 0, different: 0, skipped: 0 },
  fsck: { passed: true, findings: [] },
  source: { asked: "primary", bucket: "backups", objects: [] },
  item: {
    ...{ repository: "acme/api", target, totalBytes: 1, objectFormat: "sha1", archived: false },
    chain: [{ key: "k", kind: "full", sizeBytes: 1 }],
  },
} as unknown as Receipt;

describe("a receipt", () => {
  let records: MemoryObjectStore;
  let key: string;
  beforeEach(async () => {
    records = new MemoryObjectStore("records");
    key = keyOfReceipt(run, target);
    const { hash } = await writeReceipt(records, key, receipt);
    const item = { repository: receipt.item.repository, target, state: "done" as const, receipt: key };
    await createRun(records, {
      ...{ version: 1, id: run, kind: "restore", state: "succeeded", trigger: "manual" },
      ...{ requested_at: NOW, updated_at: NOW },
      restore: { request, plan_digest: "x", restored: [{ ...item, receipt_hash: hash }] },
    });
  });

  test("is unchanged as long as its hash is the one that was recorded", async () => {
    expect(await openReceipt(records, run, target)).toMatchObject({ seal: "unchanged", item: { target } });
    expect(await receiptFile(records, run, target)).toBe((await records.readText(key)).text);
  });

  test("shows a change, also when whoever made it gave it a new hash", async () => {
    const { text } = await records.readText(key);
    await records.put(key, text.replace('"omar"', '"vera"'));
    expect((await openReceipt(records, run, target)).seal).toBe("changed");
    const other = new MemoryObjectStore("other");
    const forged = { ...receipt, requestedBy: "vera" };
    await writeReceipt(other, key, forged);
    await records.put(key, (await other.readText(key)).text);
    expect((await openReceipt(records, run, target)).seal).toBe("changed");
  });

  test("that does not exist is said so", async () => {
    const none = repositoryName.parse("acme/none");
    await expect(openReceipt(records, run, none)).rejects.toMatchObject({ code: "not-found" });
    await expect(receiptFile(records, run, none)).rejects.toMatchObject({ code: "not-found" });
  });
});
