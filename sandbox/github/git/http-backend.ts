import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { gitExecPath } from "./git-process";
import { type GitJob, GitRunner } from "./git-runner";

const LONGEST_HEADER = 64 * 1024;
/** Enough to see whether git's last words told the client of the error. */
const TAIL = 1024;

export interface BackendRequest {
  directory: string;
  /** `git-upload-pack` of a POST is run directly; all else by `git http-backend`. */
  endpoint: "info/refs" | "git-upload-pack" | "git-receive-pack";
  environment: NodeJS.ProcessEnv;
}

export interface Backends {
  /** Lets git answer `req`. Resolves when the response has ended one way or the other. */
  run(request: BackendRequest, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Kills those running. */
  close(): Promise<void>;
}

/**
 * Runs one git a request, streaming both ways with backpressure. A client that goes takes its process along; a process
 * that dies after the response began takes the connection along, so that half an answer never looks like a whole one.
 */
export async function openBackends(): Promise<Backends> {
  const programs = await gitExecPath();
  const runner = await GitRunner.open();
  return {
    async run(request, req, res) {
      const direct = request.endpoint === "git-upload-pack";
      const job = await start(runner, programs, request, req);
      const kill = () => job.kill();
      res.once("close", kill);
      // The client may have left before there was anybody to notice; its request would never end for the process.
      if (res.closed || req.destroyed) kill();
      sendRequest(direct ? unpacked(req) : req, job);
      try {
        if (direct) writeUploadPackHead(res);
        const finished = await relay(job, res, direct);
        const { code, said } = await job.closed;
        if (code === 0 || finished === "told") res.end();
        else if (res.headersSent) res.destroy();
        else fail(res, said);
      } catch (error) {
        kill();
        res.destroy();
        if (!res.closed && !req.destroyed) throw error;
      } finally {
        res.off("close", kill);
        job.input.destroy();
        job.output.destroy();
      }
    },
    close: () => runner.close(),
  };
}

/** What `git http-backend` would run after some checks that have been made here; its own start costs as much again. */
function start(runner: GitRunner, programs: string, request: BackendRequest, req: IncomingMessage): Promise<GitJob> {
  const { directory, endpoint, environment } = request;
  const program = (name: string) => path.join(programs, name);
  if (endpoint === "git-upload-pack") {
    const env = { ...environment, ...protocolOf(req) };
    return runner.start(program("git-upload-pack"), ["--stateless-rpc", directory], env);
  }
  return runner.start(program("git-http-backend"), [], { ...environment, ...requestVariables(req) });
}

/** As `git http-backend` does: the answer has begun, whatever git says in it. */
function writeUploadPackHead(res: ServerResponse): void {
  res.writeHead(200, {
    expires: "Fri, 01 Jan 1980 00:00:00 GMT",
    pragma: "no-cache",
    "cache-control": "no-cache, max-age=0, must-revalidate",
    "content-type": "application/x-git-upload-pack-result",
  });
}

function unpacked(req: IncomingMessage): Readable {
  if (req.headers["content-encoding"] !== "gzip") return req;
  const gunzip = createGunzip();
  req.once("error", (error) => gunzip.destroy(error));
  return req.pipe(gunzip);
}

function protocolOf({ headers }: IncomingMessage): Record<string, string> {
  const version = headers["git-protocol"];
  return typeof version === "string" ? { GIT_PROTOCOL: version } : {};
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
    ...protocolOf(req),
  };
}

function sendRequest(body: Readable, { input }: GitJob): void {
  // Git may stop reading early, having seen enough to refuse: the rest is read here so that the answer gets through.
  input.on("error", () => {
    body.unpipe(input);
    body.resume();
  });
  // A body that cannot be unpacked ends git's input early, and git says so.
  body.once("error", () => input.end());
  body.pipe(input);
}

/** Sends what git prints. "told" when git's last words already told the client of the error. */
async function relay({ output }: GitJob, res: ServerResponse, headWritten: boolean): Promise<"told" | "done"> {
  let header: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  const send = async (bytes: Buffer) => {
    tail = bytes.length < TAIL ? Buffer.concat([tail, bytes]).subarray(-TAIL) : bytes.subarray(-TAIL);
    if (bytes.length > 0 && !res.write(bytes)) await drained(res);
  };
  for await (const chunk of output as AsyncIterable<Buffer>) {
    if (res.destroyed) break;
    if (headWritten || res.headersSent) {
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
