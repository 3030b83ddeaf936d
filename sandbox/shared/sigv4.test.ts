import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Principals } from "./principals";
import { type SignatureOptions, type SignedRequest, type TemporaryCredentials, verifySignature } from "./sigv4";
import { ChunkSignatures } from "./sigv4-chunks";

// Requests and signatures are the worked examples of AWS's documentation ("Signature Calculations for the Authorization
// Header", "Authenticating Requests: Using Query Parameters") and of its SigV4 test suite: evidence from outside.
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const S3_DAY = new Date("2013-05-24T00:00:00Z");
const EXAMPLE = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const SUITE = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const TEMPORARY: TemporaryCredentials = { sessionToken: "a-session", expiresAt: "2013-05-24T01:00:00Z" };

let dataDir: string;
let principals: Principals;
let temporary: Principals;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "sigv4-"));
  principals = await Principals.open(dataDir);
  await principals.put({ name: "example", allow: ["*"], ...EXAMPLE });
  await principals.put({ name: "suite", allow: ["*"], ...SUITE });
  temporary = await Principals.open(path.join(dataDir, "temporary"));
  await temporary.put({ name: "task", allow: ["*"], ...EXAMPLE, ...TEMPORARY });
});
afterAll(() => rm(dataDir, { recursive: true }));

const s3 = (changes: Partial<SignatureOptions> = {}): SignatureOptions => ({
  payloadHash: EMPTY,
  doubleEncodePath: false,
  now: S3_DAY,
  ...changes,
});

const getObject = (changes: Partial<SignedRequest["headers"]> = {}): SignedRequest => ({
  method: "GET",
  rawPath: "/test.txt",
  query: new URLSearchParams(),
  headers: {
    host: "examplebucket.s3.amazonaws.com",
    range: "bytes=0-9",
    "x-amz-content-sha256": EMPTY,
    "x-amz-date": "20130524T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ...changes,
  },
});

const presigned = (changes: Record<string, string> = {}): SignedRequest => ({
  method: "GET",
  rawPath: "/test.txt",
  query: new URLSearchParams({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
    "X-Amz-Date": "20130524T000000Z",
    "X-Amz-Expires": "86400",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    ...changes,
  }),
  headers: { host: "examplebucket.s3.amazonaws.com" },
});

test("accepts the GET Object of AWS's documentation and says who signed it", () => {
  expect(verifySignature(getObject(), principals, s3()).name).toBe("example");
});

test("accepts the presigned URL of AWS's documentation until it expires", () => {
  const options = s3({ payloadHash: "UNSIGNED-PAYLOAD" });
  expect(verifySignature(presigned(), principals, options).name).toBe("example");
  const late = { ...options, now: new Date("2013-05-25T00:00:01Z") };
  expect(() => verifySignature(presigned(), principals, late)).toThrow("Request has expired");
  const early = { ...options, now: new Date("2013-05-23T23:40:00Z") };
  expect(() => verifySignature(presigned(), principals, early)).toThrow("not valid yet");
});

test("refuses a presigned URL whose life was lengthened after signing", () => {
  const request = presigned({ "X-Amz-Expires": "90000" });
  expect(failure(request, s3({ payloadHash: "UNSIGNED-PAYLOAD" }))).toBe("SignatureDoesNotMatch 403");
  const forEver = presigned({ "X-Amz-Expires": "604801" });
  expect(failure(forEver, s3({ payloadHash: "UNSIGNED-PAYLOAD" }))).toBe("AuthorizationHeaderMalformed 400");
});

