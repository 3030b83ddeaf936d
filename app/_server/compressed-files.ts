// The build's scripts and styles, as scripts/copy-standalone-assets.mjs compressed them. Next would compress them anew for each
// browser, with gzip. Next itself serves the file: it only asks for it by another name.
import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Where the browser looks for what stands in `.next/static`. */
const ADDRESS = "/_next/static/";
const ENDING = ".br";
const TYPES: Readonly<Record<string, string>> = {
  js: "application/javascript; charset=UTF-8",
  css: "text/css; charset=UTF-8",
};

export class CompressedFiles {
  private readonly files: ReadonlySet<string>;

  /** @param directory the build's `static`; where it is not there, as while developing, nothing is compressed */
  constructor(directory: string) {
    this.files = new Set(filesBelow(directory).filter((file) => file.endsWith(ENDING)));
  }

  /** To be called before anybody looks at the request. */
  offer(request: IncomingMessage, response: ServerResponse): void {
    const address = request.url ?? "";
    const type = TYPES[address.slice(address.lastIndexOf(".") + 1)];
    if (!type || !address.startsWith(ADDRESS)) return;
    if (!this.files.has(`${address.slice(ADDRESS.length)}${ENDING}`)) return;
    response.setHeader("Vary", "Accept-Encoding");
    if (!takesBrotli(request.headers["accept-encoding"])) return;
    request.url = `${address}${ENDING}`;
    response.setHeader("Content-Type", type);
    response.setHeader("Content-Encoding", "br");
  }
}

/** RFC 9110, 12.5.3: what has a weight of nought is not wanted. */
function takesBrotli(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? "").split(",");
  return codings.some((coding) => /^\s*br\s*(;\s*q=(?!0(\.0{0,3})?\s*$)|$)/i.test(coding));
}

function filesBelow(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
