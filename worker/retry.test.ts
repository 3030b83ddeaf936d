import { expect, test } from "vitest";
import { pauseAfter } from "@/lib/domain/backoff";
import { AppError, type ErrorCode } from "@/lib/domain/errors";
import { mayRetry, retry } from "./retry";

const after = (...codes: ErrorCode[]) => mayRetry(codes.map((code) => new AppError(code)));

test("what may pass by itself is tried three times in all", () => {
  for (const code of ["git-transfer-cut", "github-unreachable", "git-refs-moved", "storage-unreachable"] as const) {
    expect([after(code), after(code, code), after(code, code, code)], code).toEqual([true, true, false]);
  }
});

test("damage that is met twice is on the server: a third transfer would bring it again", () => {
  expect(after("pack-invalid")).toBe(true);
  expect(after("pack-invalid", "pack-invalid")).toBe(false);
  expect(after("git-remote-error", "git-remote-error")).toBe(false);
  expect(after("git-transfer-cut", "pack-invalid")).toBe(true);
});

test("credentials that are refused and a limit that was waited for are not tried again", () => {
  expect(after("github-credentials")).toBe(false);
  expect(after("github-rate-limited")).toBe(false);
  expect(after("github-redirect")).toBe(false);
  expect(after("unexpected")).toBe(false);
});

test("pauses grow, and chance spreads them by up to a half", () => {
  expect([1, 2, 3].map((number) => pauseAfter(number, 0))).toEqual([1000, 4000, 16_000]);
  expect(pauseAfter(2, 1)).toBe(6000);
});

test("the last error comes out as it is, and each pause is told", async () => {
  const told: string[] = [];
  let attempts = 0;
  const failing = retry(
    async () => {
      attempts += 1;
      throw new AppError(attempts === 1 ? "git-transfer-cut" : "git-protocol", { repository: "acme/api" });
    },
    (error, pauseMs) => told.push(`${error.code} ${pauseMs >= 1000 && pauseMs <= 1500}`),
  );
  await expect(failing).rejects.toMatchObject({ code: "git-protocol" });
  expect(told).toEqual(["git-transfer-cut true"]);
});

test("the end of the run ends a pause", async () => {
  const controller = new AbortController();
  const failing = retry(
    async () => {
      throw new AppError("git-transfer-cut");
    },
    () => controller.abort(),
    { signal: controller.signal },
  );
  await expect(failing).rejects.toThrow();
});
