// Requests are whatever somebody sends who has signed in: what a handler gets is checked input, or nobody gets there.
import fc from "fast-check";
import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { isTimeZone } from "@/components/shell/preferences";
import { askApprovalInput, decideApprovalInput } from "@/lib/domain/approval/approval-input-schema";
import { downloadInput } from "@/lib/domain/download";
import { AppError } from "@/lib/domain/errors";
import { snapshotId } from "@/lib/domain/ids-schema";
import { logEntry } from "@/lib/domain/log-line";
import { startRunInput } from "@/lib/domain/restore-proposal";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { hostileJson } from "@/lib/testing/hostile-json";

vi.mock("server-only", () => ({}));
const { bodyOf, check, queryOf } = await import("./request-input");

const JSON_BODY = { "content-type": "application/json" };
const ADDRESS = "https://holdfast.example/api/things/1";
const run = "20261101T020000Z-k3f9q2";
const request = {
  kind: "repository",
  snapshot: "2026-11-01",
  source: "primary",
  repository: "acme/web",
  target: "acme/web-2",
};
const batch = {
  kind: "batch",
  snapshot: "2026-11-01",
  source: "primary",
  repositories: ["acme/web"],
  naming: { prefix: "a-" },
};
const ref = { ...request, kind: "ref", ref: "refs/heads/main", branch: "recovered/main" };
const rearm = { kind: "rearm", target: "acme/web-2", repositoryId: 4, restoredBy: run, change: { action: "delete" } };

const BODIES: [string, z.ZodType, object][] = [
  ["a restore", startRunInput, { kind: "restore", run, request, digest: "sha256:1", confirmation: "" }],
  ["a restore of many", startRunInput, { kind: "restore", run, request: batch, digest: "sha256:1", confirmation: "" }],
  ["a proof", startRunInput, { kind: "verify", run, request: { scope: "repository", repository: "acme/web" } }],
  ["a plan of one ref", z.object({ request: restoreRequest }), { request: ref }],
  ["a change", z.object({ request: restoreRequest }), { request: rearm }],
  ["asking for approval", askApprovalInput, { id: run, request: batch, digest: "sha256:1", why: "INC-204" }],
  [
    "a decision",
    decideApprovalInput,
    { id: run, decision: "approved", digest: "sha256:1", confirmation: "x", note: "" },
  ],
  ["a download", downloadInput, { snapshot: "2026-11-01", source: "primary", repository: "acme/web" }],
];

async function inputOrRefusal(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("input-invalid");
    return undefined;
  }
}

test.each(BODIES)("the body of %s", { timeout: 120_000 }, async (_, schema, sound) => {
  const property = fc.asyncProperty(hostileJson(JSON.stringify(sound)), async (body) => {
    const sent = new NextRequest(ADDRESS, { method: "POST", headers: JSON_BODY, body });
    const input = await inputOrRefusal(async () => check(schema, { ...(await bodyOf(sent)) }));
    expect(JSON.stringify(input) ?? "").not.toContain("polluted");
    expect("polluted" in {}).toBe(false);
  });
  await fc.assert(property, { numRuns: 2000 });
});

test("a query", { timeout: 120_000 }, async () => {
  const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), before: snapshotId.optional() });
  const queries = ["limit=7&before=2026-11-01", "limit=1&limit=2&__proto__=1", "before=%E0%A4%A", "limit[]=1"];
  const property = fc.asyncProperty(hostileBytes(queries.map((text) => Buffer.from(text))), async ({ bytes }) => {
    const sent = new NextRequest(`${ADDRESS}?${bytes.toString("latin1")}`);
    await inputOrRefusal(async () => check(page, queryOf(sent)));
  });
  await fc.assert(property, { numRuns: 5000 });
});

test("of a body that does not end no more is read than the limit", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      if (sent > 64 * 1024 * 1024) throw new Error("it reads for ever");
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
  });
  const endless = new NextRequest(ADDRESS, { method: "POST", headers: JSON_BODY, body, duplex: "half" } as never);
  await expect(bodyOf(endless)).rejects.toMatchObject({ code: "body-too-large" });
  expect(sent).toBeLessThan(2 * 1024 * 1024);
});

test("a cookie of the browser's zone", () => {
  const cookies = ["Europe%2FBerlin", "%E0%A4%A", "UTC", "__proto__"].map((text) => Buffer.from(text));
  fc.assert(
    fc.property(hostileBytes(cookies), ({ bytes }) => {
      const timeZone = bytes.toString("latin1");
      if (isTimeZone(timeZone)) expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
    }),
    { numRuns: 5000 },
  );
});

test("a line of a worker's log", () => {
  const line = JSON.stringify({ time: "2026-11-01T02:00:00Z", level: "warn", message: "no", hint: "Do this." });
  fc.assert(
    fc.property(hostileJson(line), (message) => {
      const { at, level, text } = logEntry({ at: "2026-11-01T02:00:00Z", message });
      expect([typeof at, typeof level, typeof text]).toEqual(["string", "string", "string"]);
    }),
    { numRuns: 5000 },
  );
});
