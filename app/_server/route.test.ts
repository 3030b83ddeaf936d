import { NextRequest } from "next/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { AuditSubject } from "@/lib/domain/audit/audit-entry";
import { AppError } from "@/lib/domain/errors";

vi.mock("server-only", () => ({}));
const publish = vi.hoisted(() => vi.fn());
const [secret, older] = ["s".repeat(40), "o".repeat(40)] as [string, string];
const environment = { NEXTAUTH_URL: "https://holdfast.example", NEXTAUTH_SECRET: [secret, older] };
const append = vi.hoisted(() => vi.fn());
const count = vi.hoisted(() => vi.fn());
const forget = vi.fn();
const wired = {
  ...{ environment, metrics: { publish }, audit: { append } },
  ...{ limits: { acts: { count } }, shared: { forget } },
};
vi.mock("./services", () => ({ services: () => wired }));
const requireRole = vi.hoisted(() => vi.fn());
const whoIsAsking = vi.hoisted(() => vi.fn());
vi.mock("./session", () => ({ requireRole, whoIsAsking }));
const { act, route } = await import("./route");
const { pageToken } = await import("./own-page");

const OLGA = { id: 7, login: "olga", name: "Olga", role: "operator", signedInAt: 1_800_000_000_000 };
const JSON_BODY = { "content-type": "application/json" };
const tokenOf = (owner: { id: number; signedInAt: number }) => ({
  "x-holdfast-page-token": pageToken(environment, owner),
});
const OWN = { origin: "https://holdfast.example", ...JSON_BODY, ...tokenOf(OLGA) };
const spec = { action: "view" as const, input: z.object({ id: z.string(), count: z.coerce.number().default(1) }) };
const params = (values: Record<string, string> = { id: "1" }) => ({ params: Promise.resolve(values) });
const request = (init: { method?: string; headers?: Record<string, string>; body?: string } = {}, query = "") =>
  new NextRequest(`https://holdfast.example/api/things/1${query}`, init);

async function answer(response: Promise<Response>) {
  const settled = await response;
  return { status: settled.status, body: await settled.json() };
}

