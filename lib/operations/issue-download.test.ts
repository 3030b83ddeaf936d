import { beforeEach, describe, expect, test } from "vitest";
import { downloadInput } from "@/lib/domain/download";
import { AppError } from "@/lib/domain/errors";
import { newRunId } from "@/lib/domain/ids";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { issueDownload } from "./issue-download";
import { createRun } from "./run-records";

const KEY = "github-backup/2026-11-01/acme/api.bundle";
const wanted = (source = "primary") => downloadInput.parse({ snapshot: "2026-11-21", source, repository: "acme/API" });

describe("a download", () => {
  let deps: ReturnType<typeof twoBuckets> & { records: MemoryObjectStore; person: string };
  let versionId: string | undefined;
  beforeEach(async () => {
    deps = { ...twoBuckets(), records: new MemoryObjectStore("records"), person: "omar" };
    ({ versionId } = await deps.primary.put(KEY, "as it was"));
    await deps.primary.put(KEY, "overwritten since");
    const entry = sampleEntry("acme/api");
    const chain = entry.chain.map((link) => ({ ...link, version_id: versionId }));
    const lost = sampleEntry("acme/lost", "captured", {
      chain: entry.chain.map((link) => ({ ...link, s3_key: "github-backup/2026-11-01/acme/lost.bundle" })),
    });
    const manifest = sampleManifest("2026-11-21", [{ ...entry, chain }, sampleEntry("acme/empty", "empty"), lost]);
    await putManifest(deps.sides.primary, manifest);
    await putManifest(deps.sides.replica, manifest);
  });

  test("is an address of the very version the manifest names, for a short time, with a name that says what it is", async () => {
    const issued = await issueDownload(deps, wanted());
    expect(issued).toMatchObject({
      kind: "ready",
      fileName: "acme--api-2026-11-21.bundle",
      versionId,
      sizeBytes: "as it was".length,
      side: "primary",
      clone: "git clone acme--api-2026-11-21.bundle api",
    });
    if (issued.kind !== "ready") return;
    expect(issued.url).toContain(`versionId=${versionId}`);
    expect(issued.url).toContain("person=omar");
    expect(issued.expiresSeconds).toBeLessThanOrEqual(300);
  });

  test("comes from the replica when the primary is away, whose versions may be numbered otherwise", async () => {
    await deps.replica.put("another", "so that the numbers differ");
    await deps.replica.put(KEY, "the copy");
    deps.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    expect(await issueDownload(deps, wanted())).toMatchObject({ side: "replica", sizeBytes: "the copy".length });
  });

  test("of several bundles asks for a run that makes one of them", async () => {
    const entry = sampleEntry("acme/api");
    const [full] = entry.chain;
    const chain = full ? [full, { ...full, kind: "incremental" as const }] : [];
    await putManifest(deps.sides.primary, sampleManifest("2026-11-22", [{ ...entry, chain }]));
    const input = downloadInput.parse({ snapshot: "2026-11-22", source: "primary", repository: "acme/api" });
    expect(await issueDownload(deps, input)).toEqual({ kind: "export", bundles: 2 });
  });

  test("under a delete marker is still that version", async () => {
    deps.primary.hide(KEY);
    expect(await issueDownload(deps, wanted())).toMatchObject({ versionId, side: "primary" });
  });

  test("of what is not there is refused in words, and never an address that answers with an error", async () => {
    const none = downloadInput.parse({ snapshot: "2026-11-21", source: "primary", repository: "acme/empty" });
    await expect(issueDownload(deps, none)).rejects.toMatchObject({ code: "nothing-to-restore" });
    const lost = { ...wanted(), repository: "acme/lost" };
    await expect(issueDownload(deps, downloadInput.parse(lost))).rejects.toMatchObject({ code: "object-missing" });
  });

  test("of a run is the bundle that the run has made, and of any other run nothing", async () => {
    const now = new Date("2026-11-21T03:00:00Z");
    const [run, other] = [newRunId(now, "aaaaaa"), newRunId(now, "bbbbbb")];
    const record = {
      version: 1 as const,
      id: run,
      kind: "restore" as const,
      state: "succeeded" as const,
      trigger: "manual" as const,
      requested_at: now.toISOString(),
      updated_at: now.toISOString(),
    };
    const request = restoreRequest.parse({
      kind: "export",
      snapshot: "2026-11-21",
      source: "primary",
      repository: "acme/api",
    });
    const key = `exports/${run}/acme--api.bundle`;
    const { versionId: version } = await deps.records.put(key, "one bundle");
    const artefact = { key, version_id: version, size_bytes: 10, sha256: "b".repeat(64) };
    await createRun(deps.records, { ...record, restore: { request, plan_digest: "x", artefact } });
    await createRun(deps.records, { ...record, id: other, restore: { request, plan_digest: "x" } });
    expect(await issueDownload(deps, { run })).toMatchObject({ kind: "ready", bucket: "records", key });
    await expect(issueDownload(deps, { run: other })).rejects.toMatchObject({ code: "not-found" });
  });
});
