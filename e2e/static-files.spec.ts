// The console's scripts and styles over the wire: as small as the browser takes them, and always the same file.
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { staticFiles } from "./inventory";
import { CONSOLE } from "./person";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** Bytes as they come: `fetch` would unpack them. */
function ask(file: string, headers: Record<string, string>, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${CONSOLE()}/_next/static/${file}`, { method, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) });
    });
    sent.on("error", reject).end();
  });
}

const UNPACK: Record<string, (bytes: Buffer) => Buffer> = {
  br: (bytes) => brotliDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
  identity: (bytes) => bytes,
};

test("every script and style is the same file however it is packed, and smallest as Brotli", async () => {
  const files = staticFiles().filter((file) => /\.(js|css)$/.test(file));
  expect(files.length).toBeGreaterThan(50);
  let [brotli, gzip] = [0, 0];
  for (const file of files) {
    const plain = readFileSync(path.join(".next/static", file));
    for (const coding of Object.keys(UNPACK)) {
      const { status, headers, bytes } = await ask(file, { "accept-encoding": coding });
      expect(status, `${file} ${coding}`).toBe(200);
      // Next leaves what is tiny as it is.
      const packed = headers["content-encoding"] ?? "identity";
      expect(coding === "br" ? [packed] : [coding, "identity"]).toContain(packed);
      expect(UNPACK[packed]?.(bytes).equals(plain), `${file} ${coding}`).toBe(true);
      expect(headers["content-type"]).toMatch(file.endsWith(".js") ? /javascript/ : /^text\/css/);
      expect(headers.vary).toMatch(/accept-encoding/i);
      expect(headers["cache-control"]).toContain("immutable");
      if (coding === "br") brotli += bytes.length;
      if (coding === "gzip") gzip += bytes.length;
    }
  }
  expect(brotli / gzip).toBeLessThan(0.95);
});

test("a browser that has it is told so, and one that asks for the head gets no more", async () => {
  const [file = ""] = staticFiles().filter((each) => each.endsWith(".js"));
  const headers = { "accept-encoding": "gzip, deflate, br" };
  const first = await ask(file, headers);
  const again = await ask(file, { ...headers, "if-none-match": String(first.headers.etag) });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
  const head = await ask(file, headers, "HEAD");
  expect([head.status, head.bytes.length, head.headers["content-length"]]).toEqual([
    200,
    0,
    String(first.bytes.length),
  ]);
});
