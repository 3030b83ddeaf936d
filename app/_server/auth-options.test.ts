import { expect, test, vi } from "vitest";
import type { ConsoleServices } from "./services";

vi.mock("server-only", () => ({}));
vi.mock("./session", () => ({}));
const { authOptions } = await import("./auth-options");

test("a provider that tells of nobody we can take leaves its reason in the log, and sends the person back without it", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const environment = {
    ...{ NEXTAUTH_SECRET: ["s"], GITHUB_SERVER_URL: "https://github.com", GITHUB_API_URL: "https://api.github.com" },
    ...{ OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "holdfast", OIDC_CLIENT_SECRET: "s" },
    ...{ OIDC_GROUPS_CLAIM: "groups", VIEWER_GROUPS: [], OPERATOR_GROUPS: [], ADMIN_GROUPS: [] },
  };
  const { callbacks } = authOptions({ environment } as unknown as ConsoleServices, new Headers());
  const account = { provider: "oidc", type: "oauth" as const, providerAccountId: "7", access_token: "t" };
  const profile = { sub: "7", iss: "https://other.example" };
  expect(await callbacks?.signIn?.({ user: { id: "7" }, account, profile })).toBe("/login?error=Callback");
  expect(JSON.parse(String(log.mock.lastCall?.[0]))).toMatchObject({
    ...{ level: "error", event: "sign-in-failed", code: "directory-answer" },
    ...{ message: expect.stringContaining("another issuer"), hint: expect.stringContaining("OIDC_ISSUER") },
  });
});