test("accepts the sorting example of AWS's test suite, path encoded twice", () => {
  const request: SignedRequest = {
    method: "GET",
    rawPath: "/",
    query: new URLSearchParams("Param2=value2&Param1=value1"),
    headers: {
      host: "example.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
        "SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    },
  };
  const options = s3({ doubleEncodePath: true, now: new Date("2015-08-30T12:36:00Z") });
  expect(verifySignature(request, principals, options).name).toBe("suite");
});

test("refuses a request that was changed after signing", () => {
  expect(failure(getObject({ range: "bytes=0-99" }))).toBe("SignatureDoesNotMatch 403");
  expect(failure({ ...getObject(), rawPath: "/other.txt" })).toBe("SignatureDoesNotMatch 403");
  expect(failure({ ...getObject(), method: "DELETE" })).toBe("SignatureDoesNotMatch 403");
  expect(failure(getObject(), s3({ payloadHash: "UNSIGNED-PAYLOAD" }))).toBe("SignatureDoesNotMatch 403");
});

test("refuses an x-amz header that the signature does not cover", () => {
  expect(failure(getObject({ "x-amz-bypass-governance-retention": "true" }))).toBe("AccessDenied 403");
});

test("refuses clocks that are more than fifteen minutes apart, either way", () => {
  const at = (time: string) => s3({ now: new Date(time) });
  expect(failure(getObject(), at("2013-05-24T00:15:01Z"))).toBe("RequestTimeTooSkewed 403");
  expect(failure(getObject(), at("2013-05-23T23:44:59Z"))).toBe("RequestTimeTooSkewed 403");
  expect(verifySignature(getObject(), principals, at("2013-05-24T00:15:00Z")).name).toBe("example");
});

test("names the reason: unknown key, no signature, malformed, other region", () => {
  const authorization = String(getObject().headers.authorization);
  expect(failure(getObject({ authorization: authorization.replace("AKIAIOSFODNN7EXAMPLE", "NOBODY") }))).toBe(
    "InvalidAccessKeyId 403",
  );
  expect(failure(getObject({ authorization: undefined }))).toBe("AccessDenied 403");
  expect(failure(getObject({ authorization: "Basic YTpi" }))).toBe("AuthorizationHeaderMalformed 400");
  expect(failure(getObject(), s3({ scope: { region: "eu-west-1" } }))).toBe("AuthorizationHeaderMalformed 400");
});

test("temporary credentials need their session token and end when they expire", () => {
  expect(failure(getObject(), s3(), temporary)).toBe("InvalidToken 400");
  const unsigned = presigned({ "X-Amz-Security-Token": "a-session" });
  expect(failure(unsigned, s3({ payloadHash: "UNSIGNED-PAYLOAD" }), temporary)).toBe("SignatureDoesNotMatch 403");
  const late = s3({ payloadHash: "UNSIGNED-PAYLOAD", now: new Date("2013-05-24T01:00:00Z") });
  expect(failure(presigned(), late, temporary)).toBe("ExpiredToken 400");
});

test("verifies the signed chunks of AWS's documentation and refuses a changed one", () => {
  const request: SignedRequest = {
    method: "PUT",
    rawPath: "/examplebucket/chunkObject.txt",
    query: new URLSearchParams(),
    headers: {
      host: "s3.amazonaws.com",
      "content-encoding": "aws-chunked",
      "content-length": "66824",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-date": "20130524T000000Z",
      "x-amz-decoded-content-length": "66560",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=" +
        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class," +
        "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    },
  };
  const options = s3({ payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" });
  const principal = verifySignature(request, principals, options);
  const chunks = new ChunkSignatures(request, principal);
  const first = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
  expect(() => chunks.checkChunk(sha256("b".repeat(65_536)), first)).toThrow("does not match");
  chunks.checkChunk(sha256("a".repeat(65_536)), first);
  chunks.checkChunk(sha256("a".repeat(1024)), "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497");
  chunks.checkChunk(EMPTY, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
});

function failure(request: SignedRequest, options = s3(), who = principals): string {
  try {
    verifySignature(request, who, options);
  } catch (error) {
    const { code, status } = error as { code: string; status: number };
    return `${code} ${status}`;
  }
  return "accepted";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