describe("a route handler", () => {
  beforeEach(() => {
    requireRole.mockReset().mockResolvedValue(OLGA);
    vi.spyOn(console, "error").mockReturnValue();
    vi.spyOn(console, "info").mockReturnValue();
  });

  test("gets query, body and path as one checked input; the path wins", async () => {
    const seen = vi.fn().mockResolvedValue({ fine: true });
    const post = { method: "POST", headers: OWN, body: JSON.stringify({ id: "forged", count: "7" }) };
    expect(await answer(route(spec, seen)(request(post), params()))).toEqual({ status: 200, body: { fine: true } });
    expect(seen.mock.calls[0]?.[0].input).toEqual({ id: "1", count: 7 });
  });

  test("counts an answer of 500 and above for its alarm, and no refusal", async () => {
    publish.mockReset().mockRejectedValue(new AppError("aws-unreachable", { service: "CloudWatch", detail: "no" }));
    vi.spyOn(console, "warn").mockReturnValue();
    const failing = (code: "aws-denied" | "not-found") => () => Promise.reject(new AppError(code));
    expect((await answer(route(spec, failing("not-found"))(request(), params()))).status).toBe(404);
    expect(publish).not.toHaveBeenCalled();
    expect((await answer(route(spec, failing("aws-denied"))(request(), params()))).status).toBe(502);
    expect(publish.mock.calls[0]?.[0]).toMatchObject([{ name: "ConsoleErrors", value: 1 }]);
  });

  test("does nothing before the role is known", async () => {
    requireRole.mockRejectedValue(new AppError("not-signed-in"));
    const run = vi.fn();
    expect((await answer(route(spec, run)(request(), params()))).status).toBe(401);
    requireRole.mockRejectedValue(new AppError("not-allowed", { role: "viewer", action: "view", needed: "operator" }));
    expect((await answer(route(spec, run)(request(), params()))).status).toBe(403);
    expect(run).not.toHaveBeenCalled();
  });

  const { origin: _, ...nowhere } = OWN;
  test.each<[string, Record<string, string>]>([
    ["origin-refused", { ...OWN, origin: "https://evil.example" }],
    ["origin-refused", nowhere],
    ["origin-refused", { ...OWN, origin: "null" }],
    ["origin-refused", { ...OWN, "sec-fetch-site": "cross-site" }],
    ["origin-refused", { ...OWN, "sec-fetch-site": "same-site" }],
    ["origin-refused", { ...OWN, "sec-fetch-site": "none" }],
    ["token-refused", { origin: OWN.origin, ...JSON_BODY }],
    ["token-refused", { ...OWN, "x-holdfast-page-token": "" }],
    ["token-refused", { ...OWN, ...tokenOf({ ...OLGA, id: 8 }) }],
    ["token-refused", { ...OWN, ...tokenOf({ ...OLGA, signedInAt: OLGA.signedInAt + 1 }) }],
  ])("refuses a change that does not come from a page of this session: %s %j", async (code, headers) => {
    const run = vi.fn();
    const { status, body } = await answer(route(spec, run)(request({ method: "POST", headers }), params()));
    expect([status, body.code]).toEqual([403, code]);
    expect(run).not.toHaveBeenCalled();
  });

  test("takes the token of a page that was opened before the session secret was exchanged", async () => {
    const page = { "x-holdfast-page-token": pageToken({ ...environment, NEXTAUTH_SECRET: [older] }, OLGA) };
    const post = { method: "POST", headers: { ...OWN, ...page, "sec-fetch-site": "same-origin" } };
    expect((await answer(route(spec, async () => 1)(request(post), params()))).status).toBe(200);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("takes JSON and nothing else: %s", async (type) => {
    const post = { method: "POST", headers: { ...OWN, "content-type": type }, body: "{}" };
    const { status, body } = await answer(route(spec, vi.fn())(request(post), params()));
    expect([status, body.code]).toEqual([415, "not-json"]);
  });

  test("stops reading a body at a mebibyte, whatever length it claims", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const address = "https://holdfast.example/api/things/1";
    const post = new NextRequest(address, { method: "POST", headers: OWN, body: endless, duplex: "half" });
    const { status, body } = await answer(route(spec, vi.fn())(post, params()));
    expect([status, body.code]).toEqual([413, "body-too-large"]);
    expect(sent).toBeLessThan(2 * 1024 * 1024);
  });

  test("names the field that is wrong", async () => {
    const { status, body } = await answer(route(spec, vi.fn())(request({}, "?count=x"), params()));
    expect(status).toBe(400);
    expect(body.message).toMatch(/count/);
  });

  test.each(["[1]", "{ half", '"text"'])("refuses a body that is no JSON object: %s", async (body) => {
    const post = { method: "POST", headers: OWN, body };
    expect((await answer(route(spec, vi.fn())(request(post), params()))).body.code).toBe("input-invalid");
  });

  test("answers an error of ours with its sentence, hint, status and a reference that the log has too", async () => {
    const run = vi.fn().mockRejectedValue(new AppError("aws-unreachable", { service: "ECS", detail: "refused" }));
    const { status, body } = await answer(route(spec, run)(request(), params()));
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: "aws-unreachable", message: "ECS does not answer: refused" });
    expect(vi.mocked(console.error).mock.lastCall?.[0]).toContain(body.reference);
  });

  test("never shows what a stranger's error says, and logs it without secrets", async () => {
    const run = vi.fn().mockRejectedValue(new TypeError("failed with ghs_abcdefghijklmnop"));
    const { status, body } = await answer(route(spec, run)(request(), params()));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("ghs_");
    const logged = String(vi.mocked(console.error).mock.lastCall?.[0]);
    expect(logged).toContain("failed with [removed]");
  });
});

