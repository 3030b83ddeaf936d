import { NextRequest } from "next/server";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { TokenScope } from "@/lib/domain/api-token/token-scope";
import { NOBODY_ELSE } from "@/lib/domain/approval/two-people";
import { AppError } from "@/lib/domain/errors";
import type { Act, Action } from "@/lib/domain/role";
import { revokeToken } from "@/lib/operations/api-tokens/end-token";
import { makeToken } from "@/lib/operations/api-tokens/make-token";
import { TokenUses } from "@/lib/operations/api-tokens/recognise-token";
import { RateLimit } from "@/lib/operations/rate-limit";
import { SharedAnswers } from "@/lib/operations/shared-answers";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { INES, OMAR } from "@/lib/testing/people";

vi.mock("server-only", () => ({}));
const append = vi.hoisted(() => vi.fn());
const wired = vi.hoisted(() => ({}) as Record<string, unknown>);
vi.mock("./services", () => ({ services: () => wired }));
vi.mock("./session", () => ({ requireRole: vi.fn(), whoIsAsking: vi.fn() }));
const { act, route } = await import("./route");

let records: MemoryObjectStore;
beforeEach(() => {
  records = new MemoryObjectStore("records");
  append.mockReset().mockResolvedValue({});
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(console, "info").mockReturnValue();
  const limit = () => new RateLimit("requests", 5, 100);
  const limits = { acts: limit(), lookups: new RateLimit("requests", 12, 100), tokens: limit() };
  Object.assign(wired, {
    shared: new SharedAnswers(0, Date.now),
    ...{ records, limits, audit: { append }, tokenUses: new TokenUses(records), metrics: { publish: vi.fn() } },
    environment: { NEXTAUTH_URL: "https://holdfast.example", NEXTAUTH_SECRET: ["s".repeat(40)] },
  });
});

const make = async (by = OMAR, scope: TokenScope = "operate") =>
  makeToken({ records, twoPeople: NOBODY_ELSE }, { name: "nightly", scope, days: 30 }, by, new Date());

async function ask(
  token: string | undefined,
  action: Action,
  headers: Record<string, string> = {},
  address = "192.0.2.1",
) {
  const asking = new NextRequest("https://holdfast.example/api/v1/things", {
    method: action === "view" ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": address,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(action === "view" ? {} : { body: "{}" }),
  });
  const input = z.object({});
  const run = vi.fn(async ({ session }: { session: object }) => ({ session }));
  const handler =
    action === "view" ? route({ action, input }, run) : act({ action: action as Act, input, about: () => ({}) }, run);
  const answer = await handler.byToken(asking, { params: Promise.resolve({}) });
  const body = await answer.json();
  return {
    status: answer.status,
    code: body.code,
    body,
    ran: run.mock.calls.length,
    retry: answer.headers.get("retry-after"),
  };
}

const told = () => append.mock.calls.map(([note]) => note);

test("comes in as its maker, with the token's name, from any origin and without a page's token", async () => {
  const { token, row } = await make();
  const { status, body } = await ask(token, "start a backup", { origin: "https://anywhere.example" });
  expect(status).toBe(200);
  const { id, name, scope } = row;
  expect(body.session).toMatchObject({ id: OMAR.id, login: "omar", role: "operator", token: { id, name, scope } });
  const actor = { kind: "person", id: OMAR.id, login: "omar", role: "operator", token: { id, name } };
  expect(told()).toMatchObject([
    { phase: "intent", action: "start a backup", actor },
    { phase: "outcome", result: "done", actor },
  ]);
});

test("is refused beyond its scope, which is told; and for what is for people, whatever its scope", async () => {
  const { token } = await make(OMAR, "read");
  expect(await ask(token, "view")).toMatchObject({ status: 200 });
  expect(await ask(token, "start a backup")).toMatchObject({ status: 403, code: "api-token-scope", ran: 0 });
  expect(told()).toMatchObject([
    { phase: "event", result: "refused", action: "start a backup", code: "api-token-scope" },
  ]);
  const all = await make(INES, "admin");
  for (const action of ["approve a plan", "make an API token", "sign out everywhere"] as const)
    expect(await ask(all.token, action)).toMatchObject({ status: 403, code: "api-token-not-here", ran: 0 });
});

test.each([
  ["nothing", {} as Record<string, string>],
  ["a session alone", { cookie: "next-auth.session-token=x" }],
  ["basic credentials", { authorization: "Basic aGZfOng=" }],
  ["an empty token", { authorization: "Bearer " }],
  ["a very long one", { authorization: `Bearer hf_${"a".repeat(5000)}` }],
])("asks for a token when it is sent %s", async (_, headers) => {
  expect(await ask(undefined, "view", headers)).toMatchObject({ status: 401, code: "api-token-missing", ran: 0 });
});

test.each([
  "next-auth.session-token=x",
  "a=b; __Secure-next-auth.session-token=x",
  "next-auth.session-token.0=x; next-auth.session-token.1=y",
])("refuses a token that comes with a session: %s", async (cookie) => {
  const { token } = await make();
  expect(await ask(token, "view", { cookie })).toMatchObject({ status: 400, code: "two-credentials", ran: 0 });
  expect(await ask(token, "view", { cookie: "theme=dark; not-next-auth.session-token=x" })).toMatchObject({
    status: 200,
  });
});

test("a token that was revoked is refused with the next request; a script that goes on asking is told of once", async () => {
  const { token, row } = await make();
  await revokeToken({ records }, row.id, OMAR, new Date());
  for (let time = 0; time < 3; time++)
    expect(await ask(token, "view")).toMatchObject({ status: 401, code: "api-token-revoked", ran: 0 });
  expect(told()).toMatchObject([{ action: "use an API token", result: "refused", code: "api-token-revoked" }]);
  expect(JSON.stringify(told())).not.toContain(token.slice(20));
});

test("guesses leave nothing in the trail, and after some the address has to wait", async () => {
  const codes: string[] = [];
  for (let time = 0; time < 14; time++) codes.push((await ask("hf_aaaaaaaaaaaa_x", "view")).code);
  expect(codes.slice(0, 12)).toEqual(Array(12).fill("api-token-invalid"));
  expect(codes.at(-1)).toBe("too-many-requests");
  expect(told()).toEqual([]);
  const { token } = await make();
  expect(await ask(token, "view", {}, "192.0.2.99")).toMatchObject({ status: 200 });
});

test("one token may ask so often and not more often, and is told how long to wait", async () => {
  const [one, other] = [await make(), await make()];
  for (let time = 0; time < 5; time++) expect((await ask(one.token, "view")).status).toBe(200);
  expect(await ask(one.token, "view")).toMatchObject({ status: 429, code: "too-many-requests", ran: 0 });
  expect((await ask(one.token, "view", {}, "192.0.2.2")).retry).toMatch(/^\d+$/);
  expect((await ask(other.token, "view")).status).toBe(200);
});

test("nobody comes in while the records are away", async () => {
  const { token } = await make();
  records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "no" });
  expect(await ask(token, "view")).toMatchObject({ status: 503, code: "storage-unreachable", ran: 0 });
});
