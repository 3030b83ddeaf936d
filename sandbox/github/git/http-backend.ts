import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { gitExecPath } from "./git-process";

const LONGEST_HEADER = 64 * 1024;
/** Enough to see whether git's last words told the client of the error. */
const TAIL = 1024;

export interface Backends {
  /** Lets `git http-backend` answer `req`. Resolves when the response has ended one way or the other. */
  run(environment: NodeJS.ProcessEnv, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Kills those running. */
  close(): Promise<void>;
}

/**
 * Runs one `git http-backend` a request, streaming both ways with backpressure. A client that goes takes its process
 * along; a process that dies after the response began takes the connection along, so that half an answer never looks
 * like a whole one.
 */
export async function openBackends(): Promise<Backends> {
  const program = path.join(await gitExecPath(), "git-http-backend");
  const running = new Set<ChildProcess>();
  return {
    async run(environment, req, res) {
      // Its own process group: http-backend has children (pack-objects, index-pack) that must go with it.
      const child = spawn(program, {
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
        env: { ...environment, ...requestVariables(req) },
      });
      running.add(child);
      const closed = once(child, "close") as Promise<[number | null]>;
      // An error of the process itself (it could not start) reaches us here; "close" follows.
      child.once("error", (error) => child.stdout.destroy(error));
      const kill = () => killGroup(child);
      res.once("close", kill);
      // The client may have left before there was anybody to notice; its request would never end for the process.
      if (res.closed || req.destroyed) kill();
      sendRequest(req, child);
      const said = collectErrors(child);
      try {
        const finished = await relay(child, res);
        const [code] = await closed;
        if (code === 0 || finished === "told") res.end();
        else if (res.headersSent) res.destroy();
        else fail(res, said());
      } catch (error) {
        kill();
        res.destroy();
        if (!res.closed && !req.destroyed) throw error;
      } finally {
        res.off("close", kill);
        running.delete(child);
      }
    },
    async close() {
      const ends = [...running].map((child) => once(child, "close"));
      for (const child of running) killGroup(child);
      await Promise.all(ends);
    },
  };
}

/** What CGI says of the request. Without a length git reads to the end, which is how chunked bodies come in. */
function requestVariables(req: IncomingMessage): Record<string, string> {
  const { headers } = req;
  return {
    REQUEST_METHOD: req.method ?? "GET",
    REMOTE_ADDR: "127.0.0.1",
    CONTENT_TYPE: headers["content-type"] ?? "",
    ...(headers["content-length"] ? { CONTENT_LENGTH: headers["content-length"] } : {}),
    ...(headers["content-encoding"] ? { HTTP_CONTENT_ENCODING: headers["content-encoding"] } : {}),
    ...(typeof headers["git-protocol"] === "string" ? { GIT_PROTOCOL: headers["git-protocol"] } : {}),
  };
}

function sendRequest(req: IncomingMessage, child: ChildProcess): void {
  const { stdin } = child;
  if (!stdin) return;
  // Git may stop reading early, having seen enough to refuse: the rest is read here so that the answer gets through.
  stdin.on("error", () => {
    req.unpipe(stdin);
    req.resume();
  });
  req.pipe(stdin);
}

/** Sends what the process prints. "told" when git's last words already told the client of an error. */
async function relay(child: ChildProcess, res: ServerResponse): Promise<"told" | "done"> {
  let header = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  const send = async (bytes: Buffer) => {
    tail = Buffer.concat([tail, bytes]).subarray(-TAIL);
    if (bytes.length > 0 && !res.write(bytes)) await drained(res);
  };
  for await (const chunk of (child.stdout ?? []) as AsyncIterable<Buffer>) {
    if (res.destroyed) break;
    if (res.headersSent) {
      await send(chunk);
      continue;
    }
    header = Buffer.concat([header, chunk]);
    const end = header.indexOf("\r\n\r\n");
    if (end < 0 && header.length > LONGEST_HEADER) throw new Error("git http-backend answered without a header");
    if (end < 0) continue;
    writeHead(res, header.subarray(0, end).toString("latin1"));
    await send(header.subarray(end + 4));
  }
  return /[0-9a-f]{4}ERR /.test(tail.toString("latin1")) ? "told" : "done";
}

function writeHead(res: ServerResponse, header: string): void {
  let status = 200;
  const fields: [string, string][] = [];
  for (const line of header.split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else fields.push([name, value]);
  }
  res.writeHead(status, Object.fromEntries(fields));
}

function fail(res: ServerResponse, said: string): void {
  res.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
  res.end(said || "git failed");
}

/** The last lines the process printed to its standard error; git's progress goes another way. */
function collectErrors(child: ChildProcess): () => string {
  const last: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
    });
  }
  return () => last.join("\n");
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // Gone in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Resolves when the client has taken what is buffered, or has gone. Leaves no listener behind. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off("drain", done).off("close", done);
      resolve();
    };
    res.on("drain", done).on("close", done);
  });
}
