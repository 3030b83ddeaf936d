// What a server that says it is S3 may answer: XML that was sound and is changed at random, over real HTTP. A list, an object or
// one of our errors comes out, and nothing else.
import { createServer, type Server } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import { S3ObjectStore } from "./s3-object-store";

const LIST = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>a/</Prefix><KeyCount>2</KeyCount>
<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><Contents><Key>a/&lt;img src=x&gt;</Key><Size>9</Size>
<LastModified>2026-11-01T02:00:00.000Z</LastModified><ETag>"e"</ETag></Contents><CommonPrefixes><Prefix>a/b/</Prefix>
</CommonPrefixes></ListBucketResult>`;
const ERROR = `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>no</Message><RequestId>1</RequestId></Error>`;
/** Ten entities of ten of the one before: a thousand million letters. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">${"bcdefghij"
  .split("")
  .map((name, index) => `<!ENTITY ${name} "${`&${"abcdefghi"[index]};`.repeat(10)}">`)
  .join("")}]><ListBucketResult><Contents><Key>&j;</Key></Contents></ListBucketResult>`;

let server: Server;
let store: S3ObjectStore;
let answer: { status: number; body: Buffer; type?: string };
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID ??= "TEST";
  process.env.AWS_SECRET_ACCESS_KEY ??= "test";
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, { "content-type": answer.type ?? "application/xml", etag: '"e"' });
    response.end(answer.body);
  });
  const endpoint = await listenOnLoopback(server, 0, "a test");
  store = new S3ObjectStore({ bucket: "b", region: "us-east-1", endpoint, attempts: 1 });
});
afterAll(() => closeServer(server));

async function valueOrOurError(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toMatch(/^(storage|object)-/);
    return undefined;
  }
}

async function listed(): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const each of store.list("a/")) {
    expect([typeof each.key, typeof each.sizeBytes]).toEqual(["string", "number"]);
    expect(each.lastModified).toMatch(/Z$/);
    found.push(each);
  }
  return found;
}

test("a list", async () => {
  const bodies = [LIST, LAUGHS].map((text) => Buffer.from(text));
  const property = fc.asyncProperty(hostileBytes(bodies, 4), async ({ bytes }) => {
    answer = { status: 200, body: bytes };
    await valueOrOurError(listed);
    await valueOrOurError(() => store.listFolders("a/"));
  });
  await fc.assert(property, { numRuns: 1000 });
});

test("an error", async () => {
  const property = fc.asyncProperty(
    hostileBytes([Buffer.from(ERROR)], 4),
    fc.constantFrom(400, 403, 404, 409, 412, 500, 503),
    async ({ bytes }, status) => {
      answer = { status, body: bytes };
      expect(await valueOrOurError(() => store.readText("k"))).toBeUndefined();
      await valueOrOurError(() => store.put("k", "v", { onlyIf: "absent" }));
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

test("a list that goes round in a circle is given up", async () => {
  const body = LIST.replace(
    "<IsTruncated>false",
    "<NextContinuationToken>again</NextContinuationToken><IsTruncated>true",
  );
  answer = { status: 200, body: Buffer.from(body) };
  await expect(listed()).rejects.toMatchObject({ code: "storage-unreachable" });
  await expect(store.listFolders("a/")).rejects.toMatchObject({ code: "storage-unreachable" });
});

test("a text without end is given up at its limit", async () => {
  answer = { status: 200, body: Buffer.alloc(3_000_000, "x"), type: "text/plain" };
  await expect(store.readText("k", { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "object-too-large" });
});
