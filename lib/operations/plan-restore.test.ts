import { beforeEach, describe, expect, test } from "vitest";
import { hasCode } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids";
import { restoreRequest } from "@/lib/domain/restore-plan";
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
    const stores = { primary: buckets.primary, replica: buckets.replica };
    expect((await makeRestorePlan(stores, "github-backup", wanted, new Set())).digest).toBe(digest);
  });

  test("refuses a target that the newest backup knows, whatever its case", async () => {
    await expect(proposeRestore(buckets, request("Acme/Web"))).rejects.toSatisfy((error) =>
      hasCode(error, "target-exists"),
    );
  });

  test("lets the name of a vanished repository be used again", async () => {
    expect((await proposeRestore(buckets, request("acme/gone"))).plan.request.target).toBe("acme/gone");
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
});
