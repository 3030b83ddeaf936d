import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Faults } from "./faults";

const BODY = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
let server: Server;
let faults: Faults;
let handled: number;

beforeEach(async () => {
  faults = new Faults();
  handled = 0;
  server = createServer(async (req, res) => {
    if (await faults.handleAdmin(req, res)) return;
    if ((await faults.intercept(req, res, "Read")) === "handled") return;
    handled += 1;
    if (req.url === "/whole") return void res.end(BODY);
    if (req.url === "/written")
      return void res.writeHead(200, { "content-length": BODY.length, link: "<here>" }).end(BODY);
    if (req.url === "/echo") return void (await pipeline(req, res));
    if (req.url === "/sized") res.setHeader("content-length", BODY.length);
    await pipeline(Readable.from(slices(BODY, 7_000)), res).catch(() => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  server.close();
  server.closeAllConnections();
});

describe("a fault", () => {
  it("of kind status answers in place of the handler", async () => {
    faults.add({ action: { kind: "status", status: 503, body: '{"a":1}', headers: { "retry-after": "7" } } });
    const answer = await get("/");
    expect(answer).toMatchObject({ status: 503, body: Buffer.from('{"a":1}'), ended: "cleanly" });
    expect(answer.headers).toMatchObject({ "retry-after": "7", "content-type": "application/json; charset=utf-8" });
    expect(handled).toBe(0);
  });

  it("of kind status may answer with bytes that are no text", async () => {
    const bytes = Buffer.from([0, 255, 10, 128]);
    faults.add({ action: { kind: "status", status: 200, body: bytes.toString("base64"), base64: true } });
    expect((await get("/")).body).toEqual(bytes);
  });

  it("of kind reset without afterBytes happens before the request is handled", async () => {
    faults.add({ action: { kind: "reset" } });
    await expect(get("/")).rejects.toThrow(/ECONNRESET|hang up/);
    expect(handled).toBe(0);
  });

  it.each([0, 1, 7_000, 123_456])("of kind reset lets exactly %i bytes of the answer through", async (afterBytes) => {
    faults.add({ action: { kind: "reset", afterBytes } });
    const answer = await get("/");
    expect(answer.ended).toMatch(/ECONNRESET|aborted/);
    expect(answer.body.equals(BODY.subarray(0, afterBytes))).toBe(true);
    expect(handled).toBe(1);
  });

  it.each([0, 1, 123_456])(
    "of kind truncate looks like a complete answer of %i bytes when chunked",
    async (afterBytes) => {
      faults.add({ action: { kind: "truncate", afterBytes } });
      const answer = await get("/");
      expect(answer.ended).toBe("cleanly");
      expect(answer.body.equals(BODY.subarray(0, afterBytes))).toBe(true);
    },
  );

  it("of kind truncate closes the connection short of a promised length", async () => {
    faults.add({ action: { kind: "truncate", afterBytes: 1000 } });
    const answer = await get("/sized");
    expect(answer).toMatchObject({ ended: "aborted", headers: { "content-length": String(BODY.length) } });
    expect(answer.body.length).toBe(1000);
  });

  it("of kind stall holds the body and then goes on without losing a byte", async () => {
    faults.add({ action: { kind: "stall", afterBytes: 50_000, ms: 150 } });
    const began = Date.now();
    const answer = await get("/");
    expect(answer.body.equals(BODY)).toBe(true);
    expect(Date.now() - began).toBeGreaterThanOrEqual(140);
  });

  it("of kind stall without an end waits for the client to leave", async () => {
    faults.add({ action: { kind: "stall" } });
    await expect(get("/", { patience: 80 })).rejects.toThrow(/patience/);
    faults.add({ action: { kind: "stall", afterBytes: 10 } });
    const answer = await get("/", { patience: 80 });
    expect(answer).toMatchObject({ ended: "aborted", body: BODY.subarray(0, 10) });
    expect(handled).toBe(1);
  });

  it.each(["reset", "stall"] as const)(
    "of kind %s, handled, lets the request be done and sends nothing",
    async (kind) => {
      faults.add({ action: { kind, handled: true } });
      await expect(get("/sized", { patience: 500 })).rejects.toThrow(/ECONNRESET|hang up|patience/);
      expect(handled).toBe(1);
    },
  );

  it("of kind headers replaces and loses headers of the answer", async () => {
    faults.add({ action: { kind: "headers", set: { "Content-Length": null, link: "<elsewhere>" } } });
    const { headers, body } = await get("/written");
    expect(headers).toMatchObject({ link: "<elsewhere>", "transfer-encoding": "chunked" });
    expect(headers).not.toHaveProperty("content-length");
    expect(body.equals(BODY)).toBe(true);
  });

  it("of kind delay handles the request later", async () => {
    faults.add({ action: { kind: "delay", ms: 100 } });
    const began = Date.now();
    expect((await get("/")).body.equals(BODY)).toBe(true);
    expect(Date.now() - began).toBeGreaterThanOrEqual(90);
  });

  it("of kind corrupt flips one bit and leaves the handler's buffer alone", async () => {
    const before = Buffer.from(BODY);
    faults.add({ action: { kind: "corrupt", atByte: 70_001 } });
    const answer = await get("/whole");
    const different = [...answer.body.keys()].filter((at) => answer.body[at] !== BODY[at]);
    expect(different).toEqual([70_001]);
    expect(BODY.equals(before)).toBe(true);
    expect(answer.headers["content-length"]).toBe(String(BODY.length));
  });

  it("of kind slow lets the body trickle, complete", async () => {
    faults.add({ action: { kind: "slow", bytesPerSecond: 1_000_000 } });
    const began = Date.now();
    expect((await get("/")).body.equals(BODY)).toBe(true);
    expect(Date.now() - began).toBeGreaterThan(200);
  });

  it("never strikes the body that an answer to HEAD does not have", async () => {
    faults.add({ action: { kind: "corrupt", atByte: 0 } });
    expect(await get("/sized", { method: "HEAD" })).toMatchObject({ status: 200, ended: "cleanly" });
  });
});

describe("a rule", () => {
  it("lets the first matches pass, strikes so many times, then rests", async () => {
    const { id } = faults.add({ action: { kind: "status", status: 500 }, skip: 1, times: 2 });
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push((await get("/")).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(faults.list()).toMatchObject([{ id, hits: 2 }]);
  });

  it("of kind watch counts, and the rules behind it strike", async () => {
    faults.add({ id: "watch", match: { path: "^/a" }, action: { kind: "watch" }, times: 0 });
    faults.add({ id: "strike", action: { kind: "status", status: 500 }, times: 1 });
    expect([(await get("/a")).status, (await get("/a")).status, (await get("/b")).status]).toEqual([500, 200, 200]);
    expect(faults.list().map(({ id, hits }) => [id, hits])).toEqual([
      ["watch", 2],
      ["strike", 1],
    ]);
  });

  it.each([
    ["plain", (text: string) => Buffer.from(text), {}],
    ["gzipped", (text: string) => gzipSync(text), { "content-encoding": "gzip" }],
  ])("looks at the beginning of a %s body, and the handler still gets all of it", async (_, packed, headers) => {
    faults.add({ match: { body: "command=fetch" }, action: { kind: "status", status: 500 }, times: 0 });
    const ask = (text: string) => get("/echo", { method: "POST", body: packed(text), headers });
    expect((await ask(`command=fetch ${"x".repeat(200_000)}`)).status).toBe(500);
    const other = packed(`command=ls-refs ${"x".repeat(200_000)}`);
    const answer = await get("/echo", { method: "POST", body: other, headers });
    expect(answer.status).toBe(200);
    expect(answer.body.equals(other)).toBe(true);
    expect((await get("/whole")).status).toBe(200);
  });

  it("strikes until cleared when times is 0, and only what it matches", async () => {
    faults.add({ match: { method: "get", path: "^/a\\?x=1$" }, action: { kind: "status", status: 500 }, times: 0 });
    faults.add({ match: { operation: "Write" }, action: { kind: "status", status: 501 }, times: 0 });
    expect((await get("/a?x=1")).status).toBe(500);
    expect((await get("/a?x=1")).status).toBe(500);
    expect((await get("/a?x=2")).status).toBe(200);
    faults.clear();
    expect((await get("/a?x=1")).status).toBe(200);
  });
});

describe("the admin endpoint", () => {
  it("adds, lists and takes away rules", async () => {
    const added = await post(JSON.stringify({ id: "mine", action: { kind: "delay", ms: 1 } }));
    expect(added.status).toBe(201);
    expect(JSON.parse((await get("/_sandbox/faults")).body.toString()).faults).toMatchObject([
      { id: "mine", times: 1 },
    ]);
    expect((await get("/_sandbox/faults/mine", { method: "DELETE" })).status).toBe(204);
    expect((await get("/_sandbox/faults/mine", { method: "DELETE" })).status).toBe(404);
    expect((await get("/_sandbox/faults", { method: "PUT" })).status).toBe(405);
  });

  it.each([
    ["no JSON", "{", "not a fault rule"],
    ["an unknown kind", '{"action":{"kind":"explode"}}', "action"],
    ["a way to spoil that is none", '{"action":{"kind":"spoil","how":"burn"}}', "action.how"],
    ["a wrong pattern", '{"match":{"path":"("},"action":{"kind":"reset"}}', "match.path: must be a regular expression"],
    ["an unknown field", '{"action":{"kind":"reset"},"after":3}', "after"],
  ])("refuses %s with a sentence", async (_, body, sentence) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString()).message).toContain(sentence);
    expect(faults.list()).toEqual([]);
  });
});

function* slices(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const post = (body: string) => get("/_sandbox/faults", { method: "POST", body });

/** One request on its own connection; `ended` says whether the body came to a proper end. */
async function get(
  path: string,
  options: { method?: string; body?: string | Buffer; patience?: number; headers?: Record<string, string> } = {},
) {
  const { port } = server.address() as AddressInfo;
  const { method = "GET", headers } = options;
  const sent = request({ port, path, method, headers, agent: false });
  // After the response began, its own error is the one to look at.
  sent.on("error", () => undefined);
  sent.end(options.body);
  const impatience = setTimeout(() => sent.destroy(new Error("patience ran out")), options.patience ?? 5_000);
  try {
    const [res] = (await once(sent, "response")) as [import("node:http").IncomingMessage];
    const chunks: Buffer[] = [];
    let ended = "cleanly";
    try {
      for await (const chunk of res) chunks.push(chunk as Buffer);
    } catch (error) {
      if (/patience/.test(String(error))) throw error;
      ended = String((error as Error).message);
    }
    return { status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks), ended };
  } finally {
    clearTimeout(impatience);
  }
}
