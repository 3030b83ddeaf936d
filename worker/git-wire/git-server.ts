// A git server seen through protocol v2 over HTTP: what refs it has, and a pack of what is asked for, as a stream.
import type { RefAdvertisement } from "@/lib/domain/refs";
import { VERSION } from "@/lib/domain/version";
import { type GitHttpOptions, gitGet, gitPost } from "./git-http";
import { readRefs } from "./list-refs";
import { DELIMITER, FLUSH, pktLine } from "./pkt-line";
import { PktReader } from "./pkt-reader";
import { WireError } from "./wire-error";

export interface FetchRequest {
  wants: string[];
  /** Commits the reader has already; the pack is then thin and continues them. */
  haves?: string[];
  onProgress?: (text: string) => void;
}

export interface GitServerOptions extends GitHttpOptions {
  /** The repository's object format, where it is known: saves the request that asks for it. */
  objectFormat?: "sha1" | "sha256";
}

export class GitServer {
  private readonly url: string;
  private readonly options: GitServerOptions;
  private capabilities?: Map<string, string>;

  /** `url` is the clone URL without credentials. */
  constructor(url: string, options: GitServerOptions) {
    this.url = url.replace(/\/$/, "");
    this.options = options;
  }

  get objectFormat(): "sha1" | "sha256" {
    const told = this.capabilities?.get("object-format") ?? this.options.objectFormat;
    return told === "sha256" ? "sha256" : "sha1";
  }

  /** Every ref the server shows. @throws WireError */
  async listRefs(): Promise<RefAdvertisement> {
    const capabilities = await this.connect();
    const wanted = ["peel\n", "symrefs\n", ...(capabilities.get("ls-refs")?.includes("unborn") ? ["unborn\n"] : [])];
    const body = Buffer.concat([...this.command("ls-refs"), ...wanted.map(pktLine), FLUSH]);
    return readRefs(
      await gitPost(`${this.url}/git-upload-pack`, body, "git-upload-pack", this.options),
      this.objectFormat,
    );
  }

  /**
   * The pack as the server makes it. The stream ends only when the protocol's own end was seen and nothing came after
   * it: a clean end of the HTTP body alone proves nothing (a dying server ends it just so). @throws WireError
   */
  async *fetchPack(request: FetchRequest): AsyncGenerator<Buffer> {
    await this.connect();
    const haves = request.haves ?? [];
    const lines = [
      "ofs-delta\n",
      ...(request.onProgress ? [] : ["no-progress\n"]),
      ...(haves.length > 0 ? ["thin-pack\n"] : []),
      ...[...new Set(request.wants)].map((oid) => `want ${oid}\n`),
      ...haves.map((oid) => `have ${oid}\n`),
      "done\n",
    ];
    const body = Buffer.concat([...this.command("fetch"), ...lines.map(pktLine), FLUSH]);
    const reader = new PktReader(await gitPost(`${this.url}/git-upload-pack`, body, "git-upload-pack", this.options));
    try {
      await findPackSection(reader);
      yield* reader.sideBand(request.onProgress);
      await reader.drain();
    } finally {
      await reader.close();
    }
  }

  /** First contact: the server's capabilities, for the object format and for what `ls-refs` can do. */
  private async connect(): Promise<Map<string, string>> {
    if (this.options.objectFormat) return NOTHING_SPECIAL;
    this.capabilities ??= await readCapabilities(
      await gitGet(
        `${this.url}/info/refs?service=git-upload-pack`,
        "application/x-git-upload-pack-advertisement",
        this.options,
      ),
    );
    return this.capabilities;
  }

  private command(name: string): Buffer[] {
    return [
      pktLine(`command=${name}\n`),
      pktLine(`agent=holdfast/${VERSION}\n`),
      pktLine(`object-format=${this.objectFormat}\n`),
      DELIMITER,
    ];
  }
}

/** What every server with protocol v2 has: the requests are stateless, so one may ask without having been introduced. */
const NOTHING_SPECIAL = new Map<string, string>();

export async function readCapabilities(body: AsyncIterable<Uint8Array>): Promise<Map<string, string>> {
  const reader = new PktReader(body);
  try {
    return await capabilitiesIn(reader);
  } finally {
    await reader.close();
  }
}

async function capabilitiesIn(reader: PktReader): Promise<Map<string, string>> {
  let line = await readText(reader);
  // GitHub announces the service first, git's own http-backend does not; both are allowed.
  if (line?.startsWith("# service=")) {
    await reader.next();
    line = await readText(reader);
  }
  if (line !== "version 2") throw new WireError("protocol", "the server does not speak git's protocol version 2");
  const capabilities = new Map<string, string>();
  for (let text = await readText(reader); text !== undefined; text = await readText(reader)) {
    const [name = "", ...value] = text.split("=");
    capabilities.set(name, value.join("="));
  }
  await reader.drain();
  return capabilities;
}

/** Sections before the pack end with a delimiter; with `done` in the request there are no acknowledgments. */
export async function findPackSection(reader: PktReader): Promise<void> {
  for (;;) {
    const pkt = await reader.next();
    if (pkt.type === "delimiter") continue;
    if (pkt.type !== "data") throw new WireError("cut", "the answer ended before the pack");
    const line = pkt.data.toString("latin1").trim();
    if (line === "packfile") return;
    if (line.startsWith("ERR ")) throw new WireError("remote", line.slice(4));
    if (line === "shallow-info")
      throw new WireError("protocol", "the repository is shallow on the server; its history is not complete");
  }
}

async function readText(reader: PktReader): Promise<string | undefined> {
  const pkt = await reader.next();
  if (pkt.type === "eof") throw new WireError("cut", "the list of capabilities ended early");
  if (pkt.type !== "data") return undefined;
  const text = pkt.data.toString("latin1").trim();
  if (text.startsWith("ERR ")) throw new WireError("remote", text.slice(4));
  return text;
}
