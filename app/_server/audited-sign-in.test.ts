import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/domain/errors";
import type { ConsoleServices } from "./services";

vi.mock("server-only", () => ({}));
vi.mock("./session", () => ({}));
const { AuditedSignIn } = await import("./audited-sign-in");

const append = vi.fn();
const ask = vi.fn();
const services = { audit: { append }, access: { ask } } as unknown as ConsoleServices;
const coming = () =>
  new AuditedSignIn(services, new Headers({ "x-forwarded-for": "203.0.113.9" })).signIn({
    id: 7,
    login: "vera",
    name: "Vera",
    githubToken: "t",
    signedInAt: 0,
  });

beforeEach(() => {
  append.mockReset().mockResolvedValue({});
  ask.mockReset().mockResolvedValue({ role: "viewer" });
  vi.spyOn(console, "error").mockReturnValue();
});

test("who comes in is told with role and address", async () => {
  expect(await coming()).toBe(true);
  const actor = { kind: "person", id: 7, login: "vera", role: "viewer" };
  expect(append.mock.calls[0]?.[0]).toMatchObject({ action: "sign in", actor, address: "203.0.113.9", result: "done" });
});

test("who is refused is told with the reason", async () => {
  ask.mockResolvedValue({
    refusal: new AppError("access-refused", { login: "vera", detail: "in no team", advice: "Ask." }),
  });
  expect(await coming()).toBe(true);
  expect(append.mock.calls[0]?.[0]).toMatchObject({ result: "refused", code: "access-refused" });
});

test("nobody is let in when it cannot be told", async () => {
  append.mockRejectedValue(new AppError("audit-not-written", { action: "sign in", detail: "no" }));
  expect(await coming()).toBe(false);
});
