import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readBody, sendRequest } from "./http-request";

let server: Server;
let connections = 0;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends a request to a server with this handler, and reads the answer so that the connection is kept. */
async function serve(handler: RequestListener): Promise<() => Promise<string>> {
  connections = 0;
  server = createServer(handler).listen(0, "127.0.0.1");
  server.on("connection", () => {
    connections += 1;
  });
  await once(server, "listening");
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return async () => {
    const answer = await sendRequest(url, { method: "POST", headers: {}, body: Buffer.from("ask"), idleMs: 5000 });
    let text = "";
    for await (const chunk of readBody(answer, 5000)) text += Buffer.from(chunk).toString();
    return text;
  };
}

test("a kept connection that the server gave up costs nothing: the request goes out on another", async () => {
  const used = new WeakSet<Socket>();
  const ask = await serve((req, res) => {
    if (used.has(req.socket)) return void req.socket.destroy();
    used.add(req.socket);
    res.end("answered");
  });
  expect([await ask(), await ask(), await ask()]).toEqual(["answered", "answered", "answered"]);
  expect(connections).toBe(3);
});

test("a server that breaks new connections off is told as such, and asked once", async () => {
  const ask = await serve((req) => void req.socket.destroy());
  await expect(ask()).rejects.toMatchObject({ fault: "cut", message: "socket hang up" });
  expect(connections).toBe(1);
});
