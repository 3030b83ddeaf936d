import { expect, test, vi } from "vitest";
import { AppError, hasCode, problemOf } from "./errors";

test("an error is known as ours when the bundler has loaded this module twice", async () => {
  vi.resetModules();
  const again = await import("./errors");
  const error = new again.AppError("snapshot-missing", { snapshot: "2026-11-21", bucket: "backups" });
  expect(again.AppError).not.toBe(AppError);
  expect(hasCode(error, "snapshot-missing")).toBe(true);
  expect(problemOf(error).code).toBe("snapshot-missing");
});

test("no other error is", () => {
  expect(new Error("boom") instanceof AppError).toBe(false);
  expect(hasCode({ code: "snapshot-missing" }, "snapshot-missing")).toBe(false);
});
