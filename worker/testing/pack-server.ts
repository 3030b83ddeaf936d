// A git server with protocol v2 over real HTTP that serves exactly the refs and the pack it is given, sound or not.
import { createServer, type Server } from "node:http";
import type { Ref } from "@/lib/domain/refs";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import { FLUSH, pktLine } from "../git-wire/pkt-line";

export interface Served {
  objectFormat: "sha1" | "sha256";
  refs: Ref[];
  pack: Buffer;
  /** Awaited when so much of the pack has been sent. */
  halfway?: () => Promise<void>;
}

/** Bytes of pack in one side-band packet. */
const SLICE_BYTES = 8 * 1024;

export class PackServer {
  private readonly server: Server;
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async start(served: Served): Promise<PackServer> {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk.toString("latin1");
      const advertises = request.url?.includes("/info/refs");
      const kind = advertises ? "advertisement" : "result";
      response.writeHead(200, { "content-type": `application/x-git-upload-pack-${kind}` });
      if (advertises) response.end(capabilities(served));
      else if (body.includes("command=ls-refs")) response.end(listed(served));
      else {
        const { pack, halfway } = served;
        response.write(pktLine("packfile\n"));
        for (let at = 0; at < pack.length && !response.destroyed; at += SLICE_BYTES) {
          if (at >= pack.length / 2 && at - SLICE_BYTES < pack.length / 2) await halfway?.();
          response.write(pktLine(Buffer.concat([Buffer.from([1]), pack.subarray(at, at + SLICE_BYTES)])));
        }
        response.end(FLUSH);
      }
    });
    return new PackServer(server, await listenOnLoopback(server, 0, "the pack server"));
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}

function capabilities({ objectFormat }: Served): Buffer {
  const lines = ["version 2\n", "ls-refs=unborn\n", "fetch\n", `object-format=${objectFormat}\n`];
  return Buffer.concat([...lines.map(pktLine), FLUSH]);
}

function listed({ refs }: Served): Buffer {
  return Buffer.concat([...refs.map(({ oid, name }) => pktLine(`${oid} ${name}\n`)), FLUSH]);
}
