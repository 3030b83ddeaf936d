// A server that is not GitHub, and notes what it is sent: no credentials may ever be among it.
import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "../shared/listen";

export interface Eavesdropper {
  url: string;
  /** Of each request: method, path and the header that must not be there. */
  heard: { method: string; path: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

export async function startEavesdropper(): Promise<Eavesdropper> {
  const heard: Eavesdropper["heard"] = [];
  const server = createServer((req, res) => {
    heard.push({ method: req.method ?? "", path: req.url ?? "", authorization: req.headers.authorization });
    res.writeHead(200, { "content-type": "application/json" }).end('{"total_count":0,"repositories":[]}');
  });
  const url = await listenOnLoopback(server, 0, "a stranger");
  return { url, heard, close: () => closeServer(server) };
}