describe("an act", () => {
  const acting = {
    action: "stop a run" as const,
    input: z.object({ id: z.string() }),
    about: ({ id }: { id: string }) => ({ about: id }),
  };
  const post = (headers: Record<string, string> = OWN) => request({ method: "POST", headers });
  const told = () =>
    append.mock.calls.map(([{ phase, result, code }]) => [phase, result, code].filter(Boolean).join(" "));
  /** Refusals are told once a minute of each person. */
  let person = 100;

  beforeEach(() => {
    person++;
    append.mockReset().mockResolvedValue({});
    count.mockReset();
    requireRole.mockReset().mockResolvedValue(OLGA);
    whoIsAsking.mockReset().mockResolvedValue({ ...OLGA, id: person });
    vi.spyOn(console, "error").mockReturnValue();
    vi.spyOn(console, "info").mockReturnValue();
  });

  test("is told before and after: who, from where, about what, and with the reference", async () => {
    const run = vi.fn(async () => {
      expect(told()).toEqual(["intent"]);
      return { fine: true };
    });
    const headers = { ...OWN, "x-forwarded-for": "6.6.6.6, 203.0.113.9" };
    const { status } = await answer(act({ ...acting, done: () => ({ about: "more" }) }, run)(post(headers), params()));
    expect([status, told()]).toEqual([200, ["intent", "outcome done"]]);
    const [intent, outcome] = append.mock.calls.map(([note]) => note);
    const actor = { kind: "person", id: 7, login: "olga", role: "operator" };
    expect(intent).toMatchObject({ action: "stop a run", actor, address: "203.0.113.9", about: "1" });
    expect(outcome).toMatchObject({ about: "more", request: intent.request });
  });

  test("makes what others were shown before be read again, after it was done", async () => {
    forget.mockClear();
    const run = vi.fn(async () => expect(forget).not.toHaveBeenCalled());
    await answer(act(acting, run)(post(), params()));
    expect([run.mock.calls.length, forget.mock.calls.length]).toEqual([1, 1]);
  });

  test("that cannot be told is not done", async () => {
    append.mockRejectedValue(new AppError("audit-not-written", { action: "stop a run", detail: "no" }));
    const run = vi.fn();
    const { status, body } = await answer(act(acting, run)(post(), params()));
    expect([status, body.code]).toEqual([503, "audit-not-written"]);
    expect(run).not.toHaveBeenCalled();
  });

  test("whose outcome cannot be told was done: the log has it", async () => {
    append
      .mockResolvedValueOnce({})
      .mockRejectedValueOnce(new AppError("audit-not-written", { action: "x", detail: "no" }));
    expect((await answer(act(acting, async () => ({}))(post(), params()))).status).toBe(200);
    expect(vi.mocked(console.error).mock.lastCall?.[0]).toContain("audit-not-written");
  });

  test.each([
    ["refused", "run-ended"],
    ["failed", "aws-unreachable"],
  ] as const)("that was %s is told with its code", async (result, code) => {
    const run = () => Promise.reject(new AppError(code, { run: "1", state: "done", service: "ECS", detail: "no" }));
    const { body } = await answer(act(acting, run)(post(), params()));
    expect(told()).toEqual(["intent", `outcome ${result} ${code}`]);
    expect(append.mock.calls[0]?.[0].request).toBe(body.reference);
  });

  test("of somebody who may not is refused and told, once a minute", async () => {
    const refuse = async (action: string) => {
      if (action === "view") return OLGA;
      throw new AppError("not-allowed", { role: "viewer", action, needed: "operator" });
    };
    requireRole.mockImplementation(refuse);
    const run = vi.fn();
    for (let time = 0; time < 3; time++) expect((await answer(act(acting, run)(post(), params()))).status).toBe(403);
    expect(told()).toEqual(["event refused not-allowed"]);
    expect(run).not.toHaveBeenCalled();
  });

  test("from another site is refused and told; of nobody at all it is refused alone", async () => {
    requireRole.mockResolvedValue({ ...OLGA, id: person });
    const run = vi.fn();
    expect((await answer(act(acting, run)(post({ ...OWN, origin: "https://evil.example" }), params()))).status).toBe(
      403,
    );
    expect(told()).toEqual(["event refused origin-refused"]);
    append.mockClear();
    requireRole.mockRejectedValue(new AppError("not-signed-in"));
    expect((await answer(act(acting, run)(post(), params()))).status).toBe(401);
    expect([told(), run.mock.calls]).toEqual([[], []]);
  });

  test("too many in a short time are refused, told, and say how long to wait; another site uses up nothing", async () => {
    requireRole.mockResolvedValue({ ...OLGA, id: person });
    const run = vi.fn();
    await act(acting, run)(post({ ...OWN, origin: "https://evil.example" }), params());
    expect(count).not.toHaveBeenCalled();
    count.mockImplementation(() => {
      throw new AppError("too-many-requests", { what: "changes", seconds: 12 });
    });
    person++;
    requireRole.mockResolvedValue({ ...OLGA, id: person });
    append.mockClear();
    const own = { ...OWN, ...tokenOf({ ...OLGA, id: person }) };
    const response = await act(acting, run)(post(own), params());
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "12"]);
    expect(await response.json()).toMatchObject({ hint: expect.stringContaining("Wait 12 s") });
    expect(count.mock.lastCall?.[0]).toBe(String(person));
    expect(told()).toEqual(["event refused too-many-requests"]);
    expect(run).not.toHaveBeenCalled();
  });

  test("whose action takes reading is decided before it is begun", async () => {
    const run = vi.fn().mockResolvedValue({});
    const besides = async () => "delete or publish a restored repository" as const;
    await act({ ...acting, besides }, run)(post(), params());
    expect(requireRole.mock.calls.map(([action]) => action)).toEqual([
      "view",
      "stop a run",
      "delete or publish a restored repository",
    ]);
    expect(append.mock.calls[0]?.[0].action).toBe("delete or publish a restored repository");
  });

  test("is told with what had to be read for it, before and after", async () => {
    const approval = { id: "20260101T000000Z-aaaaaa", asked_by: { id: 7, login: "olga" } };
    await act({ ...acting, more: async () => ({ approval }) as AuditSubject }, vi.fn())(post(), params());
    expect(append.mock.calls.map(([note]) => [note.phase, note.approval, note.about])).toEqual([
      ["intent", approval, "1"],
      ["outcome", approval, "1"],
    ]);
  });

  test("that only somebody who has the role now may do asks for it now", async () => {
    await act({ ...acting, fresh: true }, vi.fn())(post(), params());
    expect(requireRole.mock.calls.at(-1)).toEqual(["stop a run", { fresh: true }]);
  });
});
