import { beforeEach, expect, test } from "vitest";
import { judgeApp } from "@/lib/domain/doctor/judge-app";
import { putManifest, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { appsAsOfBackup } from "./apps-as-of-backup";

let buckets: ReturnType<typeof twoBuckets>;
beforeEach(() => {
  buckets = twoBuckets();
});

const backup = async (snapshot: string, installation: object) => {
  const manifest = sampleManifest(snapshot, []);
  const source = {
    server: "https://github.com",
    app_id: 1,
    installations: [{ id: 2, account: "acme", ...installation }],
  };
  await putManifest(buckets.sides.primary, { ...manifest, source });
};
const findings = async () => judgeApp("backup", (await appsAsOfBackup(buckets.sides.primary)) ?? []);

test("what the newest backup was told is judged, and the finding says as of when", async () => {
  await backup("2026-11-20", { permissions: { contents: "read", metadata: "read" } });
  await backup("2026-11-21", { permissions: { contents: "write", metadata: "read" } });
  expect(await findings()).toMatchObject([
    {
      state: "warning",
      subject: "backup App on acme, as of the backup 2026-11-21",
      text: expect.stringContaining("contents: write"),
    },
  ]);
});

test("a suspended one is a problem, though nothing else is known of it", async () => {
  const problem = { code: "installation-suspended", message: "it is suspended", hint: "Unsuspend it." };
  await backup("2026-11-21", { problem, permissions: {} });
  expect(await findings()).toMatchObject([{ state: "problem", text: expect.stringContaining("suspended") }]);
});

test("without a backup, or of one that does not tell, nothing is known", async () => {
  expect(await appsAsOfBackup(buckets.sides.primary)).toBeUndefined();
  await backup("2026-11-21", {});
  expect(await appsAsOfBackup(buckets.sides.primary)).toBeUndefined();
});
