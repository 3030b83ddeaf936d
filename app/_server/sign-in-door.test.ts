import { NextRequest } from "next/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { RateLimit } from "@/lib/operations/rate-limit";

vi.mock("server-only", () => ({}));
const through = vi.hoisted(() => vi.fn());
vi.mock("next-auth", () => ({ default: through }));
vi.mock("./auth-options", () => ({ authOptions: () => ({}) }));
vi.mock("./session", () => ({}));
const wired = vi.hoisted(() => ({
  environment: { NEXTAUTH_URL: "https://holdfast.example" },
  limits: {} as { signIns: RateLimit },
}));
vi.mock("./services", () => ({ services: () => wired }));
const { signInDoor } = await import("./sign-in-door");

const OWN = { origin: "https://holdfast.example", "content-type": "application/json" };
const SIGN_IN = { csrfToken: "t", callbackUrl: "/runs", json: "true" };

function knock(method: string, door: string, { headers = OWN, body = SIGN_IN as unknown, from = "203.0.113.9" } = {}) {
  const sent = method === "POST" ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {};
  const address = `https://holdfast.example/api/auth/${door}`;
  const request = new NextRequest(address, { method, headers: { ...headers, "x-forwarded-for": from }, ...sent });
  const nextauth = (door.split("?")[0] ?? "").split("/");
  return signInDoor(request, { params: Promise.resolve({ nextauth }) });
}
const codeOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { code?: string }).code;

beforeEach(() => {
  wired.limits.signIns = new RateLimit("sign-ins", 2, 100);
  through.mockReset().mockImplementation(async () => Response.json({}));
  vi.spyOn(console, "info").mockReturnValue();
});

describe("the door before next-auth", () => {
  test.each([
    ["GET", "csrf"],
    ["GET", "session"],
    ["GET", "error?error=OAuthCallback"],
    ["GET", "signin?error=OAuthCallback"],
    ["GET", "callback/github?code=a&state=b"],
    ["POST", "signin/github"],
    ["POST", "signout"],
  ])("lets through what the console uses: %s %s", async (method, door) => {
    expect((await knock(method, door)).status).toBe(200);
    expect(through).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["POST", "_log"],
    ["GET", "providers"],
    ["GET", "verify-request"],
    ["POST", "session"],
    ["POST", "callback/credentials"],
    ["GET", "signout"],
    ["GET", "constructor"],
  ])("is shut to everything else: %s %s", async (method, door) => {
    expect((await knock(method, door)).status).toBe(404);
    expect(through).not.toHaveBeenCalled();
  });

  test("is shut to other sites, other kinds of body, and bodies that are no sign-in", async () => {
    const door = (more: object) => codeOf(knock("POST", "signin/github", more));
    expect(await door({ headers: { ...OWN, origin: "https://evil.example" } })).toBe("origin-refused");
    wired.limits.signIns = new RateLimit("sign-ins", 100, 100);
    expect(await door({ headers: { ...OWN, "content-type": "application/x-www-form-urlencoded" } })).toBe("not-json");
    for (const body of [
      {},
      { ...SIGN_IN, json: "false" },
      { ...SIGN_IN, callbackUrl: "x".repeat(5000) },
      { ...SIGN_IN, csrfToken: 7 },
    ])
      expect(await door({ body })).toBe("input-invalid");
    expect(await door({ body: " ".repeat(2_000_000) })).toBe("body-too-large");
    expect(await codeOf(knock("GET", `callback/github?code=${"x".repeat(5000)}`))).toBe("input-invalid");
    expect(through).not.toHaveBeenCalled();
  });

  test("is shut to a failure's name that could not stand in an answer's header", async () => {
    for (const name of ["a%0Ab", "%E2%80%A6"])
      expect(await codeOf(knock("GET", `error?error=${name}`))).toBe("input-invalid");
    expect(await codeOf(knock("GET", "error/…"))).toBe("input-invalid");
    expect((await knock("GET", "callback/github?error=access_denied&error_description=No%20%E2%80%A6")).status).toBe(
      200,
    );
  });

  test("lets no other site use up the sign-ins of somebody's address", async () => {
    const foreign = { ...OWN, origin: "https://evil.example" };
    for (let sent = 0; sent < 3; sent++)
      expect(await codeOf(knock("POST", "signin/github", { headers: foreign }))).toBe("origin-refused");
    expect((await knock("POST", "signin/github")).status).toBe(200);
  });

  test("hands on what was checked and nothing besides", async () => {
    await knock("POST", "signin/github", { body: { ...SIGN_IN, more: "x" } });
    expect(await through.mock.lastCall?.[0].json()).toEqual(SIGN_IN);
  });

  test("counts by the address that the load balancer saw, whatever the sender claims before it", async () => {
    const come = async (from: string) => (await knock("POST", "signin/github", { from })).status;
    expect([await come("203.0.113.9"), await come("1.1.1.1, 203.0.113.9")]).toEqual([200, 200]);
    expect([await come("2.2.2.2, 203.0.113.9"), await come("203.0.113.9, 203.0.113.10")]).toEqual([429, 200]);
    expect([await come("2001:db8::1"), await come("2001:db8::2"), await come("2001:db8::3")]).toEqual([200, 200, 429]);
    const back = await knock("GET", "callback/github?code=a&state=b");
    expect([back.status, back.headers.get("refresh")]).toEqual([429, "0; url=/login?error=TooMany"]);
    expect(Number(back.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await knock("GET", "session")).status).toBe(200);
  });
});
