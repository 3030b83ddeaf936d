import { beforeEach, describe, expect, test } from "vitest";
import { AppError, hasCode } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids-schema";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { makeRestorePlan } from "./make-restore-plan";
import { proposeRestore, proposeTarget } from "./plan-restore";

const request = (target: string, source = "primary") =>
  restoreRequest.parse({ snapshot: "2026-11-21", repository: "acme/api", source, target });

describe("the proposal of a restore", () => {
  let buckets: ReturnType<typeof twoBuckets>;
  beforeEach(async () => {
    buckets = twoBuckets();
    const entries = [sampleEntry("acme/api"), sampleEntry("acme/web"), sampleEntry("acme/gone", "vanished")];
    const manifest = sampleManifest("2026-11-21", entries);
    await putManifest(buckets.sides.primary, manifest);
    await putManifest(buckets.sides.replica, manifest);
  });

  test("has the digest that the worker computes of the same request", async () => {
    const wanted = request("acme/api-restored", "replica");
    const { digest } = await proposeRestore(buckets, wanted);
    expect((await makeRestorePlan(buckets.sides, wanted, new Set())).digest).toBe(digest);
  });

  test("refuses a target that the newest backup knows, whatever its case", async () => {
    await expect(proposeRestore(buckets, request("Acme/Web"))).rejects.toSatisfy((error) =>
      hasCode(error, "target-exists"),
    );
  });

  test("lets the name of a vanished repository be used again", async () => {
    expect((await proposeRestore(buckets, request("acme/gone"))).plan.items[0]?.target).toBe("acme/gone");
  });

  test("says the same as a command for the worker, and by hand from the same bucket", async () => {
    const { commands } = await proposeRestore(buckets, request("acme/api-restored", "replica"));
    expect(commands.worker).toBe(
      "npm run worker -- restore --snapshot 2026-11-21 --repository acme/api --target acme/api-restored --source replica",
    );
    expect(commands.byHand[0]).toContain("s3://backups-replica/");
  });

  test("suggests a name that is free", async () => {
    await putManifest(
      buckets.sides.primary,
      sampleManifest("2026-11-22", [sampleEntry("acme/api"), sampleEntry("acme/API-restored")]),
    );
    const suggestion = await proposeTarget(buckets, repositoryName.parse("acme/api"));
    expect(suggestion).toEqual({ target: "acme/api-restored-2", organisations: ["acme"] });
  });

  test("of one ref finds it in the bundle's header, and refuses one that is not there", async () => {
    const bundle = "github-backup/2026-11-01/acme/api.bundle";
    const header = `# v2 git bundle\n${"a".repeat(40)} HEAD\n${"b".repeat(40)} refs/heads/fix\n\nPACK`;
    await buckets.primary.put(bundle, header);
    const ask = (ref: string) =>
      proposeRestore(
        buckets,
        restoreRequest.parse({
          ...{ kind: "ref", snapshot: "2026-11-21", source: "primary", repository: "acme/api", ref },
          ...{ target: "acme/api", branch: "recovered/fix" },
        }),
      );
    expect((await ask("refs/heads/fix")).plan.items[0]?.ref).toEqual({ name: "refs/heads/fix", oid: "b".repeat(40) });
    await expect(ask("refs/heads/none")).rejects.toSatisfy((error) => hasCode(error, "ref-missing"));
  });

  test("of many has the same digest at the worker, which knows only what the plan refused", async () => {
    const batch = restoreRequest.parse({
      ...{ kind: "batch", snapshot: "2026-11-21", source: "primary", repositories: "all" },
      naming: { suffix: "-r" },
    });
    await putManifest(
      buckets.sides.primary,
      sampleManifest("2026-11-22", [sampleEntry("acme/web-r"), sampleEntry("acme/x")]),
    );
    const { plan, digest } = await proposeRestore(buckets, batch);
    expect(plan.refused).toMatchObject([{ target: "acme/web-r", problem: { code: "target-exists" } }]);
    expect((await makeRestorePlan(buckets.sides, batch, new Set(["acme/web-r"]))).digest).toBe(digest);
  });

  test("reads the manifest of the other bucket where the one that was asked for is away, and says so", async () => {
    buckets.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "no answer" });
    const { plan, notices } = await proposeRestore(buckets, request("acme/api-restored"));
    expect(plan.bucket).toBe("backups");
    expect(notices.join()).toContain("cannot be reached");
  });
});
